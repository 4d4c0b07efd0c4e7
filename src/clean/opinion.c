#include "clean/opinion.h"

#include "clean/content_score.h"

void opinion_form(const struct marks *marks, struct opinion *out)
{
    const struct lexicon *lexicon = &CONTENT_MODEL.lexicon;
    struct features features;
    int16_t row[TYPE_COLUMNS];
    *out = (struct opinion){.type = TYPE_ARTICLE};
    passages_of_page(marks, lexicon, NULL, marks->arena, &out->passages);
    if (out->passages.count) {
        features_read(marks->page, &out->passages, lexicon, marks->arena, &features);
        out->scores = content_score(&features, &CONTENT_MODEL, marks->arena);
        page_type_read(&features, out->scores, row);
        out->type = page_type_guess(CONTENT_MODEL.types, row);
    }
}

const char *opinion_type_name(const struct opinion *opinion)
{
    return opinion->passages.count ? page_type_name(opinion->type) : NULL;
}
