/* link_list: a page, a feed or a sitemap as the addresses in it, a line each. */
#ifndef WINNOW_WRITE_LINK_LIST_H
#define WINNOW_WRITE_LINK_LIST_H

#include "write/record.h"

/* What link_list_clean puts before a line of the record's text. */
enum link_list_mark {
    LINK_LIST_PAGE = 'P',    /* a page */
    LINK_LIST_SITEMAP = 'S', /* a further sitemap, whose pages are meant */
    LINK_LIST_FEED = 'F',    /* a feed that the page names as its own */
};

/* As record_clean, with such lines for text: all links of a page, ... */
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
