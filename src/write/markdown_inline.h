/* markdown_inline: writes the text of a block as Markdown: escaped, with emphasis, code,
   links and images (CommonMark 0.30, section 6, and strikethrough of GFM). */
#ifndef WINNOW_WRITE_MARKDOWN_INLINE_H
#define WINNOW_WRITE_MARKDOWN_INLINE_H

#include "base/buffer.h"
#include "write/write_context.h"

enum markdown_place {
    MARKDOWN_LINE,    /* at the start of a line: what would begin a block is escaped */
    MARKDOWN_HEADING, /* after the marker of a heading */
    MARKDOWN_CELL,    /* in a table */
};

/* Returns the number of backquotes needed to delimit code. */
size_t markdown_inline_fence(struct slice code);

/* Appends text without any spans. */
void markdown_inline_append_text(struct slice text, enum markdown_place place,
                                 struct buffer *out);
struct markdown_range {
    const struct block *block;
    size_t start, end; /* in its text */
    enum markdown_place place;
};
/* Appends part of a block's text, with the spans in that range. */
void markdown_inline_append(const struct write_context *context,
                            const struct markdown_range *range, struct buffer *out);

#endif
