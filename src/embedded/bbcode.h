/* bbcode: converts text with BBCode tags, [b] and [quote], to HTML. */
#ifndef WINNOW_EMBEDDED_BBCODE_H
#define WINNOW_EMBEDDED_BBCODE_H

#include "base/buffer.h"
#include "base/slice.h"

/* Whether a text has a known closing tag; brackets alone are in any text. */
bool bbcode_is(struct slice text);

/* Appends the text as HTML: known tags as elements, without images and videos. Unknown
   tags and all else are left as they are, and lines end as in the text. */
void bbcode_put(struct buffer *out, struct slice text);

#endif
