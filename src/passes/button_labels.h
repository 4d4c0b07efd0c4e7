/* button_labels: finds what a reader can click on, as candidates for boilerplate: labels
   of buttons, rows of actions, questions about the page, links to the next page. */
#ifndef WINNOW_PASSES_BUTTON_LABELS_H
#define WINNOW_PASSES_BUTTON_LABELS_H

#include "passes/pass_state.h"

/* "Share this article", "Add to cart". */
void button_labels_find(struct pass_state *s);
/* "Was this page helpful? Yes No". */
void button_labels_find_questions(struct pass_state *s);
/* "Previous | Next". */
void button_labels_find_pagers(struct pass_state *s);
/* "Quote · Reply · Report". */
void button_labels_find_actions(struct pass_state *s);

#endif
