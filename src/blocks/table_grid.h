/* table_grid: a table's rows and columns, as far as the spans of its cells are heeded. */
#ifndef WINNOW_BLOCKS_TABLE_GRID_H
#define WINNOW_BLOCKS_TABLE_GRID_H

#include "page/page.h"

enum { GRID_COLUMNS_MAX = 64 };

/* Where a row's cells stand: what cells of rows above still reach down to. */
struct grid {
    uint16_t carried[GRID_COLUMNS_MAX]; /* rows, by column */
};

/* How many columns or rows ("colspan", "rowspan") a cell takes; at least 1. */
unsigned grid_span(const struct page *page, uint32_t cell, struct slice name);

/* Whether a row's cells are short and simple, so that it makes one line; else the table
   is there for the layout. */
bool grid_is_line(const struct grid *grid, const struct page *page, uint32_t row);

enum grid_alignment { GRID_NONE, GRID_LEFT, GRID_CENTER, GRID_RIGHT };

enum grid_alignment grid_alignment_of(const struct page *page, uint32_t cell);
/* How a row's cells are aligned, by column; those that say nothing are left as they are.
 */
void grid_align(const struct page *page, uint32_t row,
                enum grid_alignment columns[GRID_COLUMNS_MAX]);

#endif
