/* markup: text of strangers inside HTML and XML. Whatever it holds, it comes out as text
   and as characters that both allow. */
#ifndef WINNOW_SITE_MARKUP_H
#define WINNOW_SITE_MARKUP_H

#include "base/buffer.h"
#include <stdint.h>

/* Appends text for use between tags or in a double-quoted attribute value. */
void markup_text(struct buffer *out, struct slice text);
/* The same for one line, such as a title: line breaks become spaces, and invisible
   characters, which could turn what follows around, are removed. */
void markup_line(struct buffer *out, struct slice text);
void markup_string(struct buffer *out, const char *text); /* a line; NULL: nothing */

/* Appends a link to a page elsewhere that says nothing of where it was followed. An
   address that is neither http nor https is appended as text alone. */
void markup_open_link(struct buffer *out, struct slice url);
void markup_close_link(struct buffer *out, struct slice url);

/* Appends "2025-01-03", and the time as an element of HTML. */
void markup_day(struct buffer *out, int64_t when);
void markup_time(struct buffer *out, int64_t when);

/* Appends "1 text" or "3 texts". */
void markup_count(struct buffer *out, int64_t count, const char *singular);

#endif
