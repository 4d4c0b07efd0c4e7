/* unified_diff: two texts as a unified diff, as diff -u prints it. */
#ifndef WINNOW_REFRESH_UNIFIED_DIFF_H
#define WINNOW_REFRESH_UNIFIED_DIFF_H

#include "base/buffer.h"

/* Appends nothing when they are the same. Names go into the two first lines. */
void unified_diff_append(struct slice a, struct slice b, const char *a_name,
                         const char *b_name, struct buffer *out);

#endif
