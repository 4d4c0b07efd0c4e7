/* lint_value: values that are well formed and probably mean something else. Each gives
   the text of a warning in the arena, or NULL; *at is the offset in the value. */
#ifndef WINNOW_RULES_LINT_VALUE_H
#define WINNOW_RULES_LINT_VALUE_H

#include "base/arena.h"

/* A value of strip_id_or_class that was written as a selector. */
const char *lint_words(struct arena *a, struct slice value, size_t *at);
/* [class*=ad], which "header" has in it too. xpath_lint tells of contains(). */
const char *lint_substring(struct arena *a, struct slice value, size_t *at);

#endif
