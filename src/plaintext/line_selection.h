/* line_selection: which lines are main content in text that was extracted earlier, by the
   model of lines: boosted trees in two passes, as for pages (content_score.h), over lines
   that have no elements any more. */
#ifndef WINNOW_PLAINTEXT_LINE_SELECTION_H
#define WINNOW_PLAINTEXT_LINE_SELECTION_H

#include "plaintext/line_model.h"
#include "winnow.h"

/* Fills all columns of the paragraphs, and their scores, which are from 0 to SCORE_MAX.
 */
void line_selection_score(struct line_features *f, const struct paragraphs *paragraphs,
                          const struct line_model *model, struct arena *a,
                          int16_t *scores);

/* The score of each block before any rule is applied: an array in the arena. NULL if
   there are too few blocks for the model. */
int16_t *line_selection_score_blocks(const struct block_list *blocks, struct arena *a);

/* Decides about the lines that no rule has dropped or kept; the reason is their score.
   Does nothing for a text of a few lines, which say too little, and for a text from which
   the rules of its site have removed something. */
void line_selection_apply(struct block_list *blocks, struct marks *marks,
                          enum winnow_favor favor);

#endif
