/* markdown: blocks as CommonMark 0.30 with GFM's tables and strikethrough. */
#ifndef WINNOW_WRITE_MARKDOWN_H
#define WINNOW_WRITE_MARKDOWN_H

#include "base/buffer.h"
#include "write/write_context.h"

/* Kept blocks. The blocks were made with images, or there are none in it. */
void write_markdown(const struct block_list *blocks, const struct write_context *form,
                    struct buffer *out);

/* A heading of level 1 and a blank line. */
void markdown_append_title(struct slice title, struct buffer *out);

#endif
