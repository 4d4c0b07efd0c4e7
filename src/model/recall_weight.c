#include "model/recall_weight.h"

/* The weights with the best F1 on sites that were not trained on (tests/model/train.py
   prints what each weight would give). Annotators of articles leave out what only
   surrounds the story, those of threads and manuals little. */
static const int64_t OF_TYPE[TYPE_COUNT] = {
    [TYPE_ARTICLE] = 16, [TYPE_COLLECTION] = 20, [TYPE_DOCUMENTATION] = 24,
    [TYPE_FORUM] = 32,   [TYPE_LISTING] = 24,    [TYPE_PRODUCT] = 16,
    [TYPE_SERVICE] = 24,
};

int64_t recall_weight_of_page(const struct type_guess *guess,
                              const int32_t cutoffs[SCORE_MAX])
{
    int64_t certainty = trees_score(cutoffs, guess->lead);
    return (OF_TYPE[guess->best] * certainty +
            OF_TYPE[guess->second] * (SCORE_MAX - certainty) + SCORE_MAX / 2) /
           SCORE_MAX;
}

int64_t recall_weight_favor(int64_t weight, enum winnow_favor favor)
{
    static const int64_t QUARTERS[] = {[WINNOW_FAVOR_BALANCE] = 4,
                                       [WINNOW_FAVOR_PRECISION] = 1,
                                       [WINNOW_FAVOR_RECALL] = 16};
    return weight * QUARTERS[favor] / 4;
}
