/* xhtml_inline: the inline part of xhtml: emphasis, links, code and the like. */
#ifndef WINNOW_EXCHANGE_XHTML_INLINE_H
#define WINNOW_EXCHANGE_XHTML_INLINE_H

#include "base/buffer.h"

/* Appends the text of one block. Every element that it opens is closed. */
void xhtml_append_inline(struct buffer *out, struct slice text);

#endif
