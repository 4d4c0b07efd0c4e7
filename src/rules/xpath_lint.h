/* xpath_lint: what in a well-formed XPath is likely not what its author meant. */
#ifndef WINNOW_RULES_XPATH_LINT_H
#define WINNOW_RULES_XPATH_LINT_H

#include "base/problems.h"

struct xpath_remark {
    enum problem_level level; /* never PROBLEM_ERROR */
    const char *code;         /* static: "unquoted-literal", "missing-at", ... */
    uint32_t column;          /* the 1-based byte in the expression */
    const char *text;         /* what, and what to do; until tell returns */
};
typedef void xpath_tell(void *context, const struct xpath_remark *remark);

/* Tells each remark, in no order. False when the text is no XPath: err says what
   selector_compile would. */
bool xpath_lint(struct arena *a, struct slice text, xpath_tell *tell, void *context,
                struct error *err);

#endif
