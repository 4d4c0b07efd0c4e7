/* trees: sums of decision trees over rows of small integers, with no floating point, so
   that every machine gives the same score. */
#ifndef WINNOW_MODEL_TREES_H
#define WINNOW_MODEL_TREES_H

#include <stddef.h>
#include <stdint.h>

enum {
    TREES_ONE = 8192, /* a log-odds of 1 in leaf values and sums */
    SCORE_MAX = 1000,
};

/* A row goes to the left child where its column is below the threshold. */
struct tree_split {
    uint16_t column;
    int16_t threshold;
};

/* All trees of a forest are full. The children of a split are at twice its place, so that
   no pointer is needed, and all rows take the same number of steps, without a branch to
   mispredict. */
struct forest {
    const struct tree_split *splits; /* of each tree 2^depth - 1, level by level */
    const int16_t *leaves;           /* of each tree 2^depth, from the left */
    uint32_t tree_count, depth;
};

/* Adds the values of all trees to the sums of count rows, which are width columns apart.
 */
void trees_add(const struct forest *forest, const int16_t *rows, size_t width,
               size_t count, int32_t *sums);
/* The logistic function of a sum, in thousandths: 0 to SCORE_MAX. cutoffs[k] is the least
   sum with a score above k. */
int16_t trees_score(const int32_t cutoffs[SCORE_MAX], int32_t sum);

#endif
