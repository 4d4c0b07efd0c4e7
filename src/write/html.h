/* html: writes the kept part of a page as HTML, with its structure and the attributes of
   an allow list. Cleaning the result again does not change it. */
#ifndef WINNOW_WRITE_HTML_H
#define WINNOW_WRITE_HTML_H

#include "base/buffer.h"
#include "write/write_context.h"

/* Appends the nodes that the blocks' marks keep, with lines dropped or rewritten as line
   rules say. Without a page (plain text input) blocks are written as paragraphs. */
void write_html(const struct block_list *blocks, const struct write_context *context,
                struct buffer *out);

/* Appends HTML that write_html has written, with a heading of level 1 before it. */
void html_append_titled(struct slice title, struct slice html, struct buffer *out);

/* Appends text escaped for use between tags or in a double-quoted attribute value. */
void html_append_escaped(struct slice text, struct buffer *out);

#endif
