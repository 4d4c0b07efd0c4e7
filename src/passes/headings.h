/* headings: the pass that keeps the headings of kept texts. */
#ifndef WINNOW_PASSES_HEADINGS_H
#define WINNOW_PASSES_HEADINGS_H

#include "passes/pass_state.h"

void headings_keep(struct pass_state *s);
/* Drops headings, other than the headline, with no kept text in their section. */
void headings_drop_empty(struct pass_state *s);

#endif
