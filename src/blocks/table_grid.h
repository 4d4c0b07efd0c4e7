/* table_grid: the columns of a table's rows, with the cells that span several. */
#ifndef WINNOW_BLOCKS_TABLE_GRID_H
#define WINNOW_BLOCKS_TABLE_GRID_H

#include "blocks/block_text.h"

enum { TABLE_GRID_COLUMNS_MAX = 64 };

/* The row that is being gathered, and how many more rows the cells above it reach down.
 */
struct table_grid {
    uint16_t carried[TABLE_GRID_COLUMNS_MAX]; /* by column */
    unsigned cells;                           /* of the row so far */
    unsigned columns; /* further ones that the cell before spans */
    bool has_line; /* the row before is one line: one cell is a row of the same table */
};

/* How many columns or rows ("colspan", "rowspan") a cell takes; at least 1. */
unsigned table_grid_span(const struct page *page, uint32_t cell, struct slice name);

/* Whether a row's cells are short and simple, so that the row makes one line. Otherwise
   the table is used for layout. */
bool table_grid_is_line(const struct table_grid *grid, const struct page *page,
                        uint32_t row);

/* Begins the next cell of the row in its column, after a tab for each one before it. */
void table_grid_open_cell(struct table_grid *grid, const struct page *page, uint32_t cell,
                          struct block_text *words);
/* Ends the row, before the next one is judged. */
void table_grid_end_row(struct table_grid *grid);

enum table_grid_alignment {
    TABLE_GRID_NONE,
    TABLE_GRID_LEFT,
    TABLE_GRID_CENTER,
    TABLE_GRID_RIGHT
};

enum table_grid_alignment table_grid_alignment_of(const struct page *page, uint32_t cell);
/* Reads how a row's cells are aligned, by column; columns without an alignment are left
   as they are. */
void table_grid_align(const struct page *page, uint32_t row,
                      enum table_grid_alignment columns[TABLE_GRID_COLUMNS_MAX]);

#endif
