/* text_sums: how much text each subtree has, and how much of it is in links. These are
   running sums over the nodes, so that a range takes one subtraction. */
#ifndef WINNOW_MARKS_TEXT_SUMS_H
#define WINNOW_MARKS_TEXT_SUMS_H

#include "page/page.h"

struct text_sums {
    uint32_t *text;  /* [i]: bytes other than white space in the nodes before i */
    uint32_t *links; /* the same, inside links */
};

/* The number of bytes in a text other than white space. */
uint32_t text_sums_non_space(struct slice text);

/* Counts the text of nodes whose byte in left_out is not out; left_out may be NULL. Skips
   elements that never show their text (scripts, form controls, media). */
void text_sums_count(const struct page *page, const uint8_t *left_out, uint8_t out,
                     struct arena *a, struct text_sums *sums);

static inline uint32_t text_sums_text(const struct text_sums *t, const struct page *page,
                                      uint32_t top)
{
    return t->text[page->nodes[top].end] - t->text[top];
}
static inline uint32_t text_sums_links(const struct text_sums *t, const struct page *page,
                                       uint32_t top)
{
    return t->links[page->nodes[top].end] - t->links[top];
}

#endif
