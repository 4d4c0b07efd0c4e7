/* word_diff: what changed between two texts, word by word, as HTML. */
#ifndef WINNOW_SITE_WORD_DIFF_H
#define WINNOW_SITE_WORD_DIFF_H

#include "base/buffer.h"

/* Appends paragraphs with <del> and <ins>. Paragraphs that both texts have are folded
   where there are many. Lines are compared first, by their longest common subsequence,
   then the words of the lines that differ; memory is taken from the arena. */
void word_diff_append(struct slice before, struct slice after, struct arena *a,
                      struct buffer *out);

#endif
