/* rulefile_index: indexes that make a rule file fast to query, built once all its lines
   are read: one set of its selectors, one of its line patterns, and its directives by
   kind. */
#ifndef WINNOW_RULES_RULEFILE_INDEX_H
#define WINNOW_RULES_RULEFILE_INDEX_H

#include "rules/rulefile.h"

/* Fills in the indexes of a file whose directives are read. All of it lives in the
   arena. */
void rulefile_index(struct arena *a, struct rulefile *file);

#endif
