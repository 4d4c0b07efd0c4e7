/* markdown: writes blocks as CommonMark 0.30, with tables and strikethrough of GitHub
   Flavored Markdown (GFM). */
#ifndef WINNOW_WRITE_MARKDOWN_H
#define WINNOW_WRITE_MARKDOWN_H

#include "base/buffer.h"
#include "write/write_context.h"

/* Appends the kept blocks. Images are written only if the blocks were made with them. */
void write_markdown(const struct block_list *blocks, const struct write_context *context,
                    struct buffer *out);

/* Appends text of which only the lines are known, escaped, so that Markdown shows it as
   it is. */
void markdown_append_plain(struct slice text, struct buffer *out);
/* Appends a heading of level 1 and a blank line. */
void markdown_append_title(struct slice title, struct buffer *out);

#endif
