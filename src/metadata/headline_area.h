/* headline_area: finds the author and the dates of a page in the text around its
   headline. */
#ifndef WINNOW_METADATA_HEADLINE_AREA_H
#define WINNOW_METADATA_HEADLINE_AREA_H

#include "metadata/date.h"
#include "page/page.h"

/* What to look for. */
struct headline_area_wish {
    uint32_t headline; /* its element; NODE_NONE: the page begins with its body */
    struct slice host; /* the page's host: links to users of other sites do not count */
    enum date_order order;
    struct slice known; /* the date in the page's data, or empty */
    bool author, date;
    bool author_anywhere, date_anywhere; /* false: only around the headline */
};

struct headline_area {
    struct slice author;        /* names separated by ", " */
    struct slice date, updated; /* ISO 8601: of publication, of the last change */
    bool shows_known; /* the known date is near the headline too, maybe with others */
};

/* Searches after the headline first, then before it and, if requested, in the rest of the
   page. Menus, comments and lists of other pages are ignored. */
void headline_area_read(const struct page *page, const struct headline_area_wish *wish,
                        struct arena *a, struct headline_area *out);

#endif
