#include "write/text.h"

#include <string.h>

enum { INDENT = 2 }; /* columns a level of a list */

static void write_block(const struct block *block, struct buffer *out)
{
    buffer_append(out, block->indent);
    for (unsigned i = INDENT; block->kind == BLOCK_ITEM && i < INDENT * block->depth; i++)
        buffer_append_char(out, ' ');
    if (block->marker.len) {
        buffer_append(out, block->marker);
        buffer_append_char(out, ' ');
    }
    buffer_append(out, block->text);
    buffer_append_char(out, '\n');
}

void write_text(const struct block_list *blocks, struct buffer *out)
{
    bool any = false, gap = false;
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->items[i];
        /* a gap before a line that was dropped is still a gap */
        gap |= !block->tight;
        if (block->verdict == VERDICT_DROP)
            continue;
        if (any && gap)
            buffer_append_char(out, '\n');
        write_block(block, out);
        any = true;
        gap = false;
    }
}
