/* content_score: how likely each passage of a page is main content.

   Boosted trees (Chen and Guestrin, "XGBoost: A Scalable Tree Boosting System", 2016)
   over the features of passages, in two passes: the second pass sees the scores that the
   first gave to the neighbourhood, and corrects them. The first is a cascade (Viola and
   Jones, "Rapid Object Detection using a Boosted Cascade of Simple Features", 2001):
   fifty trees decide half of all passages, and hundreds are evaluated for the others
   only. */
#ifndef WINNOW_MODEL_CONTENT_SCORE_H
#define WINNOW_MODEL_CONTENT_SCORE_H

#include "model/content_model.h"

/* Fills the columns of types and scores in the features. Returns a score from 0 to
   SCORE_MAX for each passage, in the arena. */
int16_t *content_score(struct features *features, const struct content_model *model,
                       struct arena *a);

#endif
