/* saved_page: files that browsers save a page in: MHTML, Safari's webarchive, and HTML
   with a comment that has its URL. */
#ifndef WINNOW_CONTAINER_SAVED_PAGE_H
#define WINNOW_CONTAINER_SAVED_PAGE_H

#include "base/buffer.h"
#include "base/error.h"

struct saved_page {
    struct buffer body;              /* the HTML, if it is not the file itself */
    struct buffer url, content_type; /* empty if the file does not have them */
    bool has_body;
};

void saved_page_open(struct saved_page *page);
void saved_page_close(struct saved_page *page);

/* Whether a file is of one of these kinds, by its beginning. */
bool saved_page_is(struct slice bytes);

/* Reads a file of any kind; of other kinds, nothing is filled. Returns false with err for
   one that is damaged or has no HTML page. */
bool saved_page_read(struct slice bytes, struct saved_page *out, struct error *err);

#endif
