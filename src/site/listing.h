/* listing: an index of texts as pages of at most SITE_ITEMS_MAX, written as its items
   come. Where the pages go is the caller's: to files, or one of them to a browser. */
#ifndef WINNOW_SITE_LISTING_H
#define WINNOW_SITE_LISTING_H

#include "site/frame.h"

struct site_sink {
    void *context;
    /* Whether a page is needed at all. */
    bool (*wants)(void *context, const char *name);
    bool (*put)(void *context, const char *name, struct slice bytes, struct error *err);
};

struct listing {
    const struct site *site;
    const struct site_sink *sink;
    struct frame frame; /* its buffer is the listing's */
    struct frame_pages pages;
    const char *folder;        /* of the files: "", or "text/example.com/" */
    const char *heading;       /* text */
    const char *summary;       /* text below it; NULL: none */
    bool has_hosts, has_dates; /* beside each item; its state too, with dates */
    bool has_days;             /* as headings above items */
    int64_t items, day;        /* so far; the day of the last heading, -1: none */
    bool is_wanted;            /* the page that is being written */
    struct buffer out;
    struct error *err;
};

/* Begins an index of `total` items. Close it with listing_end, whatever happens. */
void listing_begin(struct listing *listing, int64_t total);
/* Adds an item: a text, or one of its versions. Returns false with err if a page could
   not be written. */
bool listing_add(struct listing *listing, const struct catalogue_page *page);
bool listing_end(struct listing *listing, bool done);

#endif
