/* suggest_selector: suggests selectors for a block to authors of rules, from those that
   match this block alone to those that match many. */
#ifndef WINNOW_WRITE_SUGGEST_SELECTOR_H
#define WINNOW_WRITE_SUGGEST_SELECTOR_H

#include "clean/clean.h"

struct selector_suggestion {
    struct slice selector; /* CSS */
    uint32_t blocks;       /* the number of blocks that it matches on this page */
    uint32_t changes;      /* how many of them a rule would change: keep or strip them */
};

struct selector_suggestion_list {
    struct selector_suggestion *items;
    size_t count, capacity;
};

/* The suggestions for one page. */
struct suggest_selector;

/* blocks: all blocks of the page, in the order of their first nodes; borrowed. */
struct suggest_selector *suggest_selector_open(const struct cleaned *cleaned,
                                               const struct block_list *blocks,
                                               struct arena *a);
/* Appends the suggestions for blocks->items[index]: selectors to strip it if it is kept,
   or to keep it if it is dropped; those that match fewest blocks first. */
void suggest_selector_for_block(struct suggest_selector *suggestions, size_t index,
                                struct selector_suggestion_list *out);

/* Returns a selector such as "div.story" that matches the element and few others. */
struct slice suggest_selector_for_node(const struct page *page, uint32_t node,
                                       struct arena *a);

#endif
