/* bbcode: converts BBCode, the markup of forums and shops ([b], [quote]), to HTML. */
#ifndef WINNOW_EMBEDDED_BBCODE_H
#define WINNOW_EMBEDDED_BBCODE_H

#include "base/buffer.h"
#include "base/slice.h"

/* Whether the text has a known closing tag; brackets alone occur in any text. */
bool bbcode_is(struct slice text);

/* Appends the text: known tags as elements, without images and videos; unknown tags and
   everything else unchanged. Line breaks are kept. */
void bbcode_put(struct buffer *out, struct slice text);

#endif
