/* suggest_selector: selectors that a rule's author could write for a block, from those
   that hit it alone to those that hit many. */
#ifndef WINNOW_WRITE_SUGGEST_SELECTOR_H
#define WINNOW_WRITE_SUGGEST_SELECTOR_H

#include "clean/clean.h"

struct selector_suggestion {
    struct slice selector; /* CSS */
    uint32_t blocks;       /* that it would hit on this page */
    uint32_t changes;      /* how many of them it would turn: keep dropped, drop kept */
};

struct selector_suggestion_list {
    struct selector_suggestion *items;
    size_t count, capacity;
};

/* What can be proposed on one page. */
struct suggest_selector;

/* blocks: all of the page, in order of their first node. They are borrowed. */
struct suggest_selector *suggest_selector_open(const struct cleaned *cleaned,
                                               const struct block_list *blocks,
                                               struct arena *a);
/* For blocks->items[index]: selectors that would strip it if it is kept, and keep it if
   it is dropped, fewest blocks first. */
void suggest_selector_for_block(struct suggest_selector *propose, size_t index,
                                struct selector_suggestion_list *out);

/* A selector for the element that hits as little else as can be, as "div.story". */
struct slice suggest_selector_for_node(const struct page *page, uint32_t node,
                                       struct arena *a);

#endif
