/* selection: which of a page's passages stay, by what the model says of each: those that
   are most likely to give the best F measure over the page's words. */
#ifndef WINNOW_MODEL_SELECTION_H
#define WINNOW_MODEL_SELECTION_H

#include "model/passages.h"
#include "winnow.h"

struct selection {
    int threshold;      /* the least score that is kept */
    uint8_t *is_kept;   /* of each passage */
    uint8_t *is_repeat; /* of each: the text stands elsewhere with a better score */
};

/* What rules have decided is left alone. Lives in the arena. */
void selection_choose(const struct page *page, const struct passages *passages,
                      const int16_t *scores, enum winnow_favor favor, struct arena *a,
                      struct selection *out);

#endif
