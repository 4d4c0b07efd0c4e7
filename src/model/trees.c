#include "model/trees.h"

#include "base/search.h"

enum { TOGETHER = 8 }; /* rows that descend at the same time, so that loads overlap */

static inline void descend(const struct tree_split *splits, const int16_t *leaves,
                           uint32_t depth, const int16_t *rows, size_t width,
                           size_t count, int32_t *sums)
{
    uint32_t at[TOGETHER] = {0}, first_leaf = (1u << depth) - 1;
    for (uint32_t level = 0; level < depth; level++)
#pragma GCC unroll 8
        for (size_t i = 0; i < count; i++) {
            struct tree_split split = splits[at[i]];
            at[i] = 2 * at[i] + 1 + (rows[i * width + split.column] >= split.threshold);
        }
    for (size_t i = 0; i < count; i++)
        sums[i] += leaves[at[i] - first_leaf];
}

void trees_add(const struct forest *forest, const int16_t *rows, size_t width,
               size_t count, int32_t *sums)
{
    const struct tree_split *splits = forest->splits;
    const int16_t *leaves = forest->leaves;
    size_t leaf_count = (size_t)1 << forest->depth;
    for (uint32_t t = 0; t < forest->tree_count; t++) {
        size_t i = 0;
        for (; i + TOGETHER <= count; i += TOGETHER)
            descend(splits, leaves, forest->depth, rows + i * width, width, TOGETHER,
                    sums + i);
        descend(splits, leaves, forest->depth, rows + i * width, width, count - i,
                sums + i);
        splits += leaf_count - 1;
        leaves += leaf_count;
    }
}

/* A sum that is a cutoff is past it. */
static int compare_cutoff(const void *key, const void *item)
{
    const int32_t *sum = key, *cutoff = item;
    return *cutoff <= *sum ? 1 : -1;
}

int16_t trees_score(const int32_t cutoffs[SCORE_MAX], int32_t sum)
{
    return (int16_t)search_first(&sum, cutoffs, SCORE_MAX, sizeof *cutoffs,
                                 compare_cutoff);
}
