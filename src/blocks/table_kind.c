#include "blocks/table_kind.h"

#include "base/array.h"
#include "blocks/table_grid.h"

#include <string.h>

enum {
    ROW_MAX = 2000,    /* bytes of a row; in a longer one a cell is a page's column */
    TITLED_MAX = 6000, /* the same, below a row that names the columns */
    PLAIN_MAX = 300,   /* bytes of a cell in a table without any sign of data */
    NOTE_MIN = 80,     /* bytes of a cell that make a box of a table of one row */
    INNER_MAX = 300,   /* bytes of a table in a cell */
    LINES_MAX = 12,    /* of a cell in a table without any sign of data */
};

/* What is in a table. Counts of cells are of those of its own rows. */
struct survey {
    unsigned rows;                       /* that have text */
    unsigned columns;                    /* of the widest row */
    unsigned headers;                    /* th with text */
    unsigned inner;                      /* tables in its cells */
    unsigned inner_cells;                /* of the widest one */
    size_t row_max, cell_max, inner_max; /* bytes of the longest */
    unsigned lines_max; /* line breaks, paragraphs and items of the longest cell */
    bool is_titled;     /* its first row has headers only */
    bool has_parts;     /* a caption, a thead, or a tfoot */
    bool has_headings;  /* in cells that are not headers */
    bool has_blocks;    /* code, quotes */
    bool is_deep;       /* a table in a cell has another one in a cell */
};

/* The row and the cell that the walk is in. */
struct place {
    uint32_t cell_end, inner_end;
    size_t row, cell, inner; /* bytes so far */
    unsigned columns, filled, headers, lines;
    bool is_header;
};

static void end_cell(struct survey *s, struct place *at)
{
    s->cell_max = at->cell > s->cell_max ? at->cell : s->cell_max;
    s->lines_max = at->lines > s->lines_max ? at->lines : s->lines_max;
    s->inner_max = at->inner > s->inner_max ? at->inner : s->inner_max;
    at->filled += at->cell != 0;
    at->headers += at->cell && at->is_header;
    at->cell = at->inner = 0;
    at->lines = 0;
}

static void end_row(struct survey *s, struct place *at)
{
    end_cell(s, at);
    if (at->filled && !s->rows++)
        s->is_titled = at->headers == at->filled && at->headers > 1;
    s->headers += at->headers;
    s->columns = at->columns > s->columns ? at->columns : s->columns;
    s->row_max = at->row > s->row_max ? at->row : s->row_max;
    *at = (struct place){0};
}

static void begin_cell(struct survey *s, struct place *at, const struct page *page,
                       uint32_t i)
{
    end_cell(s, at);
    at->cell_end = page->nodes[i].end;
    at->is_header = page->nodes[i].tag == TAG_TH;
    at->columns += table_grid_span(page, i, SLICE("colspan"));
}

static void count_element(struct survey *s, struct place *at, const struct page *page,
                          uint32_t i)
{
    uint16_t tag = page->nodes[i].tag;
    bool is_own = i >= at->inner_end;
    switch (tag) {
    case TAG_TABLE:
        s->is_deep |= !is_own;
        s->inner += is_own;
        at->inner_end = is_own ? page->nodes[i].end : at->inner_end;
        break;
    case TAG_TR:
        if (is_own)
            end_row(s, at);
        at->lines += !is_own;
        break;
    case TAG_TD:
    case TAG_TH:
        if (is_own)
            begin_cell(s, at, page, i);
        break;
    case TAG_CAPTION:
    case TAG_THEAD:
    case TAG_TFOOT:
        s->has_parts |= is_own;
        break;
    case TAG_PRE:
    case TAG_BLOCKQUOTE:
    case TAG_LISTING:
    case TAG_XMP:
    case TAG_HR:
        s->has_blocks = true;
        break;
    case TAG_BR:
    case TAG_P:
    case TAG_LI:
        at->lines++;
        break;
    default:
        s->has_headings |= tag_is_heading(tag) && !at->is_header;
    }
}

/* Stops where a third table begins inside the second: each node is counted for two tables
   at most. */
static struct survey survey_table(const struct page *page, uint32_t table)
{
    struct survey s = {0};
    struct place at = {0};
    for (uint32_t i = table + 1; i < page->nodes[table].end && !s.is_deep; i++) {
        if (!node_is_text(&page->nodes[i])) {
            count_element(&s, &at, page, i);
        } else if (i < at.cell_end) {
            size_t bytes = slice_trim(page->nodes[i].text).len;
            at.row += bytes;
            at.cell += bytes;
            at.inner += i < at.inner_end ? bytes : 0;
        }
    }
    end_row(&s, &at);
    return s;
}

static bool has_role(const struct page *page, uint32_t table, const struct slice *names,
                     size_t count)
{
    struct slice role = slice_trim(page_attribute(page, table, SLICE("role")));
    for (size_t i = 0; i < count; i++)
        if (slice_equal_nocase(role, names[i]))
            return true;
    return false;
}

/* Whether the author says that it has data. */
static bool is_said_data(const struct page *page, uint32_t table, const struct survey *s)
{
    static const struct slice roles[] = {SLICE_INIT("table"), SLICE_INIT("grid"),
                                         SLICE_INIT("treegrid")};
    return s->headers || s->has_parts ||
           slice_trim(page_attribute(page, table, SLICE("summary"))).len ||
           has_role(page, table, roles, COUNT_OF(roles));
}

enum table_kind table_kind_of(const struct page *page, uint32_t table)
{
    static const struct slice layout[] = {SLICE_INIT("presentation"), SLICE_INIT("none")};
    struct survey s = survey_table(page, table);
    if (s.is_deep)
        return TABLE_UNDECIDED;
    if (!s.headers && has_role(page, table, layout, COUNT_OF(layout)))
        return TABLE_OF_LAYOUT;
    if (s.columns < 2 || s.inner_max > INNER_MAX || 2 * s.inner > s.rows)
        return TABLE_UNDECIDED;
    if (s.rows < 2)
        return !s.headers && s.cell_max > NOTE_MIN ? TABLE_OF_LAYOUT : TABLE_UNDECIDED;
    if (is_said_data(page, table, &s))
        return s.row_max <= (s.is_titled ? TITLED_MAX : ROW_MAX) ? TABLE_OF_DATA
                                                                 : TABLE_UNDECIDED;
    return s.cell_max <= PLAIN_MAX && s.lines_max <= LINES_MAX && !s.has_headings &&
                   !s.has_blocks
               ? TABLE_OF_DATA
               : TABLE_UNDECIDED;
}
