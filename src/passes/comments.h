/* comments: what readers have written below an article. */
#ifndef WINNOW_PASSES_COMMENTS_H
#define WINNOW_PASSES_COMMENTS_H

#include "passes/pass_state.h"

struct section {
    uint32_t first, end; /* nodes [first, end) */
};

struct section_list {
    struct section *items; /* in document order; none is inside another */
    size_t count, capacity;
};

/* Finds the elements that have a name for comments or are below a heading that says so,
   in any of several languages, and do not contain the headline of the page. They may be
   comments or, on a forum, the posts themselves. */
void comments_find(const struct page *page, struct arena *a, struct section_list *out);

/* Keeps the text of the sections, whatever was decided about it, except for what the
   site's own rules have removed, and for forms, buttons and links that are only there to
   answer. Returns how many sections have a comment. */
size_t comments_keep(struct marks *marks, const struct section_list *sections);

/* The pass that refuses comments below an article, unless there is more text in them than
   outside. */
void comments_refuse(struct pass_state *s);

#endif
