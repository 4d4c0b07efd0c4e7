/* html_builder: builds HTML from text in data; the HTML is then parsed as a page is. */
#ifndef WINNOW_EMBEDDED_HTML_BUILDER_H
#define WINNOW_EMBEDDED_HTML_BUILDER_H

#include "base/buffer.h"
#include "base/slice.h"

/* Appends a text as elements with that name, one per line. If the text is HTML itself,
   even HTML that was escaped once too often, it keeps its own elements. */
void html_builder_put(struct buffer *out, const char *element, struct slice text);

/* Whether a string may be text for readers, and is not an address, a name or code. */
bool html_builder_is(struct slice text);

#endif
