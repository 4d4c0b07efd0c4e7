#include "phrases/phrase_lookup.h"

#include "base/search.h"
#include "base/unicode.h"
#include "base/utf8.h"

struct slice phrase_lookup_text(const struct phrase_table *t,
                                const struct phrase_row *row)
{
    return slice_of(t->pool + row->text, row->len);
}

/* ---- letters ----------------------------------------------------------------------- */

static struct slice lower_ascii(struct slice text, size_t most, char *out)
{
    size_t len = text.len < most ? text.len : most;
    for (size_t i = 0; i < len; i++)
        out[i] = (char)ascii_lower((unsigned char)text.ptr[i]);
    return slice_of(out, len);
}

static struct slice lower(struct slice text, size_t most, char *out)
{
    size_t len = 0, used;
    for (; text.len && len < most; text = slice_after(text, used)) {
        uint32_t c = utf8_decode(text, &used);
        if (c < 0x80)
            out[len++] = (char)ascii_lower((unsigned char)c);
        else
            len += utf8_encode(unicode_lower(c), out + len);
    }
    return slice_of(out, len);
}

struct slice phrase_lookup_fold(struct slice text, enum phrase_letters letters,
                                size_t most, char out[PHRASE_FOLDED_MAX])
{
    if (letters == LETTERS_LOWER)
        return lower(text, most, out);
    if (letters == LETTERS_ASCII)
        return lower_ascii(text, most, out);
    return slice_of(text.ptr, text.len < most ? text.len : most);
}

/* ---- search ------------------------------------------------------------------------ */

/* A text that is looked for among the rows of a table. */
struct wanted {
    const struct phrase_table *table;
    struct slice text;
};

static int compare(const void *key, const void *item)
{
    const struct wanted *wanted = key;
    return slice_compare(wanted->text, phrase_lookup_text(wanted->table, item));
}

/* The first of `count` rows that does not come before key. */
static size_t find_place(const struct phrase_table *t, const struct phrase_row *rows,
                         size_t count, struct slice key)
{
    struct wanted wanted = {t, key};
    return search_first(&wanted, rows, count, sizeof *rows, compare);
}

size_t phrase_lookup_place(const struct phrase_table *t, struct slice key)
{
    return find_place(t, t->whole, t->whole_count, key);
}

const struct phrase_row *phrase_lookup_whole(const struct phrase_table *t,
                                             struct slice key, uint32_t hash)
{
    uint32_t mask = t->slot_count - 1;
    for (uint32_t i = hash & mask; t->slots[i]; i = (i + 1) & mask) {
        const struct phrase_row *row = &t->whole[t->slots[i] - 1];
        if (slice_equal(phrase_lookup_text(t, row), key))
            return row;
    }
    return NULL;
}

const struct phrase_row *phrase_lookup_shorter(const struct phrase_table *t,
                                               const struct phrase_row *row)
{
    return row->shorter ? &t->lists[row->shorter - 1] : NULL;
}

/* Whether no phrase of the range has the first letter of the text: mostly so, and seen
   before the letters are folded. */
static bool is_hopeless(const struct phrase_range *range, enum phrase_letters letters,
                        struct slice text)
{
    unsigned char first = text.len ? (unsigned char)text.ptr[0] : 0;
    if (first >= 0x80 && letters == LETTERS_LOWER)
        return false;
    first = letters == LETTERS_EXACT ? first : ascii_lower(first);
    return !(range->first_bytes >> (first & 63) & 1);
}

/* All phrases that the text begins with begin each other, and so the longest is the last
   row that does not come after the text, or one that this row begins with. */
const struct phrase_row *phrase_lookup_beginning(const struct phrase_table *t,
                                                 unsigned sense, struct slice text)
{
    char folded[PHRASE_FOLDED_MAX];
    const struct phrase_range *range = &t->ranges[sense];
    enum phrase_letters letters = t->senses[sense].letters;
    if (is_hopeless(range, letters, text))
        return NULL;
    struct slice key = phrase_lookup_fold(text, letters, range->longest, folded);
    const struct phrase_row *rows = t->lists + range->begin;
    size_t count = (size_t)(range->end - range->begin);
    size_t place = find_place(t, rows, count, key);
    if (place < count && slice_equal(phrase_lookup_text(t, &rows[place]), key))
        return &rows[place];
    const struct phrase_row *row = place ? &rows[place - 1] : NULL;
    while (row && !slice_starts_with(key, phrase_lookup_text(t, row)))
        row = phrase_lookup_shorter(t, row);
    return row;
}
