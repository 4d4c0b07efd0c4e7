/* link_list: a page, a feed or a sitemap as the addresses in it, a line each. */
#ifndef WINNOW_WRITE_LINK_LIST_H
#define WINNOW_WRITE_LINK_LIST_H

#include "write/record.h"

/* What links_clean puts before a line of the record's text. */
enum links_mark {
    LINKS_PAGE = 'P',    /* a page */
    LINKS_SITEMAP = 'S', /* a further sitemap, whose pages are meant */
    LINKS_FEED = 'F',    /* a feed that the page names as its own */
};

/* As record_clean, with such lines for text: all links of a page, ... */
struct winnow_record *links_clean(struct rulebook *book, const struct site_source *site,
                                  const struct winnow_input *input, struct error *err);
/* ... or those of its main content. */
struct winnow_record *links_clean_content(struct rulebook *book,
                                          const struct site_source *site,
                                          const struct winnow_input *input,
                                          struct error *err);

#endif
