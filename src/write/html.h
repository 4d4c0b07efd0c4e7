/* html: the kept part of a page as HTML: its structure, and of its attributes those that
   an allow list has. Clean HTML that is cleaned again comes out the same. */
#ifndef WINNOW_WRITE_HTML_H
#define WINNOW_WRITE_HTML_H

#include "base/buffer.h"
#include "write/write_context.h"

/* The nodes that the blocks' marks keep, but for what line rules have dropped, and with
   what they have rewritten. Without a page (an old scrape) the blocks are paragraphs. */
void write_html(const struct block_list *blocks, const struct write_context *form,
                struct buffer *out);

/* HTML that was written so, with a heading of level 1 as the first in it. */
void html_append_titled(struct slice title, struct slice html, struct buffer *out);

/* Appends text as HTML has it, between tags or within a value's double quotes. */
void html_append_escaped(struct slice text, struct buffer *out);

#endif
