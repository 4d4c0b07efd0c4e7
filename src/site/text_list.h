/* text_list: an index of texts as pages of at most SITE_ITEMS_MAX, written as its items
   come. Where the pages go is the caller's: to files, or one of them to a browser. */
#ifndef WINNOW_SITE_TEXT_LIST_H
#define WINNOW_SITE_TEXT_LIST_H

#include "site/frame.h"

struct site_sink {
    void *context;
    /* Whether a page is needed at all. */
    bool (*wants)(void *context, const char *name);
    bool (*put)(void *context, const char *name, struct slice bytes, struct error *err);
};

struct text_list {
    const struct site *site;
    const struct site_sink *sink;
    struct frame frame; /* its buffer is the list's */
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

/* Begins an index of `total` items. Close it with text_list_end, whatever happens. */
void text_list_begin(struct text_list *list, int64_t total);
/* Adds an item: a text, or one of its versions. Returns false with err if a page could
   not be written. */
bool text_list_add(struct text_list *list, const struct catalogue_page *page);
bool text_list_end(struct text_list *list, bool done);

#endif
