/* frameset: a page that shows nothing but others, each in a frame of it. */
#ifndef WINNOW_CLEAN_FRAMESET_H
#define WINNOW_CLEAN_FRAMESET_H

#include "page/page.h"

/* The addresses that the page's frames show, absolute where base is and in the page's
   order, with a space between two; empty where it has none. Of many the first few. */
struct slice frameset_list_urls(const struct page *page, struct slice base,
                                struct arena *a);

#endif
