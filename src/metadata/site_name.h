/* site_name: what a page calls the site it belongs to, where it links to the site's first
   page. */
#ifndef WINNOW_METADATA_SITE_NAME_H
#define WINNOW_METADATA_SITE_NAME_H

#include "page/page.h"

/* The words, or the picture's, of a link to the first page of base's site that title has
   behind its last bar too; or else those of an h1, where a lower heading says the rest of
   the title. Empty when there is none. */
struct slice site_name_read(const struct page *page, struct slice base,
                            struct slice title, struct arena *a);

#endif
