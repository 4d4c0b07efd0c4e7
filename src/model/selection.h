/* selection: which passages of a page stay, by their scores: those with the best expected
   F measure over the words of the page. */
#ifndef WINNOW_MODEL_SELECTION_H
#define WINNOW_MODEL_SELECTION_H

#include "model/passages.h"

struct selection {
    int threshold;      /* the lowest score that is kept */
    uint8_t *is_kept;   /* of each passage */
    uint8_t *is_repeat; /* of each: the same text is elsewhere, with a better score */
};

/* Leaves out what rules have decided; recall_weight is that of recall_weight.h. The
   result is in the arena. */
void selection_choose(const struct page *page, const struct passages *passages,
                      const int16_t *scores, int64_t recall_weight, struct arena *a,
                      struct selection *out);

#endif
