/* line_selection: where the text of an old scrape is, by the model of lines: boosted
   trees in two passes, as for pages (prediction.h), over what is left of a page whose
   elements are gone. */
#ifndef WINNOW_PLAINTEXT_LINE_SELECTION_H
#define WINNOW_PLAINTEXT_LINE_SELECTION_H

#include "plaintext/line_model.h"
#include "winnow.h"

/* Reads the paragraphs with the model and fills all columns; scores, of as many as there
   are paragraphs, are from 0 to SCORE_MAX. */
void line_selection_score(struct line_features *f, const struct paragraphs *paragraphs,
                          const struct line_model *model, struct arena *a,
                          int16_t *scores);

/* The model's score of each block, before any rule has spoken: an array in the arena.
   NULL where the blocks are too few to be told anything of. */
int16_t *line_selection_score_blocks(const struct block_list *blocks, struct arena *a);

/* Decides over the lines that nobody has dropped or kept by a rule, and gives each the
   model's score as its reason. Left as it is: a text of a few lines, of which nothing can
   be told, and one that its site's own rules have taken something out of. */
void line_selection_apply(struct block_list *blocks, struct marks *marks,
                          enum winnow_favor favor);

#endif
