/* columns: how counts and shares become the small integers of a row. */
#ifndef WINNOW_MODEL_COLUMNS_H
#define WINNOW_MODEL_COLUMNS_H

#include "page/tags.h"
#include <stdint.h>

enum {
    VALUE_MAX = 32000,
    LONG_WORDS = 15, /* words of a passage that is most likely a sentence */
    NEVER = 999,     /* the distance to something that does not exist */
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

#endif
