/* selector_internal: what a struct selector holds. For the files that make and match
   them; everybody else goes through selector.h. */
#ifndef WINNOW_RULES_SELECTOR_INTERNAL_H
#define WINNOW_RULES_SELECTOR_INTERNAL_H

#include "rules/css.h"

struct xpath;

struct selector {
    struct css css;            /* empty where there is an XPath */
    const struct xpath *xpath; /* NULL for CSS, and for XPath that is CSS in disguise */
};

#endif
