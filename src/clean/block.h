/* block: a marked page as the lines a reader sees, in order. What line rules work on,
   what writers write, and what an old scrape is read into. They live in the page's arena.
 */
#ifndef WINNOW_CLEAN_BLOCK_H
#define WINNOW_CLEAN_BLOCK_H

#include "clean/marks.h"

enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_HEADING, /* level 1 to 6 */
    BLOCK_ITEM,    /* of a list; depth from 1, marker "-" or "3." */
    BLOCK_PRE,     /* text keeps its line breaks and spaces */
    BLOCK_ROW,     /* of a table; cells are separated by tabs in text */
    BLOCK_CAPTION, /* of a figure or a table */
    BLOCK_LINE,    /* of an old scrape, indented as it was */
};

struct block {
    enum block_kind kind;
    uint8_t level;       /* of a heading */
    uint8_t depth;       /* of list nesting; 0 outside lists */
    uint8_t quote;       /* of block quotes around it */
    bool tight;          /* no blank line between it and the block before */
    struct slice marker; /* of an item, without the space behind it */
    struct slice indent; /* of a BLOCK_LINE: the white space before it */
    struct slice text;   /* valid UTF-8, trimmed, spaces collapsed (but in BLOCK_PRE) */
    uint32_t first,
        last; /* the nodes it came from: [first, last]; NODE_NONE in a scrape */
    enum verdict verdict; /* VERDICT_DROP: a line rule or the scrape pass took it out */
    uint32_t reason;      /* in the marks' list of reasons */
};

struct block_list {
    struct block *items;
    size_t count, capacity;
};

/* What is not dropped by the marks, from the subtrees that are kept. */
void blocks_of_page(const struct page *page, const struct marks *marks, struct arena *a,
                    struct block_list *out);
/* One block a line that is not blank; tight when no blank line stands before it. */
void blocks_of_text(struct slice text, struct arena *a, struct block_list *out);

#endif
