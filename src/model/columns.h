/* columns: how counts and shares become the small integers of a row. */
#ifndef WINNOW_MODEL_COLUMNS_H
#define WINNOW_MODEL_COLUMNS_H

#include "page/tags.h"
#include <stdint.h>

enum {
    VALUE_MAX = 32000,
    LONG_WORDS = 15, /* words of a passage that is most likely a sentence */
    NEVER = 999,     /* the distance to something that does not exist */
    /* what the second pass of either model makes of the scores of the first: */
    SCORE_SURE = 750, /* a text with this score is rarely boilerplate */
    SCORE_KEPT = 500,
};

static inline int16_t clamp(int64_t value)
{
    if (value > VALUE_MAX)
        return VALUE_MAX;
    return (int16_t)(value < -VALUE_MAX ? -VALUE_MAX : value);
}

/* In thousandths; 0 if the whole is 0. */
static inline int16_t share(int64_t part, int64_t whole)
{
    return whole > 0 ? clamp(part * 1000 / whole) : 0;
}

/* 0 for a tag that is no heading. */
static inline int heading_level(uint32_t tag)
{
    return tag_is_heading(tag) ? (int)(tag - TAG_H1) + 1 : 0;
}

/* How far a place is from the range [begin, end): below 0 before it, 0 in it. */
static inline int16_t columns_from_range(size_t at, size_t begin, size_t end)
{
    if (at < begin)
        return clamp((int64_t)at - (int64_t)begin);
    return at < end ? 0 : clamp((int64_t)(at - end) + 1);
}

// clang-format off
/* What both models know of a text alone: X(column, its value for the passage p). */
#define TEXT_COLUMNS(X)                                                                  \
    X(words, clamp(p->words))                                                            \
    X(chars, clamp(p->chars))                                                            \
    X(word_length, p->words ? clamp((int64_t)p->chars * 10 / p->words) : 0)              \
    X(commas, clamp(p->commas))                                                          \
    X(stops, clamp(p->stops))                                                            \
    X(first_glyph, (int16_t)p->first_glyph)                                              \
    X(last_glyph, (int16_t)p->last_glyph)                                                \
    X(capital_share, share(p->capitals, p->words))                                       \
    X(shout_share, share(p->shouted, p->words))                                          \
    X(digit_share, share(p->digits, p->chars))                                           \
    X(symbol_share, share(p->symbols, p->chars))                                         \
    X(currency, clamp(p->currency))                                                      \
    X(ideograph_share, share(p->ideographs, p->chars))
// clang-format on

#endif
