/* unified_diff: the difference of two texts in the format of diff -u. */
#ifndef WINNOW_REFRESH_UNIFIED_DIFF_H
#define WINNOW_REFRESH_UNIFIED_DIFF_H

#include "base/buffer.h"

/* Appends the diff; nothing if the texts are the same. The names are for the first two
   lines. */
void unified_diff_append(struct slice a, struct slice b, const char *a_name,
                         const char *b_name, struct buffer *out);

#endif
