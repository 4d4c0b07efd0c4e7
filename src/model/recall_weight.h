/* recall_weight: how much recall counts against precision, which determines how much of a
   page is kept. It is the square of beta in the F measure (van Rijsbergen, "Information
   Retrieval", 1979). */
#ifndef WINNOW_MODEL_RECALL_WEIGHT_H
#define WINNOW_MODEL_RECALL_WEIGHT_H

#include "model/page_type.h"
#include "winnow.h"

enum { RECALL_ONE = 16 }; /* both count the same */

/* For a page of the guessed types; between the weights of both where the guess is
   uncertain. cutoffs are those of the content model. */
int64_t recall_weight_of_page(const struct type_guess *guess,
                              const int32_t cutoffs[SCORE_MAX]);
/* The weight as the user wants it. */
int64_t recall_weight_favor(int64_t weight, enum winnow_favor favor);

#endif
