/* selector_form: what a struct selector holds. For the files that make and match them;
   everybody else goes through selector.h. */
#ifndef WINNOW_RULES_SELECTOR_FORM_H
#define WINNOW_RULES_SELECTOR_FORM_H

#include "rules/css.h"

struct selector {
    enum selector_language language; /* never SELECTOR_AUTO */
    struct css css;
};

#endif
