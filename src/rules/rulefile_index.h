/* rulefile_index: what makes a rule file quick to ask, once all of its lines are read:
   one set over its selectors, one over its line patterns, and its directives by kind. */
#ifndef WINNOW_RULES_RULEFILE_INDEX_H
#define WINNOW_RULES_RULEFILE_INDEX_H

#include "rules/rulefile.h"

/* Fills the rest of a file that has its directives. All of it lives in the arena. */
void rulefile_index(struct arena *a, struct rulefile *file);

#endif
