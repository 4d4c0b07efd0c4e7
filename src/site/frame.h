/* frame: what surrounds every page of a site: its head, the navigation and the end. */
#ifndef WINNOW_SITE_FRAME_H
#define WINNOW_SITE_FRAME_H

#include "site/site.h"

enum frame_tab {
    FRAME_NONE,
    FRAME_NEWEST,
    FRAME_DAYS,
    FRAME_HOSTS,
    FRAME_ATTENTION,
    FRAME_SEARCH
};

struct frame {
    const struct site *site;
    struct buffer *out;
    const char *root;  /* of the site, from the page: "", "../" or "../../" */
    const char *title; /* of a stranger, perhaps */
    enum frame_tab tab;
    bool has_script;
};

/* Everything up to the content, and what comes after it. */
void frame_begin(const struct frame *frame);
void frame_end(const struct frame *frame);

/* Which page of an index this is, for the links to the others. */
struct frame_pages {
    int64_t number, count;    /* the first is 1 */
    const char *first, *more; /* the first page's file, and what the others begin with */
};
/* Appends the links, if there is more than one page. */
void frame_append_pages(const struct frame *frame, const struct frame_pages *pages);
/* Appends the name of the file of a page of an index: "page-2.html". */
void frame_append_page_name(const struct frame_pages *pages, int64_t number,
                            struct buffer *out);

#endif
