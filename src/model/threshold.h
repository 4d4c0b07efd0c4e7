/* threshold: which score is high enough, given all that were given. */
#ifndef WINNOW_MODEL_THRESHOLD_H
#define WINNOW_MODEL_THRESHOLD_H

#include "model/trees.h"
#include "winnow.h"

/* Of all scores the one to keep from on that promises most. Where the model is sure, it
   is near the middle; where it doubts everything, low. words has how many words have each
   score. */
int threshold_find(const int64_t words[SCORE_MAX + 1], enum winnow_favor favor);

#endif
