#include "metadata/title.h"

#include "base/array.h"

#include <stdint.h>

enum {
    SEPARATOR_MAX = 5, /* bytes of the longest separator */
    NAME_MIN = 3,      /* letters: a shorter name occurs in any host by chance */
    WORDS_MAX = 64,    /* words of a title that are compared; few titles have twenty */
};

static bool is_letter_or_digit(char c)
{
    unsigned char byte = (unsigned char)c;
    return is_ascii_letter(byte) || is_ascii_digit(byte) || byte >= 0x80;
}

/* ---- headings ---------------------------------------------------------------------- */

static struct slice without_punctuation(struct slice word)
{
    while (word.len && !is_letter_or_digit(word.ptr[0]))
        word = slice_after(word, 1);
    while (word.len && !is_letter_or_digit(word.ptr[word.len - 1]))
        word.len--;
    return word;
}

/* The distinct words of a text. */
struct words {
    struct slice items[WORDS_MAX];
    size_t count;
};

static bool has_word(const struct words *words, struct slice word)
{
    for (size_t i = 0; i < words->count; i++)
        if (slice_equal_nocase(words->items[i], word))
            return true;
    return false;
}

static void add_word(struct words *words, struct slice word)
{
    word = without_punctuation(word);
    if (word.len && words->count < WORDS_MAX && !has_word(words, word))
        words->items[words->count++] = word;
}

static void read_words(struct slice text, struct words *out)
{
    struct slice word;
    out->count = 0;
    while (slice_next_word(&text, &word) && out->count < WORDS_MAX)
        add_word(out, word);
}

/* Returns Dice's coefficient, from 0 to 100. */
static unsigned compare_words(const struct words *these, const struct words *those)
{
    size_t common = 0, all = these->count + those->count;
    for (size_t i = 0; i < these->count; i++)
        common += has_word(those, these->items[i]);
    return all ? (unsigned)(200 * common / all) : 0;
}

static unsigned compare(struct slice a, struct slice b)
{
    struct words these, those;
    read_words(a, &these);
    read_words(b, &those);
    return compare_words(&these, &those);
}

/* ---- names of sites ---------------------------------------------------------------- */

/* Whether the beginning of s spells name, if only letters and digits count. "MIT Sloan"
   spells the "mitsloan" of mitsloan.mit.edu. */
static bool spells(struct slice s, struct slice name)
{
    size_t i = 0, letters = 0;
    for (size_t n = 0; n < name.len; n++) {
        if (!is_letter_or_digit(name.ptr[n]))
            continue;
        while (i < s.len && !is_letter_or_digit(s.ptr[i]))
            i++;
        if (i == s.len || ascii_lower((unsigned char)s.ptr[i]) !=
                              ascii_lower((unsigned char)name.ptr[n]))
            return false;
        i++;
        letters++;
    }
    return letters >= NAME_MIN;
}

static bool holds_name(struct slice s, struct slice name)
{
    for (size_t i = 0; i < s.len; i++)
        if (spells(slice_after(s, i), name))
            return true;
    return false;
}

/* Returns the label of a host that names its owner: "example" of www.example.co.uk. */
static struct slice owner_of(struct slice host)
{
    struct slice label, owner = slice_of("", 0);
    if (slice_starts_with_nocase(host, SLICE("www.")))
        host = slice_after(host, 4);
    while (slice_split(&host, '.', &label))
        if (host.ptr && label.len > owner.len)
            owner = label;
    return owner;
}

/* ---- titles ------------------------------------------------------------------------ */

static const struct slice separators[] = {
    SLICE(" | "), SLICE(" - "),  SLICE(" – "), SLICE(" — "),
    SLICE(" · "), SLICE(" :: "), SLICE(" » "), SLICE(" • "),
};

/* Other separators between a known name and the rest of a title. Korean newspapers use
   " < ", and scripts without spaces do not have spaces here either. */
static const struct slice others[] = {
    SLICE(" < "), SLICE(" > "), SLICE(" / "), SLICE(" ~ "), SLICE(": "), SLICE("："),
    SLICE("｜"),  SLICE("|"),   SLICE("_"),   SLICE("-"),   SLICE("－"), SLICE("—"),
    SLICE("–"),   SLICE("丨"),  SLICE("»"),   SLICE("«"),
};

/* Returns the length in bytes of the separator at a position in title; 0 if there is
   none. Between ASCII characters, one-byte separators are part of the word: "e-mail". */
static size_t separator_at(struct slice title, size_t at)
{
    struct slice rest = slice_after(title, at);
    for (size_t k = 0; k < COUNT_OF(separators); k++)
        if (slice_starts_with(rest, separators[k]))
            return separators[k].len;
    for (size_t k = 0; k < COUNT_OF(others); k++) {
        size_t end = at + others[k].len;
        if (!slice_starts_with(rest, others[k]) || !at || end >= title.len)
            continue;
        bool is_narrow = others[k].len == 1 && others[k].ptr[0] != '|';
        bool is_in_word = is_narrow && (unsigned char)title.ptr[at - 1] < 0x80 &&
                          (unsigned char)title.ptr[end] < 0x80;
        return is_in_word ? 0 : others[k].len;
    }
    return 0;
}

/* A colon is not a bar: what precedes it is the topic or the place of what follows. */
static bool is_bar(struct slice title, size_t at)
{
    struct slice rest = slice_after(title, at);
    return separator_at(title, at) && !slice_starts_with(rest, SLICE(":")) &&
           !slice_starts_with(rest, SLICE("："));
}

