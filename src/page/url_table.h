/* url_table: addresses in plain text: one a line, as in a sitemap that is a text file, or
   in the column of a CSV file (RFC 4180) that is called url, as services to read later
   export them (Pocket, Instapaper). */
#ifndef WINNOW_PAGE_URL_TABLE_H
#define WINNOW_PAGE_URL_TABLE_H

#include "page/feed.h"

/* See feed_read. Text of another form gives nothing. */
void url_table_read(struct arena *a, struct slice text, struct feed *out);

#endif
