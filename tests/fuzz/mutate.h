/* mutate: mutators that know the pieces of their input: the tags and texts of a page, and
   the lines of a rule file. Bytes that are changed anywhere make a page that is mostly
   one text; pieces that are moved, repeated, wrapped and added make other trees. */
#ifndef TESTS_FUZZ_MUTATE_H
#define TESTS_FUZZ_MUTATE_H

#include "base/array.h"
#include "base/slice.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

enum { PIECES_MAX = 4096, REPEATS_MAX = 8 };

struct pieces {
    struct slice items[PIECES_MAX];
    size_t count;
};

/* What a mutator adds: the second string, if any, closes what the first opens. */
struct fuzz_word {
    const char *open, *close;
};

struct grammar {
    bool is_markup; /* or lines */
    const struct fuzz_word *words;
    size_t word_count;
};

static inline uint32_t fuzz_draw(uint32_t *state, size_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return below ? (uint32_t)(*state % below) : 0;
}

static inline void pieces_add(struct pieces *p, struct slice item)
{
    if (p->count < PIECES_MAX && item.len)
        p->items[p->count++] = item;
}

/* Whether a piece begins before text[i]. */
static inline bool is_piece_start(const struct grammar *grammar, struct slice text,
                                  size_t i)
{
    return grammar->is_markup ? text.ptr[i] == '<' || text.ptr[i - 1] == '>'
                              : text.ptr[i - 1] == '\n';
}

static inline void pieces_split(const struct grammar *grammar, struct slice text,
                                struct pieces *out)
{
    size_t start = 0;
    out->count = 0;
    for (size_t i = 1; i < text.len && out->count < PIECES_MAX - 1; i++) {
        if (!is_piece_start(grammar, text, i))
            continue;
        pieces_add(out, slice_of(text.ptr + start, i - start));
        start = i;
    }
    pieces_add(out, slice_after(text, start));
}

static inline void pieces_add_range(struct pieces *out, const struct pieces *from,
                                    size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        pieces_add(out, from->items[i]);
}

enum change { DELETE, REPEAT, COPY, MOVE, INSERT, WRAP, CHANGE_COUNT };

/* Changes from[start, end); `at` is another place, outside the range. */
static inline void pieces_change(const struct pieces *from, enum change change,
                                 size_t start, size_t end, size_t at,
                                 const struct fuzz_word *word, unsigned repeats,
                                 struct pieces *out)
{
    bool moves = change == MOVE || change == COPY;
    out->count = 0;
    for (size_t i = 0; i <= from->count; i++) {
        if (i == at && moves)
            pieces_add_range(out, from, start, end);
        if (i == start && (change == INSERT || change == WRAP))
            pieces_add(out, slice_of_string(word->open));
        for (unsigned n = 0; i == start && change == REPEAT && n < repeats; n++)
            pieces_add_range(out, from, start, end);
        if (i == end && change == WRAP && word->close)
            pieces_add(out, slice_of_string(word->close));
        bool is_left_out = (change == DELETE || change == MOVE) && i >= start && i < end;
        if (i < from->count && !is_left_out)
            pieces_add(out, from->items[i]);
    }
}

static inline size_t pieces_join(const struct pieces *pieces, uint8_t *to, size_t max)
{
    size_t size = 0;
    for (size_t i = 0; i < pieces->count && pieces->items[i].len <= max - size; i++) {
        memcpy(to + size, pieces->items[i].ptr, pieces->items[i].len);
        size += pieces->items[i].len;
    }
    return size;
}

/* Mutates data in place, which has room for max bytes, and returns its new size. */
static inline size_t mutate_pieces(const struct grammar *grammar, uint8_t *data,
                                   size_t size, size_t max, uint32_t seed)
{
    enum { RANGE_MAX = 12, BYTES_ONE_IN = 4 };
    static struct pieces from, to;
    uint32_t state = seed | 1;
    fuzz_draw(&state, 2);
    if (fuzz_draw(&state, BYTES_ONE_IN) == 0 || !size)
        return LLVMFuzzerMutate(data, size, max);
    char *copy = malloc(size);
    memcpy(copy, data, size);
    pieces_split(grammar, slice_of(copy, size), &from);
    size_t start = fuzz_draw(&state, from.count),
           length = 1 + fuzz_draw(&state, RANGE_MAX),
           end = start + length < from.count ? start + length : from.count,
           at = fuzz_draw(&state, from.count + 1);
    if (at > start && at < end)
        at = end;
    const struct fuzz_word *word =
        &grammar->words[fuzz_draw(&state, grammar->word_count)];
    pieces_change(&from, (enum change)fuzz_draw(&state, CHANGE_COUNT), start, end, at,
                  word, 1 + fuzz_draw(&state, REPEATS_MAX), &to);
    size_t mutated = pieces_join(&to, data, max);
    free(copy);
    return mutated ? mutated : LLVMFuzzerMutate(data, size, max);
}

#endif
