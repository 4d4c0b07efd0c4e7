/* main_content: where a page's text is, when no rule says so. The model of main content.
 */
#ifndef WINNOW_PASSES_MAIN_CONTENT_H
#define WINNOW_PASSES_MAIN_CONTENT_H

#include "model/prediction.h"
#include "winnow.h"

/* Decides over all nodes that rules have left undecided: keeps the subtrees that hold the
   text a person came to read, if there are any, and drops the rest. Verdicts that stand
   already are left as they are, but for what the page hides: where it reads like the rest
   of the content (a tab, an answer that unfolds) it is kept. */
void main_content_mark(struct marks *marks, const struct prediction *prediction,
                       enum winnow_favor favor);
/* What main_content_mark would do if there were no rules. Lives in the marks' arena. */
struct main_content_selection {
    int threshold;             /* the least score that is kept */
    const uint8_t *is_kept;    /* of each passage */
    const uint8_t *is_refused; /* of each: what it is decides, whatever its score */
};
void main_content_predict_selection(struct marks *marks,
                                    const struct prediction *prediction,
                                    struct main_content_selection *out);
/* Drops, of the subtrees of a body that a rule has found, what rules have left undecided
   and is said to be boilerplate, by passage. */
void main_content_prune(struct marks *marks, const struct prediction *prediction,
                        const uint8_t *is_boilerplate, const struct node_list *body);
/* Shows, of what the page hides in such a body, what is said to be kept, by passage. */
void main_content_reveal(struct marks *marks, const struct prediction *prediction,
                         const uint8_t *is_kept, const struct node_list *body);

#endif
