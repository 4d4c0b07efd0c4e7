/* metadata: what a page says of itself: title, author, date, language, canonical, site.
 */
#ifndef WINNOW_PAGE_METADATA_H
#define WINNOW_PAGE_METADATA_H

#include "base/arena.h"
#include "page/page.h"

struct metadata {
    struct slice title, author, date, language, site, canonical; /* empty: not known */
    struct slice base; /* what the page's references are seen from */
};

/* From Open Graph, meta, html lang, link rel=canonical, title and h1; date as ISO 8601
   where it can be read as one. Strings live in the arena; canonical is absolute or empty.
   url is the page's own. */
void metadata_read(const struct page *page, struct slice url, struct arena *a,
                   struct metadata *out);

#endif
