/* text: writes blocks as plain text. */
#ifndef WINNOW_WRITE_TEXT_H
#define WINNOW_WRITE_TEXT_H

#include "base/buffer.h"
#include "write/write_context.h"

/* Appends the kept blocks, each with a newline at its end, and a blank line between
   blocks that are not tight. Appends nothing if no block is kept. */
void write_text(const struct block_list *blocks, const struct write_context *context,
                struct buffer *out);

#endif
