/* unified_diff: the difference of two texts in the format of diff -u. */
#ifndef WINNOW_REFRESH_UNIFIED_DIFF_H
#define WINNOW_REFRESH_UNIFIED_DIFF_H

#include "base/buffer.h"

/* A text and what the diff calls it. */
struct diff_side {
    const char *name;
    struct slice text;
};

/* Appends the diff of two texts, in colors or not; nothing if they are the same. */
void unified_diff_append(struct diff_side a, struct diff_side b, bool has_colors,
                         struct buffer *out);

#endif