/* Whether title begins or ends with part, next to a bar. */
static bool is_part(struct slice title, struct slice part)
{
    if (part.len < NAME_MIN || part.len >= title.len)
        return false;
    if (slice_starts_with(title, part) && is_bar(title, part.len))
        return true;
    if (!slice_ends_with(title, part))
        return false;
    size_t start = title.len - part.len;
    for (size_t i = start > SEPARATOR_MAX ? start - SEPARATOR_MAX : 0; i < start; i++)
        if (is_bar(title, i) && i + separator_at(title, i) == start)
            return true;
    return false;
}

/* Splits title at its last separator; returns false if it has none. */
static bool split_at_last(struct slice title, struct slice *front, struct slice *tail)
{
    for (size_t i = title.len; i-- > 1;) {
        struct slice rest = slice_after(title, i);
        for (size_t k = 0; k < COUNT_OF(separators); k++)
            if (slice_starts_with(rest, separators[k])) {
                *front = slice_trim(slice_of(title.ptr, i));
                *tail = slice_after(rest, separators[k].len);
                return front->len > 0;
            }
    }
    return false;
}

struct slice title_without_site(struct slice title, struct slice site, struct slice host)
{
    struct slice front, tail, owner = owner_of(host);
    struct slice without = title_without(title, site);
    if (without.len < title.len || !split_at_last(title, &front, &tail))
        return without;
    bool is_site = site.len && (holds_name(tail, site) || holds_name(site, tail));
    bool is_host = owner.len && (holds_name(tail, owner) || holds_name(host, tail));
    return is_site || is_host ? front : title;
}

static bool is_same(struct slice a, struct slice b)
{
    return spells(a, b) && spells(b, a);
}

struct slice title_without(struct slice title, struct slice name)
{
    for (size_t i = title.len; i-- > 1;) {
        size_t len = separator_at(title, i);
        struct slice front = slice_trim(slice_of(title.ptr, i));
        if (len && front.len && is_same(slice_after(title, i + len), name))
            return front;
    }
    return title;
}

struct slice title_behind(struct slice title, struct slice name)
{
    for (size_t i = 1; i < title.len; i++) {
        size_t len = separator_at(title, i);
        if (len && is_same(slice_of(title.ptr, i), name))
            return slice_trim(slice_after(title, i + len));
    }
    return title;
}

/* Returns the segment of a path that names the page itself. */
static struct slice last_segment(struct slice path)
{
    struct slice segment, last = path;
    while (slice_split(&path, '/', &segment))
        last = segment.len ? segment : last;
    return last;
}

bool title_is_section(struct slice name, struct slice path)
{
    struct slice segment, page = last_segment(path);
    while (slice_split(&path, '/', &segment))
        if (!slice_equal(segment, page) && is_same(segment, name))
            return true;
    return false;
}

struct slice title_without_section(struct slice title, struct slice path)
{
    struct slice segment, page = last_segment(path);
    while (slice_split(&path, '/', &segment)) {
        if (slice_equal(segment, page))
            continue;
        struct slice rest = title_without(title_behind(title, segment), segment);
        if (rest.len < title.len)
            return rest;
    }
    return title;
}

struct slice title_without_anchor(struct slice heading)
{
    static const struct slice anchors[] = {SLICE_INIT("¶"), SLICE_INIT(" #"),
                                           SLICE_INIT(" §"), SLICE_INIT(" 🔗")};
    for (size_t i = 0; i < COUNT_OF(anchors); i++)
        if (heading.len > anchors[i].len && slice_ends_with(heading, anchors[i]))
            return slice_trim(slice_of(heading.ptr, heading.len - anchors[i].len));
    return heading;
}

bool title_is_site(struct slice name, struct slice site, struct slice host)
{
    struct slice owner = owner_of(host);
    bool has_www = slice_starts_with_nocase(host, SLICE("www."));
    struct slice whole = slice_after(host, has_www ? SLICE("www.").len : 0);
    return is_same(name, site) || is_same(name, owner) || is_same(name, whole);
}

unsigned title_likeness(struct slice heading, struct slice title)
{
    struct slice front, tail;
    if (is_part(title, heading))
        return 100;
    unsigned whole = compare(heading, title);
    unsigned part = split_at_last(title, &front, &tail) ? compare(heading, front) : 0;
    return whole > part ? whole : part;
}

/* ---- the address ------------------------------------------------------------------- */

/* Reads the words of a segment: "rain-in-the_hills.html" has five. */
static void read_segment(struct slice segment, struct words *out)
{
    out->count = 0;
    for (size_t start = 0, i = 0; i <= segment.len; i++) {
        bool is_end = i == segment.len || !is_letter_or_digit(segment.ptr[i]);
        if (is_end)
            add_word(out, slice_of(segment.ptr + start, i - start));
        start = is_end ? i + 1 : start;
    }
}

bool title_is_in_path(struct slice heading, struct slice title, struct slice path)
{
    enum { WORDS_MIN = 3, MIN = 60 }; /* fewer words may be a section's name */
    struct slice segment;
    struct words address = {.count = 0}, words, these, those;
    while (slice_split(&path, '/', &segment)) {
        read_segment(segment, &words);
        if (words.count > address.count)
            address = words;
    }
    read_words(heading, &these);
    read_words(title, &those);
    unsigned likeness = compare_words(&these, &address);
    return address.count >= WORDS_MIN && likeness >= MIN &&
           likeness > compare_words(&those, &address);
}
