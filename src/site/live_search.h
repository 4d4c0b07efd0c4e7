/* live_search: the search page of `winnow serve`. */
#ifndef WINNOW_SITE_LIVE_SEARCH_H
#define WINNOW_SITE_LIVE_SEARCH_H

#include "site/site.h"

/* Appends the page of a query as `winnow search` takes it, whose last word may be the
   beginning of one. */
bool live_search_append(const struct site *site, struct slice query, struct buffer *out,
                        struct error *err);

#endif
