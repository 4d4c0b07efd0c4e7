/* html_builder: text from data, put together as HTML that is then read as a page is. */
#ifndef WINNOW_EMBEDDED_HTML_BUILDER_H
#define WINNOW_EMBEDDED_HTML_BUILDER_H

#include "base/buffer.h"
#include "base/slice.h"

/* Appends a text as elements of that name: one a line, or its own elements where the text
   is HTML itself, also HTML that was escaped once too often. */
void html_builder_put(struct buffer *out, const char *element, struct slice text);

/* Whether a string may be text that people read, and is no address, name or program. */
bool html_builder_is(struct slice text);

#endif
