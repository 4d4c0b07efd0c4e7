/* selector_internal: the contents of struct selector. For the files that compile and
   match selectors; all other files use selector.h. */
#ifndef WINNOW_RULES_SELECTOR_INTERNAL_H
#define WINNOW_RULES_SELECTOR_INTERNAL_H

#include "rules/css.h"

struct xpath;

struct selector {
    struct css css;            /* empty if xpath is set */
    const struct xpath *xpath; /* NULL for CSS, and for XPath translated to CSS */
};

#endif
