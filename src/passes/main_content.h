/* main_content: which part of a page is its main content, by the model's selection and
   the passes that correct it. */
#ifndef WINNOW_PASSES_MAIN_CONTENT_H
#define WINNOW_PASSES_MAIN_CONTENT_H

#include "model/prediction.h"
#include "winnow.h"

/* Decides about all nodes that rules have left undecided: keeps the subtrees that hold
   the main content, if there are any, and drops the rest. Leaves verdicts as they are,
   but for what the page hides: where that reads like the rest of the content (a tab, an
   answer that unfolds) it is kept. */
void main_content_mark(struct marks *marks, const struct prediction *prediction,
                       enum winnow_favor favor);

/* What main_content_mark would do if there were no rules. Lives in the marks' arena. */
struct main_content_selection {
    int threshold;             /* the least score that is kept */
    const uint8_t *is_kept;    /* of each passage */
    const uint8_t *is_refused; /* of each: it is not content, whatever its score */
};
void main_content_predict_selection(const struct marks *marks,
                                    const struct prediction *prediction,
                                    struct main_content_selection *out);

/* In the subtrees of a body that a rule has found: drops what rules have left undecided
   and is boilerplate, by passage; shows what the page hides and is kept, by passage. */
void main_content_prune(struct marks *marks, const struct prediction *prediction,
                        const uint8_t *is_boilerplate, const struct node_list *body);
void main_content_reveal(struct marks *marks, const struct prediction *prediction,
                         const uint8_t *is_kept, const struct node_list *body);

#endif
