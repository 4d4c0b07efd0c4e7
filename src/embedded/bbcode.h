/* bbcode: text with the marks of forums and shops, [b] and [quote], as HTML. */
#ifndef WINNOW_EMBEDDED_BBCODE_H
#define WINNOW_EMBEDDED_BBCODE_H

#include "base/buffer.h"
#include "base/slice.h"

/* Whether there is a known closing mark in it; brackets alone stand in any text. */
bool bbcode_is(struct slice text);

/* Appends the text: known marks as elements, images and videos left out, unknown marks
   and all else as they stand. Lines end where they end in the text. */
void bbcode_put(struct buffer *out, struct slice text);

#endif
