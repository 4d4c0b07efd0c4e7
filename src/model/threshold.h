/* threshold: the lowest score to keep, given the scores of a page. */
#ifndef WINNOW_MODEL_THRESHOLD_H
#define WINNOW_MODEL_THRESHOLD_H

#include "model/trees.h"

#include <stdint.h>

/* The threshold with the best expected F measure: near the middle if the model is sure,
   low if it doubts everything. words[s] is the number of words with score s;
   recall_weight is that of recall_weight.h. */
int threshold_find(const int64_t words[SCORE_MAX + 1], int64_t recall_weight);

#endif
