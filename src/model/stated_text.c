#include "model/stated_text.h"

#include "base/array.h"
#include "base/hash.h"

/* Members of schema.org with text that the page shows as its own
   (https://schema.org/Article, /Recipe, /HowTo, /FAQPage, /LiveBlogPosting). */
static const struct slice TEXTS[] = {
    SLICE_INIT("articleBody"), SLICE_INIT("text"),   SLICE_INIT("recipeIngredient"),
    SLICE_INIT("ingredients"), SLICE_INIT("supply"), SLICE_INIT("recipeInstructions"),
    SLICE_INIT("step"),
};

/* Members whose value has a text that is about something else, or by somebody else. */
static const struct slice OTHERS[] = {
    SLICE_INIT("author"),    SLICE_INIT("breadcrumb"), SLICE_INIT("comment"),
    SLICE_INIT("image"),     SLICE_INIT("isPartOf"),   SLICE_INIT("mentions"),
    SLICE_INIT("publisher"), SLICE_INIT("review"),     SLICE_INIT("reviews"),
    SLICE_INIT("video"),
};

static bool is_among(const struct slice *names, size_t count, struct slice name)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(names[i], name))
            return true;
    return false;
}

/* An entry of an array has the name of the array. */
static struct slice name_of(const struct loose_json *data, const struct datum *datum)
{
    if (datum->key.len || datum->parent == DATUM_NONE)
        return datum->key;
    const struct datum *parent = &data->items[datum->parent];
    return parent->kind == DATUM_ARRAY ? parent->key : SLICE("");
}

void stated_text_find(const struct linked_data *linked, stated_visit visit, void *context)
{
    const struct loose_json *data = &linked->data;
    for (size_t i = 0; i < data->count;) {
        const struct datum *datum = &data->items[i];
        if (is_among(OTHERS, COUNT_OF(OTHERS), datum->key)) {
            i = datum->end;
            continue;
        }
        if (datum->kind == DATUM_STRING &&
            is_among(TEXTS, COUNT_OF(TEXTS), name_of(data, datum)))
            visit(context, datum->text);
        i++;
    }
}

static uint32_t pair_bit(uint32_t first, uint32_t second)
{
    return (hash_mix(first, second) * 0x9E3779B1u) >> 16;
}

void stated_text_learn(struct stated_text *stated, uint32_t word)
{
    uint32_t bit = pair_bit(stated->last, word);
    stated->last = word;
    if (stated->words == STATED_WORDS_MAX)
        return;
    stated->pairs[bit / 64] |= (uint64_t)1 << bit % 64;
    stated->words++;
}

bool stated_text_has(struct stated_text *stated, uint32_t word)
{
    uint32_t bit = pair_bit(stated->last, word);
    stated->last = word;
    return stated->pairs[bit / 64] >> bit % 64 & 1;
}
