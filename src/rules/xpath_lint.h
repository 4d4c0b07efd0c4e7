/* xpath_lint: reports what is probably a mistake in a well-formed XPath. */
#ifndef WINNOW_RULES_XPATH_LINT_H
#define WINNOW_RULES_XPATH_LINT_H

#include "base/problems.h"

struct xpath_remark {
    enum problem_level level; /* never PROBLEM_ERROR */
    const char *code;         /* static: "unquoted-literal", "missing-at", ... */
    uint32_t column;          /* 1-based byte offset in the expression */
    const char *text;         /* the problem and the remedy; valid until tell returns */
};
typedef void xpath_tell(void *context, const struct xpath_remark *remark);

/* Reports each remark through tell, in no particular order. Returns false if the text is
   not a valid XPath; err is then the same as from selector_compile. */
bool xpath_lint(struct arena *a, struct slice text, xpath_tell *tell, void *context,
                struct error *err);

#endif
