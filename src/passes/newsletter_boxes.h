/* newsletter_boxes: finds boxes that ask for an e-mail address, as candidates for
   boilerplate. */
#ifndef WINNOW_PASSES_NEWSLETTER_BOXES_H
#define WINNOW_PASSES_NEWSLETTER_BOXES_H

#include "passes/pass_state.h"

void newsletter_boxes_find(struct pass_state *s);
/* Only those between two paragraphs. Service pages begin with such a box, and describe
   themselves in it. */
void newsletter_boxes_find_in_text(struct pass_state *s);

#endif
