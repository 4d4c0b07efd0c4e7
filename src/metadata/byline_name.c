#include "metadata/byline_name.h"

#include "base/buffer.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "metadata/byline_intro.h"
#include "phrases/phrases.h"

enum {
    NAMES_MAX = 120, /* bytes of all names in a text: longer text is a sentence */
    WORDS_MAX = 6,   /* words of one name, including titles and degrees */
};

/* ---- names ------------------------------------------------------------------------- */

bool byline_is_account(struct slice name)
{
    struct slice word, rest = name; /* "di Redazione" */
    return phrases_match(name, SENSE_ACCOUNT) ||
           (slice_next_word(&rest, &word) && phrases_match(word, SENSE_NAME_PARTICLE) &&
            phrases_match(slice_trim(rest), SENSE_ACCOUNT));
}

bool byline_is_joint(struct slice text)
{
    /* a line of no-break spaces is empty at this point */
    return !text.len || phrases_match(text, SENSE_NAME_JOINT);
}

static bool is_capital(struct slice word)
{
    size_t used;
    uint32_t c = utf8_decode(word, &used);
    return unicode_lower(c) != c;
}

/* Whether the word's script has no capital letters, or the word has no letters. */
static bool has_no_case(struct slice word)
{
    size_t used;
    uint32_t c = utf8_decode(word, &used);
    /* Hebrew and all scripts after it, except Georgian and Greek */
    return c >= 0x590 && !(c >= 0x10A0 && c <= 0x1FFF);
}

/* Whether a word ends a sentence: a period follows it, and the word is neither a title
   nor an initial. */
static bool ends_sentence(struct slice word)
{
    enum { TITLE_MAX = 4 }; /* letters: "Prof", "Hon", "Ph.D" */
    char last = word.ptr[word.len - 1];
    if (last == '?' || last == '!')
        return true;
    return last == '.' && slice_find_char(word, '.') > TITLE_MAX;
}

bool byline_is_number(struct slice word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!is_ascii_digit((unsigned char)word.ptr[i]))
            return false;
    return true;
}

/* Counts the words and the capitalized words; returns false if a word cannot be part of a
   name. */
static bool count_words(struct slice text, size_t *words, size_t *capitals)
{
    struct slice word;
    *words = *capitals = 0;
    while (slice_next_word(&text, &word)) {
        ++*words;
        *capitals += is_capital(word) || has_no_case(word);
        if (ends_sentence(word) || byline_is_number(word))
            return false;
    }
    return true;
}

static bool has_any(struct slice text, const char *bytes)
{
    for (; *bytes; bytes++)
        if (slice_find_char(text, *bytes) != SIZE_MAX)
            return true;
    return false;
}

static size_t count_names(struct slice text)
{
    size_t names = 1;
    for (size_t i = 0; i < text.len; i++)
        names += text.ptr[i] == ',' || text.ptr[i] == '&';
    for (struct slice word; slice_next_word(&text, &word);)
        names += byline_is_joint(word) && word.len > 1;
    return names;
}

bool byline_is_name(struct slice text, enum byline_trust trust)
{
    size_t words, capitals;
    struct slice rest;
    if (text.len < 2 || text.len > NAMES_MAX || phrases_match(text, SENSE_NOT_A_NAME))
        return false;
    if (byline_is_number(text))
        return false;
    if (trust == BYLINE_GIVEN)
        return true;
    if (has_any(text, "<>{}[]|=/\\;#%*+~\"") || !count_words(text, &words, &capitals) ||
        words > WORDS_MAX * count_names(text) ||
        byline_read_intro(text, &rest) == BYLINE_OTHER)
        return false;
    if (trust == BYLINE_MARKED)
        return words == 1 || capitals * 2 > words;
    return (words >= 2 || has_no_case(text)) && capitals * 2 > words &&
           (is_capital(text) || has_no_case(text));
}

/* ---- lists of names ---------------------------------------------------------------- */

/* Whether text is one full name: two or more words, all capitalized. */
static bool is_full_name(struct slice text)
{
    size_t words, capitals;
    return count_words(text, &words, &capitals) && words >= 2 && words == capitals;
}

bool byline_is_full_name(struct slice text)
{
    struct slice part;
    while (slice_split(&text, ',', &part))
        if (!is_full_name(part) && !has_no_case(slice_trim(part)))
            return false;
    return true;
}

/* Splits part at the first joint ("and", "&", ...) into what is before it and after
   it. */
static bool split_at_joint(struct slice part, struct slice *before, struct slice *after)
{
    struct slice rest = part, word;
    while (slice_next_word(&rest, &word))
        if (byline_is_joint(word) && word.ptr != part.ptr) {
            *before = slice_trim(slice_of(part.ptr, (size_t)(word.ptr - part.ptr)));
            *after = slice_trim(rest);
            return rest.len > 0;
        }
    return false;
}

static void append_name(struct buffer *out, struct slice name)
{
    if (out->len)
        buffer_append_string(out, ", ");
    buffer_append(out, name);
}

struct slice byline_split_joints(struct arena *a, struct slice names)
{
    struct slice rest = names, part, before, after, word;
    struct buffer out;
    if (slice_find_char(names, ',') == SIZE_MAX)
        return names;
    buffer_open(&out, a);
    while (slice_split(&rest, ',', &part)) {
        part = slice_trim(part);
        after = part;
        if (slice_next_word(&after, &word) && out.len && byline_is_joint(word) &&
            is_full_name(slice_trim(after)))
            part = slice_trim(after); /* "Ann Li, Bo Kay, and Cy Do" */
        while (split_at_joint(part, &before, &after) && is_full_name(before) &&
               (is_full_name(after) || split_at_joint(after, &word, &word))) {
            append_name(&out, before);
            part = after;
        }
        append_name(&out, part);
    }
    return buffer_slice(&out);
}
