#include "clean/trees.h"

enum { TOGETHER = 8 }; /* rows that descend side by side: their loads overlap */

static void descend(const struct forest *forest, const struct tree_node *tree,
                    const int16_t *rows, size_t width, size_t count, int32_t *sums)
{
    uint32_t at[TOGETHER] = {0};
    for (uint32_t level = 0; level < forest->depth; level++)
        for (size_t i = 0; i < count; i++) {
            const struct tree_node *node = &tree[at[i]];
            at[i] = node->next + (rows[i * width + node->column] >= node->threshold);
        }
    for (size_t i = 0; i < count; i++)
        sums[i] += tree[at[i]].value;
}

void trees_add(const struct forest *forest, const int16_t *rows, size_t width,
               size_t count, int32_t *sums)
{
    for (uint32_t t = 0; t < forest->tree_count; t++) {
        const struct tree_node *tree = forest->nodes + forest->roots[t];
        size_t i = 0;
        for (; i + TOGETHER <= count; i += TOGETHER)
            descend(forest, tree, rows + i * width, width, TOGETHER, sums + i);
        descend(forest, tree, rows + i * width, width, count - i, sums + i);
    }
}

int16_t trees_score(const int32_t cutoffs[SCORE_MAX], int32_t sum)
{
    int low = 0, high = SCORE_MAX;
    while (low < high) {
        int middle = (low + high) / 2;
        if (cutoffs[middle] <= sum)
            low = middle + 1;
        else
            high = middle;
    }
    return (int16_t)low;
}
