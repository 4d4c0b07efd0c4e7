/* text: blocks as plain text. */
#ifndef WINNOW_WRITE_TEXT_H
#define WINNOW_WRITE_TEXT_H

#include "base/buffer.h"
#include "write/write_context.h"

/* Kept blocks, one blank line between those that are not tight, a newline at the end of
   the last one; nothing at all when there are none. */
void write_text(const struct block_list *blocks, const struct write_context *form,
                struct buffer *out);

#endif
