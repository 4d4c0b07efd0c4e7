/* xpath_to_css: XPath that says no more than CSS can, as CSS: four of five expressions in
   FiveFilters' files. It is then matched on the page's array, in the pass that serves all
   selectors, and costs no mirror. */
#ifndef WINNOW_RULES_XPATH_TO_CSS_H
#define WINNOW_RULES_XPATH_TO_CSS_H

#include "rules/css.h"
#include "rules/xpath_tree.h"

/* False: CSS does not say the same of every page, and *out means nothing. */
bool xpath_to_css(struct arena *a, const struct xpath_tree *tree, struct css *out);

#endif
