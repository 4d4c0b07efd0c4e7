/* text_html: a stored text as HTML. */
#ifndef WINNOW_SITE_TEXT_HTML_H
#define WINNOW_SITE_TEXT_HTML_H

#include "base/buffer.h"

/* Appends plain text, as winnow writes it: paragraphs, lists, and blocks whose columns or
   indents are kept. Its first line is left out where it is the title. */
void text_html_append_plain(struct slice text, struct slice title, struct buffer *out);

/* Appends Markdown, as winnow writes it. A heading at its beginning is left out where it
   is the title. */
void text_html_append_markdown(struct slice markdown, struct slice title,
                               struct buffer *out);

#endif
