/* turbo_stream: the text in the data that Remix and React Router send after a page, piece
 * by piece, in the turbo-stream format. */
#ifndef WINNOW_EMBEDDED_TURBO_STREAM_H
#define WINNOW_EMBEDDED_TURBO_STREAM_H

#include "base/arena.h"
#include "page/page.h"

/* The longest text in it, as HTML in the arena; empty if there is none. */
struct slice turbo_stream_find(const struct page *page, struct arena *a);

#endif
