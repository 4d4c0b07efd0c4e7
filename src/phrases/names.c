#include "phrases/names.h"

#include "phrases/phrase_lookup.h"

struct name_meaning names_read(struct slice word, uint32_t hash)
{
    const struct phrase_row *row = phrase_lookup_whole(&name_table, word, hash);
    struct name_meaning meaning = {0, 0};
    if (row)
        meaning.senses = (name_set)row->senses;
    if (meaning.senses & NAMED(CLASS))
        meaning.class = (enum name_class)(row->value - 1);
    return meaning;
}

static unsigned value_of(const struct phrase_row *row)
{
    return row->value ? row->value : 1;
}

unsigned names_begin(struct slice text, enum name_sense sense)
{
    const struct phrase_row *row = phrase_lookup_beginning(&name_table, sense, text);
    return row ? value_of(row) : 0;
}

unsigned names_inside(struct slice text, enum name_sense sense)
{
    const struct phrase_range *range = &name_table.ranges[sense];
    for (size_t i = range->begin; i < range->end; i++) {
        const struct phrase_row *row = &name_table.lists[i];
        if (slice_find_nocase(text, phrase_lookup_text(&name_table, row)) != SIZE_MAX)
            return value_of(row);
    }
    return 0;
}
