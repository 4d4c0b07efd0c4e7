/* table_parts: the blocks of a table's head and foot, which come first and last wherever
   the page has them. */
#ifndef WINNOW_BLOCKS_TABLE_PARTS_H
#define WINNOW_BLOCKS_TABLE_PARTS_H

#include "blocks/block.h"
#include "blocks/table_kind.h"

struct block_range {
    size_t first, end; /* of the list; empty: there are none */
};

struct table_parts {
    enum table_kind kind;
    size_t first; /* block of the table */
    struct block_range head, foot;
    struct block_range *open; /* head or foot, while its blocks are added */
};

/* The part that begins with the next block, by its tag. */
void table_parts_begin(struct table_parts *table, unsigned tag, size_t next);
/* At the end of the table: moves the head before the other rows, and the foot after
   them. */
void table_parts_sort(struct table_parts *table, struct block_list *blocks,
                      struct arena *a);

#endif
