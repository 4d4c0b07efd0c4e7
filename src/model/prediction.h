/* prediction: what the content model says of a page before any rule has spoken. It lives in
   the marks' arena. */
#ifndef WINNOW_MODEL_PREDICTION_H
#define WINNOW_MODEL_PREDICTION_H

#include "model/page_type.h"

struct opinion {
    struct passages passages;
    int16_t *scores; /* of each passage, 0 to SCORE_MAX */
    enum page_type type;
    bool is_foreign; /* see foreign.h */
};

/* Marks must hold what builtin_judge has decided, and nothing else. */
void opinion_form(const struct marks *marks, struct opinion *out);
/* "article", ...: static; NULL for a page without text. */
const char *opinion_type_name(const struct opinion *opinion);

#endif
