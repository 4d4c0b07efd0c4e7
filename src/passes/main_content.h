/* main_content: which part of a page is its main content, from the model's selection and
   the passes that correct it. */
#ifndef WINNOW_PASSES_MAIN_CONTENT_H
#define WINNOW_PASSES_MAIN_CONTENT_H

#include "model/prediction.h"
#include "winnow.h"

/* Marks all nodes that rules have left undecided: keeps the subtrees with the main
   content, if there are any, and drops the rest. What the page hides (a tab, an answer
   that unfolds) is kept too if it reads like the rest. */
void main_content_mark(struct marks *marks, const struct prediction *prediction,
                       enum winnow_favor favor);

/* What main_content_mark would select without rules. Lives in the marks' arena. */
struct main_content_selection {
    int threshold;             /* the least score that is kept */
    const uint8_t *is_kept;    /* of each passage */
    const uint8_t *is_refused; /* of each: it is not content, whatever its score */
};
void main_content_predict_selection(const struct marks *marks,
                                    const struct prediction *prediction,
                                    struct main_content_selection *out);

/* In the subtrees of a body that a rule has found: main_content_prune drops passages that
   are boilerplate and that rules have left undecided; main_content_reveal shows passages
   that the page hides and that are kept. */
void main_content_prune(struct marks *marks, const struct prediction *prediction,
                        const uint8_t *is_boilerplate, const struct node_list *body);
void main_content_reveal(struct marks *marks, const struct prediction *prediction,
                         const uint8_t *is_kept, const struct node_list *body);

#endif
