/* content_score: how likely each passage of a page is what a person came to read.

   Boosted trees (Chen and Guestrin, "XGBoost: A Scalable Tree Boosting System", 2016)
   over the passages' features, in two passes: the second one knows what the first has
   said of the neighbourhood, and corrects it. The first is a cascade (Viola and Jones,
   "Rapid Object Detection using a Boosted Cascade of Simple Features", 2001): fifty trees
   settle half of all passages, and hundreds are asked about the others only. */
#ifndef WINNOW_MODEL_CONTENT_SCORE_H
#define WINNOW_MODEL_CONTENT_SCORE_H

#include "model/content_model.h"

/* Fills the features' columns of types and scores; gives for each passage a score from 0
   to SCORE_MAX. Lives in the arena. */
int16_t *content_score(struct features *features, const struct content_model *model,
                       struct arena *a);

#endif
