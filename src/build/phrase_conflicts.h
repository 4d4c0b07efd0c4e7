/* phrase_conflicts: phrases that are written twice, and those with senses that exclude
   each other, whichever files they are in: texts are looked up without their language. */
#ifndef WINNOW_BUILD_PHRASE_CONFLICTS_H
#define WINNOW_BUILD_PHRASE_CONFLICTS_H

#include "build/phrase_file.h"

/* Adds a problem for each. The paths are those of the entries' files. */
void phrase_conflicts_find(const struct phrase_entries *entries, const char *const *paths,
                           struct arena *a, struct problem_list *problems);

#endif
