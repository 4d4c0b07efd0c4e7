/* feed: the addresses that a document lists: feeds (RSS, Atom, JSON Feed), sitemaps,
   OPML, exports of read-later services and feed readers (CSV, JSON), and plain lists of
   URLs. */
#ifndef WINNOW_PAGE_FEED_H
#define WINNOW_PAGE_FEED_H

#include "base/arena.h"
#include "base/slice.h"

enum feed_kind {
    FEED_NONE,  /* the document is something else */
    FEED_LIST,  /* a list of pages */
    FEED_INDEX, /* a list of sitemaps */
    FEED_FEEDS, /* a list of feeds: OPML */
};

struct feed {
    enum feed_kind kind;
    struct slice *items; /* in document order; as written, or made absolute */
    size_t count, capacity;
    const char *damage; /* why the document could not be read unchanged, or NULL; in the
                           arena or static */
};

enum {
    FEED_ITEMS_MAX = 100000, /* sitemaps.org allows 50,000 */
    FEED_ADDRESS_MAX = 8192, /* bytes; a longer string is not an address */
};

/* Reads the addresses that text lists. text is UTF-8; url is the document's own address,
   or empty. XML that is not well-formed is mended if possible, and otherwise read up to
   the error; damage reports this. */
void feed_read(struct arena *a, struct slice text, struct slice url, struct feed *out);

/* Used by the readers of the formats: adds an address unless it is empty or too long.
   Returns false if the list is full. */
bool feed_add(struct arena *a, struct feed *out, struct slice address);

/* The entries of a JSON document: the array itself, or its member "items" or "entries";
   NULL if there are none. Borrowed. */
struct json;
const struct json *feed_json_entries(const struct json *root);
/* The address of an entry, as JSON Feed, wallabag, Miniflux or Google Reader name it;
   empty if it has none. */
struct slice feed_json_address(const struct json *item);

#endif
