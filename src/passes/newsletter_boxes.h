/* newsletter_boxes: passes over boxes that ask for an e-mail address. All are candidates
   for boilerplate. */
#ifndef WINNOW_PASSES_NEWSLETTER_BOXES_H
#define WINNOW_PASSES_NEWSLETTER_BOXES_H

#include "passes/pass_state.h"

void newsletter_boxes_find(struct pass_state *s);
/* Only those between two paragraphs. Service pages begin with such a box, and say in it
   what they are for; but nobody puts that between two paragraphs. */
void newsletter_boxes_find_in_text(struct pass_state *s);

#endif
