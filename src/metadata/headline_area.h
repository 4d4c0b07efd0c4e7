/* headline_area: who has written a page and when, as the text around its headline says it
   to a reader. */
#ifndef WINNOW_METADATA_HEADLINE_AREA_H
#define WINNOW_METADATA_HEADLINE_AREA_H

#include "metadata/date.h"
#include "page/page.h"

/* What is asked for. */
struct headline_area_wish {
    uint32_t headline; /* its element; NODE_NONE: the page begins with its body */
    struct slice host; /* the page's: links to users of other sites say nothing */
    enum date_order order;
    bool author, date;
    bool author_anywhere, date_anywhere; /* else only around the headline */
};

struct headline_area {
    struct slice author;        /* names with ", " between them */
    struct slice date, updated; /* ISO 8601: published; or else when it was changed */
};

/* Looks behind the headline first, before it next, and, if that is wished for, in the
   rest of the page at last. Menus, comments and lists of other pages have no say. */
void headline_area_read(const struct page *page, const struct headline_area_wish *wish,
                        struct arena *a, struct headline_area *out);

#endif
