/* site_name: finds the name of the site that a page belongs to, in links to the site's
   home page. */
#ifndef WINNOW_METADATA_SITE_NAME_H
#define WINNOW_METADATA_SITE_NAME_H

#include "page/page.h"

/* Returns the text (or that of the picture) of a link to the home page of base's site, if
   title also has it after its last bar; or else the text of an h1, if a lower heading is
   the rest of the title. Empty if there is none. */
struct slice site_name_read(const struct page *page, struct slice base,
                            struct slice title, struct arena *a);

#endif
