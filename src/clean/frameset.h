/* frameset: a page that only shows other pages in frames. */
#ifndef WINNOW_CLEAN_FRAMESET_H
#define WINNOW_CLEAN_FRAMESET_H

#include "page/page.h"

/* The addresses that the page's frames show, in page order with spaces between them,
   absolute if base is; empty if it has none. Only the first few if there are many. */
struct slice frameset_list_urls(const struct page *page, struct slice base,
                                struct arena *a);

#endif
