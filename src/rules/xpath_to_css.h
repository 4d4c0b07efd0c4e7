/* xpath_to_css: translates XPath that CSS can express to CSS: four of five expressions in
   FiveFilters' files. The CSS is matched on the page's array, in the pass that all
   selectors share, and needs no mirror. */
#ifndef WINNOW_RULES_XPATH_TO_CSS_H
#define WINNOW_RULES_XPATH_TO_CSS_H

#include "rules/css.h"
#include "rules/xpath_tree.h"

/* Returns false if no CSS is equivalent on every page; *out is then undefined. */
bool xpath_to_css(struct arena *a, const struct xpath_tree *tree, struct css *out);

#endif
