/* embedded: text that a page carries as data for its scripts, where it shows none. */
#ifndef WINNOW_CLEAN_EMBEDDED_H
#define WINNOW_CLEAN_EMBEDDED_H

#include "base/arena.h"
#include "clean/block.h"
#include "page/page.h"

/* The text of an article, a post or a product in the page's JSON-LD, or else in its
   embedded state, as blocks that come from no node. Gives the name of its source,
   "JSON-LD" or the script's id; NULL when there is none. */
const char *embedded_read(const struct page *page, struct arena *a,
                          struct block_list *out);

#endif
