/* feed: the addresses that a feed (RSS, Atom, JSON Feed) or a sitemap lists. The expat
   door: XML is read as it streams by, without a tree, entities of its own or anything
   from outside. */
#ifndef WINNOW_PAGE_FEED_H
#define WINNOW_PAGE_FEED_H

#include "base/arena.h"
#include "base/slice.h"

enum feed_kind {
    FEED_NONE,  /* it is something else */
    FEED_LIST,  /* of pages: a feed or a sitemap */
    FEED_INDEX, /* of sitemaps */
};

struct feed {
    enum feed_kind kind;
    struct slice *items; /* in order, as they stand there */
    size_t count, capacity;
};

enum { FEED_ITEMS_MAX = 100000 }; /* sitemaps.org allows 50,000 */

/* What is broken behind its beginning is read up to there. */
void feed_read(struct arena *a, struct slice text, struct feed *out);

#endif
