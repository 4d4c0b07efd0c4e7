/* comment_sections: the parts of a page that readers have written, below an article. */
#ifndef WINNOW_COMMENTS_COMMENT_SECTIONS_H
#define WINNOW_COMMENTS_COMMENT_SECTIONS_H

#include "page/page.h"

struct section {
    uint32_t first, end;   /* nodes [first, end) */
    bool is_by_signatures; /* nothing else says that it is comments */
};

struct section_list {
    struct section *items; /* in document order; none is inside another */
    size_t count, capacity;
};

/* Finds what has a name for comments, is below a heading that says so, or is signed by
   readers one after another, in any of many languages, and does not contain the headline
   of the page. It may be comments or, on a forum, the posts themselves. */
void comment_sections_find(const struct page *page, struct arena *a,
                           struct section_list *out);

#endif
