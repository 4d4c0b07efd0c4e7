/* markdown_inline: the words of a block as Markdown: escaped, with emphasis, code, links
   and images (CommonMark 0.30, section 6, and GFM's strikethrough). */
#ifndef WINNOW_WRITE_MARKDOWN_INLINE_H
#define WINNOW_WRITE_MARKDOWN_INLINE_H

#include "base/buffer.h"
#include "write/write_context.h"

enum markdown_place {
    MARKDOWN_LINE,    /* a line begins with it: what would begin a block is escaped */
    MARKDOWN_HEADING, /* behind the marks of a heading */
    MARKDOWN_CELL,    /* of a table */
};

/* How many back quotes must stand around code so that none in it ends it. */
size_t markdown_inline_fence(struct slice code);

/* Words alone. */
void markdown_inline_append_text(struct slice text, enum markdown_place place,
                                 struct buffer *out);
/* The part of the block's text from start to end, with the spans that lie in it. */
void markdown_inline_append(const struct write_context *form, const struct block *block,
                            size_t start, size_t end, enum markdown_place place,
                            struct buffer *out);

#endif
