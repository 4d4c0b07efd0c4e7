#include "phrases/phrases.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "phrases/normalize_phrase.h"
#include "phrases/phrase_lookup.h"

static struct slice text_of(const struct phrase_row *row)
{
    return phrase_lookup_text(&phrase_table, row);
}

/* ---- whole texts ------------------------------------------------------------------- */

/* The senses that are looked up by words. */
static const phrase_set BY_WORDS = 0
#define X(name, word, place, letters, argument)                                          \
    | (uint64_t)(LETTERS_##letters == LETTERS_WORDS) << (SENSE_##name & 63)
    PHRASE_SENSES(X)
#undef X
    ;

static phrase_set senses_of(struct slice key)
{
    const struct phrase_row *row =
        phrase_lookup_whole(&phrase_table, key, hash_token(key));
    return row ? row->senses : 0;
}

phrase_set phrases_read(struct slice text)
{
    struct normalized_phrase words;
    if (!normalize_phrase(text, &words))
        return 0;
    if (!words.len)
        return SENSE(NOTHING);
    phrase_set senses = senses_of(slice_of(words.bytes, words.len)) & BY_WORDS;
    if (!(senses & SENSES_OF_COMMENTS) && words.number_leads && words.first)
        /* "3 comments on this story" */
        senses |= senses_of(slice_of(words.bytes, words.first)) & SENSE(COMMENTS_HEADING);
    bool has_number = senses & SENSES_OF_COMMENTS && words.has_number;
    return has_number ? senses | SENSE(NUMBER) : senses;
}

phrase_set phrases_read_line(struct slice line)
{
    return senses_of(line) & SENSES_OF_LINES;
}

/* The row of a text that is a phrase of the sense; NULL for any other. */
static const struct phrase_row *row_of(struct slice text, enum phrase_sense sense)
{
    char folded[PHRASE_FOLDED_MAX];
    struct slice key =
        phrase_lookup_fold(text, phrase_senses[sense].letters, PHRASE_MAX + 1, folded);
    const struct phrase_row *row =
        phrase_lookup_whole(&phrase_table, key, hash_token(key));
    return row && row->senses >> sense & 1 ? row : NULL;
}

bool phrases_match(struct slice text, enum phrase_sense sense)
{
    return row_of(text, sense);
}

unsigned phrases_value(struct slice text, enum phrase_sense sense)
{
    const struct phrase_row *row = row_of(text, sense);
    return row ? row->value : 0;
}

unsigned phrases_value_of_short(struct slice text, enum phrase_sense sense)
{
    char folded[PHRASE_FOLDED_MAX];
    struct slice key =
        phrase_lookup_fold(text, phrase_senses[sense].letters, PHRASE_MAX + 1, folded);
    unsigned least = 0;
    for (size_t i = phrase_lookup_place(&phrase_table, key); i < phrase_table.whole_count;
         i++) {
        const struct phrase_row *row = &phrase_table.whole[i];
        if (!slice_starts_with(text_of(row), key))
            break;
        if (row->senses >> sense & 1 && (!least || row->value < least))
            least = row->value;
    }
    return least;
}

/* ---- beginnings -------------------------------------------------------------------- */

/* The bytes of a text whose lower case has so many. */
static size_t length_before_folding(struct slice text, enum phrase_letters letters,
                                    size_t folded)
{
    char any[PHRASE_FOLDED_MAX];
    size_t len = 0, used;
    if (letters != LETTERS_LOWER)
        return folded;
    for (size_t now = 0; now < folded; len += used) {
        struct slice rest = slice_after(text, len);
        utf8_decode(rest, &used);
        now += phrase_lookup_fold(slice_of(rest.ptr, used), letters, used, any).len;
    }
    return len;
}

static bool set_beginning(struct phrase_beginning *out, const struct phrase_row *row)
{
    if (!row)
        return false;
    out->row = row;
    out->phrase = text_of(row);
    out->value = row->value;
    out->len =
        length_before_folding(out->text, phrase_senses[out->sense].letters, row->len);
    return true;
}

bool phrases_begin(struct slice text, enum phrase_sense sense,
                   struct phrase_beginning *out)
{
    *out = (struct phrase_beginning){.text = text, .sense = sense};
    return set_beginning(out, phrase_lookup_beginning(&phrase_table, sense, text));
}

bool phrases_begin_shorter(struct phrase_beginning *found)
{
    return set_beginning(found, phrase_lookup_shorter(&phrase_table, found->row));
}

/* ---- insides and ends -------------------------------------------------------------- */

struct slice phrases_at(enum phrase_sense sense, size_t index)
{
    const struct phrase_range *range = &phrase_table.ranges[sense];
    if (index >= (size_t)(range->end - range->begin))
        return slice_of("", 0);
    return text_of(&phrase_table.lists[range->begin + index]);
}

static bool is_inside(struct slice text, enum phrase_sense sense, struct slice phrase)
{
    bool is_exact = phrase_senses[sense].letters == LETTERS_EXACT;
    return (is_exact ? slice_find(text, phrase) : slice_find_nocase(text, phrase)) !=
           SIZE_MAX;
}

size_t phrases_count_inside(struct slice text, enum phrase_sense sense)
{
    struct slice phrase;
    size_t count = 0;
    for (size_t i = 0; (phrase = phrases_at(sense, i)).len; i++)
        count += is_inside(text, sense, phrase);
    return count;
}

bool phrases_are_inside(struct slice text, enum phrase_sense sense)
{
    struct slice phrase;
    for (size_t i = 0; (phrase = phrases_at(sense, i)).len; i++)
        if (is_inside(text, sense, phrase))
            return true;
    return false;
}

size_t phrases_end(struct slice text, enum phrase_sense sense)
{
    struct slice phrase;
    for (size_t i = 0; (phrase = phrases_at(sense, i)).len; i++)
        if (slice_ends_with(text, phrase))
            return phrase.len;
    return 0;
}
