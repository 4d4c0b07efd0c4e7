#include "model/prediction.h"

#include "model/content_score.h"
#include "model/recall_weight.h"
#include "model/unseen_language.h"

enum { ALIKE_MIN = 3 }; /* passages of one shape that make a list */

/* Either all cards of a grid or entries of a list are content or none, so passages of one
   shape share half of their scores. The second pass has their mean as one column among
   many; sharing as well gives .0006 more F1 on sites that were not trained on, and fewer
   lists with gaps. */
static void share_scores(const struct features *f, struct arena *a, int16_t *scores)
{
    struct shape {
        int64_t words, scored;
        uint32_t count;
    } *shapes = arena_calloc(a, f->group_count, sizeof *shapes);
    for (size_t i = 0; i < f->passages->count; i++) {
        struct shape *shape = &shapes[f->groups[i]];
        int64_t words = f->passages->items[i].words + 1; /* so that a sign counts too */
        shape->words += words;
        shape->scored += words * scores[i];
        shape->count++;
    }
    for (size_t i = 0; i < f->passages->count; i++) {
        const struct shape *shape = &shapes[f->groups[i]];
        if (shape->count >= ALIKE_MIN)
            scores[i] = (int16_t)((scores[i] + shape->scored / shape->words) / 2);
    }
}

static void guess_type(const struct features *f, const struct content_model *model,
                       struct arena *a, struct prediction *out)
{
    int16_t row[TYPE_COLUMNS];
    page_type_read(f, out->scores, row);
    struct type_guess guess = page_type_guess(model->types, row);
    out->is_unseen_language = unseen_language_detect(&out->passages, &model->lexicon);
    if (out->is_unseen_language)
        guess.best = unseen_language_page_type(f, out->scores, a, guess.best);
    out->type = guess.best;
    out->recall_weight = recall_weight_of_page(&guess, model->cutoffs);
}

void prediction_make(const struct marks *marks, const struct linked_data *linked,
                     struct prediction *out)
{
    struct content_model model;
    const struct lexicon *lexicon = &model.lexicon;
    struct features features;
    *out = (struct prediction){.type = TYPE_ARTICLE, .recall_weight = RECALL_ONE};
    content_model_open(&model);
    passages_of_page(marks, linked, lexicon, NULL, marks->arena, &out->passages);
    if (out->passages.count) {
        features_read(marks->page, &out->passages, lexicon, marks->arena, &features);
        out->scores = content_score(&features, &model, marks->arena);
        share_scores(&features, marks->arena, out->scores);
        guess_type(&features, &model, marks->arena, out);
    }
}

const char *prediction_type_name(const struct prediction *prediction)
{
    return prediction->passages.count ? page_type_name(prediction->type) : NULL;
}
