/* link_list: lists the URLs in a page, feed, sitemap or other list, one per line. */
#ifndef WINNOW_WRITE_LINK_LIST_H
#define WINNOW_WRITE_LINK_LIST_H

#include "write/record.h"

/* The first character of each line of the record's text. */
enum link_list_mark {
    LINK_LIST_PAGE = 'P',
    LINK_LIST_SITEMAP = 'S', /* a sitemap, to be read in turn */
    LINK_LIST_FEED = 'F',    /* a feed that the page declares */
};

/* The page_type of a record whose input lists addresses, and of one that lists feeds. */
#define LINK_LIST_TYPE          "feed"
#define LINK_LIST_TYPE_OF_FEEDS "feeds"

/* As record_clean, with such lines as text: all links of a page, ... */
struct winnow_record *link_list_clean(struct rulebook *book,
                                      const struct site_source *site,
                                      const struct winnow_input *input,
                                      struct error *err);
/* ... or those of its main content. */
struct winnow_record *link_list_clean_content(struct rulebook *book,
                                              const struct site_source *site,
                                              const struct winnow_input *input,
                                              struct error *err);

#endif
