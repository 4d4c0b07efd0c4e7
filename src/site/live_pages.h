/* live_pages: the pages of a site, made when they are asked for. They have the names and
   the content of those that `winnow site` writes. */
#ifndef WINNOW_SITE_LIVE_PAGES_H
#define WINNOW_SITE_LIVE_PAGES_H

#include "site/site.h"

/* What was asked for. */
struct live_request {
    struct slice name;  /* "text/example.com/index.html"; "" is the first page */
    struct slice query; /* of the search */
    const char *said;   /* what was just done; NULL: nothing */
};

enum live_result { LIVE_PAGE, LIVE_MISSING, LIVE_FAILED };
/* Appends a page; err is filled with LIVE_FAILED. */
enum live_result live_pages_append(const struct site *site,
                                   const struct live_request *request, struct buffer *out,
                                   struct error *err);
/* The media type of a page of that name. */
const char *live_pages_type(struct slice name);

#endif
