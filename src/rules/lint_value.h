/* lint_value: checks for values that are valid but probably a mistake. Each function
   returns the text of a warning in the arena, or NULL; *at is the offset of the mistake
   in the value. */
#ifndef WINNOW_RULES_LINT_VALUE_H
#define WINNOW_RULES_LINT_VALUE_H

#include "base/arena.h"

/* A value of strip_id_or_class that is a selector. */
const char *lint_words(struct arena *a, struct slice value, size_t *at);
/* [class*=ad], which also matches "header". xpath_lint checks contains(). */
const char *lint_substring(struct arena *a, struct slice value, size_t *at);

#endif
