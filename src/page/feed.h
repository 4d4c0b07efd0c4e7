/* feed: the addresses that a document lists: feeds (RSS, Atom, JSON Feed), sitemaps,
   OPML, exports of read-later services and feed readers (CSV, JSON), and plain lists of
   URLs. */
#ifndef WINNOW_PAGE_FEED_H
#define WINNOW_PAGE_FEED_H

#include "base/arena.h"
#include "base/slice.h"

enum feed_kind {
    FEED_NONE,  /* it is something else */
    FEED_LIST,  /* of pages */
    FEED_INDEX, /* of sitemaps */
    FEED_FEEDS, /* of feeds: OPML */
};

struct feed {
    enum feed_kind kind;
    struct slice *items; /* in order, as they are in the document, or absolute */
    size_t count, capacity;
    const char *damage; /* what kept it from being read as it is; NULL: nothing. In the
                           arena or static */
};

enum {
    FEED_ITEMS_MAX = 100000, /* sitemaps.org allows 50,000 */
    FEED_ADDRESS_MAX = 8192, /* bytes; what is longer is not an address */
};

/* text is UTF-8; url is the document's own address, or empty. Ill-formed XML is mended
   where that is possible, and otherwise read up to the error; damage says so. */
void feed_read(struct arena *a, struct slice text, struct slice url, struct feed *out);

/* For the readers of the formats: adds an address unless it is empty or too long. False
   when the list is full. */
bool feed_add(struct arena *a, struct feed *out, struct slice address);

#endif
