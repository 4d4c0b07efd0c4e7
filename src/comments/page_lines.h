/* page_lines: the text of a page line by line, as its blocks and line breaks divide it.
 */
#ifndef WINNOW_COMMENTS_PAGE_LINES_H
#define WINNOW_COMMENTS_PAGE_LINES_H

#include "page/page.h"

enum {
    PAGE_LINE_MAX = 160,   /* bytes of a line whose text is read */
    PAGE_LINES_MAX = 5000, /* the rest of a longer page is not read */
};

struct page_line {
    uint32_t first, last; /* its text nodes */
    uint32_t bytes;       /* trimmed node by node */
    struct slice text;    /* collapsed; empty if it is longer than PAGE_LINE_MAX */
    bool is_heading;
};

struct page_lines {
    struct page_line *items;
    size_t count, capacity;
};

void page_lines_read(const struct page *page, struct arena *a, struct page_lines *out);

#endif
