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

/* Finds the elements that are named for holding comments, or stand below a heading that
   says so, in any of some languages, and do not hold the page's headline too. Whether
   what is in them is comments or, on a forum, the posts themselves, their names do not
   say. */
void comments_find(const struct page *page, struct arena *a, struct section_list *out);

/* Keeps the text of the sections, whatever was decided about it, but for what the site's
   own rules have removed, and for forms, buttons and links that only serve to answer.
   Returns how many sections have a comment. */
size_t comments_keep(struct marks *marks, const struct section_list *sections);

/* The pass over comments below an article: refuses them, unless there is more of them
   than of other text. */
void comments_refuse(struct pass_state *s);

#endif
