/* slogans: finds a line that a site repeats between the paragraphs of a text, as a
   candidate for boilerplate. */
#ifndef WINNOW_PASSES_SLOGANS_H
#define WINNOW_PASSES_SLOGANS_H

#include "passes/pass_state.h"

/* "Support this paper for a pound a month", after every other paragraph. */
void slogans_find(struct pass_state *s);

#endif
