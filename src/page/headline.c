#include "page/headline.h"

#include <stdint.h>

enum {
    NAME_MIN = 3,   /* letters: a shorter name is found in any host by chance */
    WORDS_MAX = 64, /* of a title that are compared; few have twenty */
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

/* The words of a text, each once. */
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

static void read_words(struct slice text, struct words *out)
{
    struct slice word;
    out->count = 0;
    while (out->count < WORDS_MAX && slice_next_word(&text, &word)) {
        word = without_punctuation(word);
        if (word.len && !has_word(out, word))
            out->items[out->count++] = word;
    }
}

static unsigned compare(struct slice a, struct slice b)
{
    struct words these, those;
    size_t common = 0;
    read_words(a, &these);
    read_words(b, &those);
    for (size_t i = 0; i < these.count; i++)
        common += has_word(&those, these.items[i]);
    size_t all = these.count + those.count;
    return all ? (unsigned)(200 * common / all) : 0;
}

/* ---- names of sites ---------------------------------------------------------------- */

/* Whether the front of s spells name, letters and digits alone counting. "MIT Sloan"
 * spells the "mitsloan" of mitsloan.mit.edu. */
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

/* The label of a host that names its owner: "example" of www.example.co.uk. */
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

/* Cuts title at its last separator; false when it has none. */
static bool split_at_last(struct slice title, struct slice *front, struct slice *tail)
{
    enum { COUNT = sizeof separators / sizeof separators[0] };
    for (size_t i = title.len; i-- > 1;) {
        struct slice rest = slice_after(title, i);
        for (size_t k = 0; k < COUNT; k++)
            if (slice_starts_with(rest, separators[k])) {
                *front = slice_trim(slice_of(title.ptr, i));
                *tail = slice_after(rest, separators[k].len);
                return front->len > 0;
            }
    }
    return false;
}

struct slice headline_without_site(struct slice title, struct slice site,
                                   struct slice host)
{
    struct slice front, tail, owner = owner_of(host);
    if (!split_at_last(title, &front, &tail))
        return title;
    bool is_site = site.len && (holds_name(tail, site) || holds_name(site, tail));
    bool is_host = owner.len && (holds_name(tail, owner) || holds_name(host, tail));
    return is_site || is_host ? front : title;
}

struct slice headline_without(struct slice title, struct slice name)
{
    struct slice front, tail;
    bool is_named =
        split_at_last(title, &front, &tail) && spells(tail, name) && spells(name, tail);
    return is_named ? front : title;
}

struct slice headline_without_anchor(struct slice heading)
{
    static const struct slice anchors[] = {SLICE_INIT("¶"), SLICE_INIT(" #"),
                                           SLICE_INIT(" §"), SLICE_INIT(" 🔗")};
    for (size_t i = 0; i < sizeof anchors / sizeof anchors[0]; i++)
        if (heading.len > anchors[i].len && slice_ends_with(heading, anchors[i]))
            return slice_trim(slice_of(heading.ptr, heading.len - anchors[i].len));
    return heading;
}

bool headline_is_site(struct slice name, struct slice site, struct slice host)
{
    struct slice owner = owner_of(host);
    return (spells(name, site) && spells(site, name)) ||
           (spells(name, owner) && spells(owner, name));
}

unsigned headline_likeness(struct slice heading, struct slice title)
{
    struct slice front, tail;
    unsigned whole = compare(heading, title);
    unsigned part = split_at_last(title, &front, &tail) ? compare(heading, front) : 0;
    return whole > part ? whole : part;
}
