#include "model/shingles.h"

#include "base/utf8.h"
#include <stdint.h>

enum { RUN = 4 };

/* A text, word by word. */
struct words {
    struct slice rest;
    uint32_t last[RUN]; /* hashes of the words before, the newest last */
    size_t count;
};

enum letter { LETTER_NONE, LETTER_PART, LETTER_WORD };

static enum letter letter_of(uint32_t c)
{
    if (c < 0x80)
        return is_ascii_letter((unsigned char)c) || is_ascii_digit((unsigned char)c)
                   ? LETTER_PART
                   : LETTER_NONE;
    if ((c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
        (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x20000 && c <= 0x3FFFF))
        return LETTER_WORD;
    bool is_sign = c < 0xC0 || (c >= 0x2000 && c <= 0x2BFF) ||
                   (c >= 0x3000 && c <= 0x303F) || (c >= 0xFE30 && c <= 0xFF0F);
    return is_sign || utf8_is_space(c) ? LETTER_NONE : LETTER_PART;
}

static void push_word(struct words *w, uint32_t hash)
{
    for (size_t i = 0; i + 1 < RUN; i++)
        w->last[i] = w->last[i + 1];
    w->last[RUN - 1] = hash;
    w->count++;
}

/* Moves to the next word; false at the end. */
static bool next_word(struct words *w)
{
    uint32_t hash = 0;
    while (w->rest.len) {
        size_t used;
        uint32_t c = utf8_decode(w->rest, &used);
        enum letter letter = letter_of(c);
        if (hash && letter != LETTER_PART)
            break;
        w->rest = slice_after(w->rest, used);
        if (letter == LETTER_NONE)
            continue;
        uint32_t lower = c < 0x80 ? ascii_lower((unsigned char)c) : c;
        hash = ((hash ? hash : 2166136261u) ^ lower) * 16777619u;
        if (letter == LETTER_WORD)
            break;
    }
    if (hash)
        push_word(w, hash);
    return hash != 0;
}

static uint32_t run_of(const struct words *w)
{
    uint32_t hash = 0;
    for (size_t i = 0; i < RUN; i++)
        hash = (hash ^ w->last[i]) * 0x9E3779B1u + 1;
    return hash ? hash : 1;
}

unsigned shingles_share(struct slice part, struct slice whole, struct arena *a)
{
    size_t size = 256, found = 0;
    while (size < whole.len / 2) /* a word and its space have four bytes and more */
        size *= 2;
    uint32_t *set = arena_calloc(a, size, sizeof *set);
    size_t used = 0;
    struct words w = {.rest = whole};
    while (next_word(&w) && used * 2 < size) {
        size_t at = run_of(&w) & (size - 1);
        while (set[at] && set[at] != run_of(&w))
            at = (at + 1) & (size - 1);
        used += set[at] == 0;
        set[at] = run_of(&w);
    }
    w = (struct words){.rest = part};
    while (next_word(&w)) {
        size_t at = run_of(&w) & (size - 1);
        while (set[at] && set[at] != run_of(&w))
            at = (at + 1) & (size - 1);
        found += set[at] != 0;
    }
    return w.count ? (unsigned)(found * 1000 / w.count) : 1000;
}
