/* mark_selection: writes a selection of passages as marks on the nodes of the page. */
#ifndef WINNOW_PASSES_MARK_SELECTION_H
#define WINNOW_PASSES_MARK_SELECTION_H

#include "model/passages.h"

struct marked_selection {
    const struct passages *passages;
    const int16_t *scores;  /* of each passage */
    const uint8_t *is_kept; /* of each */
    const uint8_t *codes;   /* of each: enum reason_code; NULL: the scores decided */
};

/* Marks all nodes that rules have left undecided. */
void mark_selection_of_page(struct marks *marks,
                            const struct marked_selection *selection);
/* In the subtrees of a body: mark_selection_drop drops what is not selected;
   mark_selection_reveal keeps what is selected and hidden. */
void mark_selection_drop(struct marks *marks, const struct marked_selection *selection,
                         const struct node_list *body);
void mark_selection_reveal(struct marks *marks, const struct marked_selection *selection,
                           const struct node_list *body);

#endif
