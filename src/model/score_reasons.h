/* score_reasons: the reasons that the model gives, one of each score and code: text that
   has the same reason makes one block. */
#ifndef WINNOW_MODEL_SCORE_REASONS_H
#define WINNOW_MODEL_SCORE_REASONS_H

#include "marks/marks.h"

/* All zero to begin with. */
struct score_reasons {
    uint32_t *made[REASON_CODE_COUNT]; /* by score; NULL, or 0: not made yet */
};

/* score is 0 to SCORE_MAX; the code is REASON_NONE if the score decided. */
uint32_t score_reasons_get(struct score_reasons *r, struct marks *marks, int score,
                           enum reason_code code);

#endif
