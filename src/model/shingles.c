#include "model/shingles.h"

#include "base/hash.h"
#include "base/hash_table.h"
#include "base/utf8.h"
#include <stdint.h>

enum { RUN = 4 };

/* A text that is read word by word. */
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
        hash = hash_token_add(hash ? hash : HASH_TOKEN_START, lower);
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
    return hash;
}

unsigned shingles_share(struct slice part, struct slice whole, struct arena *a)
{
    struct hash_table set;
    size_t found = 0;
    hash_table_open(&set, a, 0);
    struct words w = {.rest = whole};
    while (next_word(&w))
        hash_table_put_number(&set, run_of(&w), NULL);
    w = (struct words){.rest = part};
    while (next_word(&w))
        found += hash_table_find_number(&set, run_of(&w)) != NULL;
    return w.count ? (unsigned)(found * 1000 / w.count) : 1000;
}
