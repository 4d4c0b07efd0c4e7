/* slogans: the pass over a line that a site puts between the paragraphs of its texts
   again and again. All are candidates for boilerplate. */
#ifndef WINNOW_PASSES_SLOGANS_H
#define WINNOW_PASSES_SLOGANS_H

#include "passes/pass_state.h"

/* "Support this paper for a pound a month", after every other paragraph. */
void slogans_find(struct pass_state *s);

#endif
