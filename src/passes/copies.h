/* copies: a text that the page has twice, split into passages in another way: in one
   block, or in the blocks of a layout for print or for narrow screens. It is found by
   runs of words, so that the copies need not have the same passages. */
#ifndef WINNOW_PASSES_COPIES_H
#define WINNOW_PASSES_COPIES_H

#include "passes/pass_state.h"

/* Refuses copies, so that each text is kept once: the longer one; or the one that is in
   more passages; or the one with the better scores; or the first. */
void copies_refuse(struct pass_state *s);

#endif
