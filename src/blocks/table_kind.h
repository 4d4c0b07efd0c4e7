/* table_kind: whether a table holds data, or lays out a page. */
#ifndef WINNOW_BLOCKS_TABLE_KIND_H
#define WINNOW_BLOCKS_TABLE_KIND_H

#include "page/page.h"

enum table_kind {
    TABLE_UNDECIDED, /* each row is judged by itself (table_grid_is_line) */
    TABLE_OF_DATA,   /* each row is one, whatever its cells hold */
    TABLE_OF_LAYOUT, /* no row is one: its cells are blocks */
};

enum table_kind table_kind_of(const struct page *page, uint32_t table);

#endif
