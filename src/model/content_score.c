#include "model/content_score.h"

#include <string.h>

enum {
    /* A log-odds of 3 that the quick trees give is not looked at again: with all passages
       left open F1 is the same, on sites that were not trained on. */
    SETTLED = 3 * TREES_ONE,
    ASKED = 64, /* passages that the other trees see at a time */
};

/* What the page as a whole looks like is a hint for each of its passages. */
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

/* Asks the first pass's trees about some rows, which are brought together for that. */
static void ask_first(const struct features *f, const struct content_model *model,
                      const uint32_t *which, size_t count, int32_t *sums)
{
    int16_t rows[ASKED * COLUMNS] = {0};
    int32_t asked[ASKED] = {0};
    for (size_t i = 0; i < count; i++)
        memcpy(rows + i * COLUMNS, features_row(f, which[i]), COLUMNS * sizeof *rows);
    trees_add(&model->first, rows, COLUMNS, count, asked);
    for (size_t i = 0; i < count; i++)
        sums[which[i]] = asked[i];
}

static void add_first(const struct features *f, const struct content_model *model,
                      int32_t *sums)
{
    uint32_t doubtful[ASKED];
    size_t found = 0, count = f->passages->count;
    trees_add(&model->quick, f->rows, COLUMNS, count, sums);
    for (size_t i = 0; i < count; i++) {
        if (sums[i] < SETTLED && sums[i] > -SETTLED)
            doubtful[found++] = (uint32_t)i;
        if (found == ASKED) {
            ask_first(f, model, doubtful, found, sums);
            found = 0;
        }
    }
    if (found)
        ask_first(f, model, doubtful, found, sums);
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
    enum { OF_FIRST = 3, OF_BOTH = 4 }; /* the first pass has three quarters of the say */
    size_t count = features->passages->count;
    int32_t *sums = arena_calloc(a, count, sizeof *sums);
    int16_t *scores = arena_alloc(a, count * sizeof *scores);
    set_hints(features, model);
    add_first(features, model, sums);
    set_scores(model, sums, count, scores);
    features_set_scores(features, scores, a);
    for (size_t i = 0; i < count; i++)
        sums[i] = sums[i] * OF_FIRST / OF_BOTH; /* the second's leaves have the rest */
    trees_add(&model->second, features->rows, COLUMNS, count, sums);
    set_scores(model, sums, count, scores);
    return scores;
}
