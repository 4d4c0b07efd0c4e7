/* url_table: reads addresses from plain text: one per line, as in a text sitemap, or in
   the url column of a CSV file (RFC 4180), as read-later services (Pocket, Instapaper)
   export it. */
#ifndef WINNOW_PAGE_URL_TABLE_H
#define WINNOW_PAGE_URL_TABLE_H

#include "page/feed.h"

/* See feed_read. Text in any other format adds no addresses. */
void url_table_read(struct arena *a, struct slice text, struct feed *out);

#endif
