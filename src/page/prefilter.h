/* prefilter: the pass before the parse. One memchr-driven walk empties script and style
   bodies and comments (41 % of a raw page's bytes), keeping data scripts (JSON-LD,
   embedded state) aside; gumbo then builds the same tree in half the time. Long values of
   attributes (three fifths of the rest) are set aside too, for the tree does not hang on
   them, and gumbo reads them byte by byte; and of the text, runs of letters. */
#ifndef WINNOW_PAGE_PREFILTER_H
#define WINNOW_PAGE_PREFILTER_H

#include "base/arena.h"
#include "page/page.h"
#include "page/placeholder.h"

/* An attribute's value that is not in the html, where "" stands in its place. */
struct aside {
    size_t at; /* of the "" in the html */
    struct slice value;
};

struct prefiltered {
    struct slice html; /* in the arena, a NUL byte behind it */
    size_t tags;       /* in it, of all kinds */
    struct embedded *embedded;
    size_t embedded_count, embedded_capacity;
    struct aside_list {
        struct aside *items; /* in the order of the html */
        size_t count, capacity;
    } asides;
    struct placeholder_list texts;
};

/* Never fails; what it does not understand it leaves as it is. What is kept aside points
   into the html given, which must outlive it. */
void prefilter_html(struct arena *a, struct slice html, struct prefiltered *out);

#endif
