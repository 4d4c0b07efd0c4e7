#include "model/content_score.h"

#include <string.h>

enum {
    /* If the quick trees give log-odds of 3, the first trees are not evaluated: F1 on
       sites that were not trained on is the same as with all passages evaluated by both.
     */
    SETTLED = 3 * TREES_ONE,
    BATCH = 64, /* passages that the first trees evaluate at a time */
};

/* The likely type of the page is a hint for each of its passages. */
static void set_hints(struct features *f, const struct content_model *model)
{
    int16_t types[TYPE_COUNT];
    for (int t = 0; t < TYPE_COUNT; t++) {
        int32_t sum = 0;
        trees_add(&model->hints[t], f->page_row, PAGE_COUNT, 1, &sum);
        types[t] = features_type(sum);
    }
    features_set_types(f, types);
}

/* Evaluates the first trees on some rows, copied so that they are next to each other. */
static void score_batch(const struct features *f, const struct content_model *model,
                        const uint32_t *which, size_t count, int32_t *sums)
{
    int16_t rows[BATCH * COLUMNS] = {0};
    int32_t found[BATCH] = {0};
    for (size_t i = 0; i < count; i++)
        memcpy(rows + i * COLUMNS, features_row(f, which[i]), COLUMNS * sizeof *rows);
    trees_add(&model->first, rows, COLUMNS, count, found);
    for (size_t i = 0; i < count; i++)
        sums[which[i]] = found[i];
}

static void add_first(const struct features *f, const struct content_model *model,
                      int32_t *sums)
{
    uint32_t doubtful[BATCH];
    size_t found = 0, count = f->passages->count;
    trees_add(&model->quick, f->rows, COLUMNS, count, sums);
    for (size_t i = 0; i < count; i++) {
        if (sums[i] < SETTLED && sums[i] > -SETTLED)
            doubtful[found++] = (uint32_t)i;
        if (found == BATCH) {
            score_batch(f, model, doubtful, found, sums);
            found = 0;
        }
    }
    if (found)
        score_batch(f, model, doubtful, found, sums);
}

static void set_scores(const struct content_model *model, const int32_t *sums,
                       size_t count, int16_t *scores)
{
    for (size_t i = 0; i < count; i++)
        scores[i] = trees_score(model->cutoffs, sums[i]);
}

int16_t *content_score(struct features *features, const struct content_model *model,
                       struct arena *a)
{
    enum { OF_FIRST = 3, OF_BOTH = 4 }; /* three quarters of the first pass */
    size_t count = features->passages->count;
    int32_t *sums = arena_calloc(a, count, sizeof *sums);
    int16_t *scores = arena_alloc(a, count * sizeof *scores);
    set_hints(features, model);
    add_first(features, model, sums);
    set_scores(model, sums, count, scores);
    features_set_scores(features, scores, a);
    for (size_t i = 0; i < count; i++)
        sums[i] =
            sums[i] * OF_FIRST / OF_BOTH; /* one quarter is in the leaves of the second */
    trees_add(&model->second, features->rows, COLUMNS, count, sums);
    set_scores(model, sums, count, scores);
    return scores;
}
