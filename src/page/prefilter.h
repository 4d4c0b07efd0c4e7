/* prefilter: the pass before parsing. One memchr-driven scan empties the bodies of
   scripts and styles, and comments (41 % of a raw page's bytes), and sets data scripts
   (JSON-LD, embedded state) aside; gumbo then builds the same tree in half the time. Long
   attribute values (three fifths of the rest) are set aside too, because the tree does
   not depend on them and gumbo reads them byte by byte. Runs of text are replaced with
   placeholders. */
#ifndef WINNOW_PAGE_PREFILTER_H
#define WINNOW_PAGE_PREFILTER_H

#include "base/arena.h"
#include "page/page.h"
#include "page/placeholder.h"

/* An attribute's value that was removed from the html, which has "" instead. */
struct aside {
    size_t at; /* offset of the "" in the html */
    struct slice value;
};

struct prefiltered {
    struct slice html; /* in the arena, terminated by a NUL */
    size_t tags;       /* number of tags of all kinds in html */
    struct embedded *embedded;
    size_t embedded_count, embedded_capacity;
    struct aside_list {
        struct aside *items; /* in document order */
        size_t count, capacity;
    } asides;
    struct placeholder_list texts;
    /* An element may have swallowed a part of the page: see page/unended.h. Also set if
       this is uncertain. */
    bool may_swallow;
};

/* Never fails; what it cannot interpret is left unchanged. What is set aside points into
   the html that was passed, which must outlive it. */
void prefilter_html(struct arena *a, struct slice html, struct prefiltered *out);

#endif
