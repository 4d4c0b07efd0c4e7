/* html_builder: builds HTML from data, which is then parsed like a page. */
#ifndef WINNOW_EMBEDDED_HTML_BUILDER_H
#define WINNOW_EMBEDDED_HTML_BUILDER_H

#include "base/buffer.h"
#include "base/slice.h"

/* Appends a text as elements of that name, one per line. A text that is HTML, or HTML
   that was escaped once too often, keeps its own elements. */
void html_builder_put(struct buffer *out, const char *element, struct slice text);

/* Whether a string may be text for people, and not an address, a name or code. */
bool html_builder_is(struct slice text);

#endif
