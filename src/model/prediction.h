/* prediction: what the content model says about a page before any rule is applied. It is
   in the arena of the marks. */
#ifndef WINNOW_MODEL_PREDICTION_H
#define WINNOW_MODEL_PREDICTION_H

#include "model/page_type.h"

struct prediction {
    struct passages passages;
    int16_t *scores; /* of each passage, 0 to SCORE_MAX */
    enum page_type type;
    int64_t recall_weight;   /* see recall_weight.h */
    bool is_unseen_language; /* see unseen_language.h */
};

/* The marks must be those of unrendered_mark and no others. linked may be NULL for a page
   without data. */
void prediction_make(const struct marks *marks, const struct linked_data *linked,
                     struct prediction *out);
/* "article", ...: static; NULL for a page without text. */
const char *prediction_type_name(const struct prediction *prediction);

#endif
