/* xhtml: a stored text as well-formed XHTML, for EPUB. */
#ifndef WINNOW_EXCHANGE_XHTML_H
#define WINNOW_EXCHANGE_XHTML_H

#include "base/buffer.h"

/* Appends text for use between tags or in an attribute value. Code points that XML does
   not allow become U+FFFD. */
void xhtml_append_text(struct buffer *out, struct slice text);

/* Appends Markdown as winnow writes it, as block elements: headings from <h2> on,
   paragraphs, lists, quotations, tables, code. Pictures are replaced by their
   descriptions, and links kept if they lead to the web. Whatever the Markdown, the result
   is well-formed. */
void xhtml_append_markdown(struct buffer *out, struct slice markdown);

/* Appends plain text: a paragraph for each block between blank lines. */
void xhtml_append_plain(struct buffer *out, struct slice text);

#endif
