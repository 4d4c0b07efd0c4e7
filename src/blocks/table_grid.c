#include "blocks/table_grid.h"

#include "base/array.h"

enum {
    ROW_TEXT_MAX = 2000, /* bytes; a longer row is used for layout */
    LONE_CELL_MAX = 80,  /* bytes: a number or a name without other cells in its row */
    CELL_BREAKS_MAX = 2, /* line breaks per cell; with more it has several lines */
};

unsigned table_grid_span(const struct page *page, uint32_t cell, struct slice name)
{
    long span = page->nodes[cell].attribute_count ? page_integer(page, cell, name, 1) : 1;
    return span < 1                        ? 1
           : span > TABLE_GRID_COLUMNS_MAX ? TABLE_GRID_COLUMNS_MAX
                                           : (unsigned)span;
}

/* ---- what a row is ----------------------------------------------------------------- */

/* Whether an element in a row indicates that the table is used for layout. */
static bool is_layout(uint16_t tag)
{
    switch (tag) {
    case TAG_MENU:
    case TAG_DIR:
    case TAG_LISTING:
    case TAG_XMP:
    case TAG_PLAINTEXT:
        return true;
    default:
        return tag_is_structure(tag);
    }
}

bool table_grid_is_line(const struct table_grid *grid, const struct page *page,
                        uint32_t row)
{
    unsigned cells = 0, filled = 0, breaks = 0, paragraphs = 0;
    size_t bytes = 0;
    bool is_empty = false; /* the cell so far */
    for (unsigned column = 0; column < TABLE_GRID_COLUMNS_MAX; column++)
        cells += grid->carried[column] != 0;
    for (uint32_t i = row + 1; i < page->nodes[row].end; i++) {
        uint16_t tag = page->nodes[i].tag;
        if (tag == TAG_TEXT) {
            bool is_blank = !slice_trim(page->nodes[i].text).len;
            bytes += page->nodes[i].text.len;
            filled += is_empty && !is_blank;
            is_empty = is_empty && is_blank;
        } else if (tag == TAG_TD || tag == TAG_TH) {
            cells += table_grid_span(page, i, SLICE("colspan"));
            breaks = paragraphs = 0;
            is_empty = true;
        }
        breaks += tag == TAG_BR;
        paragraphs += tag == TAG_P;
        if (is_layout(tag) || bytes > ROW_TEXT_MAX || paragraphs > 1 ||
            breaks > CELL_BREAKS_MAX)
            return false;
    }
    /* text beside empty cells, which only indent it, does not make a row */
    return (cells > 1 || grid->has_line) && (filled > 1 || bytes <= LONE_CELL_MAX);
}

/* ---- cells ------------------------------------------------------------------------- */

static void begin_column(struct table_grid *grid, struct block_text *words)
{
    if (grid->cells++)
        buffer_append_char(&words->text, '\t');
}

/* Skips the columns that cells before it and above it span. */
static void skip_columns(struct table_grid *grid, struct block_text *words)
{
    for (; grid->columns; grid->columns--)
        begin_column(grid, words);
    while (grid->cells < TABLE_GRID_COLUMNS_MAX && grid->carried[grid->cells]) {
        grid->carried[grid->cells]--;
        begin_column(grid, words);
    }
}

void table_grid_open_cell(struct table_grid *grid, const struct page *page, uint32_t cell,
                          struct block_text *words)
{
    block_text_break_spans(words);
    skip_columns(grid, words);
    grid->columns = table_grid_span(page, cell, SLICE("colspan")) - 1;
    unsigned rows = table_grid_span(page, cell, SLICE("rowspan")) - 1;
    for (unsigned n = 0;
         rows && n <= grid->columns && grid->cells + n < TABLE_GRID_COLUMNS_MAX; n++)
        grid->carried[grid->cells + n] = (uint16_t)rows;
    begin_column(grid, words);
    words->space = words->gap = words->line = false;
}

void table_grid_end_row(struct table_grid *grid)
{
    /* columns after the last cell, which cells above reach into */
    for (unsigned n = grid->cells + grid->columns; n < TABLE_GRID_COLUMNS_MAX; n++)
        if (grid->carried[n])
            grid->carried[n]--;
    grid->cells = grid->columns = 0;
}

/* ---- alignment --------------------------------------------------------------------- */

static enum table_grid_alignment alignment_named(struct slice name)
{
    static const struct {
        struct slice name;
        enum table_grid_alignment alignment;
    } names[] = {
        {SLICE_INIT("left"), TABLE_GRID_LEFT},
        {SLICE_INIT("center"), TABLE_GRID_CENTER},
        {SLICE_INIT("right"), TABLE_GRID_RIGHT},
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_starts_with_nocase(slice_trim(name), names[i].name))
            return names[i].alignment;
    return TABLE_GRID_NONE;
}

enum table_grid_alignment table_grid_alignment_of(const struct page *page, uint32_t cell)
{
    struct slice style = page_attribute(page, cell, SLICE("style")), declaration;
    while (slice_split(&style, ';', &declaration)) {
        size_t colon = slice_find_char(declaration, ':');
        if (colon != SIZE_MAX &&
            slice_equal_nocase(slice_trim(slice_of(declaration.ptr, colon)),
                               SLICE("text-align")))
            return alignment_named(slice_after(declaration, colon + 1));
    }
    return alignment_named(page_attribute(page, cell, SLICE("align")));
}

void table_grid_align(const struct page *page, uint32_t row,
                      enum table_grid_alignment columns[TABLE_GRID_COLUMNS_MAX])
{
    unsigned column = 0;
    for (uint32_t i = row + 1;
         i < page->nodes[row].end && column < TABLE_GRID_COLUMNS_MAX;
         i = page->nodes[i].end) {
        const struct node *cell = &page->nodes[i];
        if (cell->tag != TAG_TD && cell->tag != TAG_TH)
            continue;
        if (cell->attribute_count && columns[column] == TABLE_GRID_NONE)
            columns[column] = table_grid_alignment_of(page, i);
        column += table_grid_span(page, i, SLICE("colspan"));
    }
}
