#include "clean/content_score.h"

static enum page_type score_types(struct features *f, const struct content_model *model)
{
    int16_t types[TYPE_COUNT];
    enum page_type best = TYPE_ARTICLE;
    for (int t = 0; t < TYPE_COUNT; t++) {
        int32_t sum = 0;
        trees_add(&model->types[t], f->page_row, PAGE_COUNT, 1, &sum);
        types[t] = features_type(sum);
        if (types[t] > types[best])
            best = (enum page_type)t;
    }
    features_set_types(f, types);
    return best;
}

static void score(const struct features *f, const struct content_model *model,
                  const struct forest *forest, int32_t *sums, int16_t *scores)
{
    size_t count = f->passages->count;
    trees_add(forest, f->rows, COLUMNS, count, sums);
    for (size_t i = 0; i < count; i++)
        scores[i] = trees_score(model->cutoffs, sums[i]);
}

int16_t *content_score(struct features *features, const struct content_model *model,
                       enum page_type *type, struct arena *a)
{
    size_t count = features->passages->count;
    int32_t *sums = arena_calloc(a, count, sizeof *sums);
    int16_t *scores = arena_alloc(a, count * sizeof *scores);
    *type = score_types(features, model);
    score(features, model, &model->first, sums, scores);
    features_set_scores(features, scores, a);
    for (size_t i = 0; i < count; i++)
        sums[i] /= 2; /* the second's values are halved: the mean of both passes */
    score(features, model, &model->second, sums, scores);
    return scores;
}
