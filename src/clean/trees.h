/* trees: sums of decision trees over rows of small integers, with no floating point, so
   that every machine gives the same score. */
#ifndef WINNOW_CLEAN_TREES_H
#define WINNOW_CLEAN_TREES_H

#include <stddef.h>
#include <stdint.h>

enum {
    TREES_ONE = 8192, /* a log-odds of 1 in leaf values and sums */
    SCORE_MAX = 1000,
};

/* A row goes to node `next` of the tree where its column is below the threshold, else to
   the node behind it. A leaf leads to itself, so that rows may all take as many steps as
   the deepest tree has levels, without a branch to mispredict. */
struct tree_node {
    uint16_t column;
    int16_t threshold;
    uint16_t next;
    int16_t value; /* of a leaf */
};

struct forest {
    const struct tree_node *nodes;
    const uint32_t *roots; /* of each tree, in nodes; `next` counts from there */
    uint32_t tree_count, depth;
};

/* Adds all trees' values for count rows, width columns apart, to their sums. */
void trees_add(const struct forest *forest, const int16_t *rows, size_t width,
               size_t count, int32_t *sums);
/* The logistic function of a sum, in thousandths: 0 to SCORE_MAX. cutoffs[k] is the least
   sum with a score above k. */
int16_t trees_score(const int32_t cutoffs[SCORE_MAX], int32_t sum);

#endif
