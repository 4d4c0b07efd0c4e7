#include "write/text.h"

#include "base/unicode.h"

enum {
    QUOTE_INDENT = 4,  /* columns */
    DETAIL_INDENT = 2, /* of the description of a term */
    COLUMN_GAP = 2,
    COLUMN_MAX = 48,  /* a wider cell does not widen its column: the others would be far
                         apart */
    COLUMNS_MAX = 64, /* of a table that are aligned */
    JOINED_MAX = 64,  /* columns of a cell whose lines are written on one */
    LINE_MIN = 20,    /* columns for words, however deep the block is nested */
};

struct writer {
    const struct write_context *context;
    struct buffer *out;
    const struct frame *written; /* of the block before */
    struct buffer notes;         /* link targets, one per line */
    unsigned note_count;
};

/* ---- line starts ------------------------------------------------------------------- */

static size_t indent_of(const struct frame *frame)
{
    switch (frame->kind) {
    case FRAME_QUOTE:
        return QUOTE_INDENT;
    case FRAME_DETAIL:
        return DETAIL_INDENT;
    case FRAME_ITEM:
    case FRAME_NOTE:
        return frame->marker.len + 1;
    case FRAME_NONE:
    case FRAME_TERMS:
    case FRAME_TABLE:
        break;
    }
    return 0;
}

static bool is_around(const struct frame *frame, const struct frame *inner)
{
    while (inner && inner->depth > frame->depth)
        inner = inner->outer;
    return inner == frame;
}

/* Returns the innermost list item or note around the block, if the block is the first of
   it: then its marker is written before the block. */
static const struct frame *find_starting_item(const struct writer *w,
                                              const struct block *block)
{
    const struct frame *frame = block->frame;
    while (frame && frame->kind != FRAME_ITEM && frame->kind != FRAME_NOTE)
        frame = frame->outer;
    return frame && !is_around(frame, w->written) ? frame : NULL;
}

static size_t width_before(const struct block *block)
{
    size_t width = unicode_width(block->indent);
    for (const struct frame *frame = block->frame; frame; frame = frame->outer)
        width += indent_of(frame);
    return width + (block->kind == BLOCK_LINE && block->marker.len ? 2 : 0);
}

static void begin_line(const struct writer *w, const struct block *block, bool is_first)
{
    const struct frame *path[FRAMES_MAX];
    unsigned depth = write_context_path(block->frame, path);
    const struct frame *item = is_first ? find_starting_item(w, block) : NULL;
    buffer_append(w->out, block->indent);
    for (unsigned i = 0; i < depth; i++) {
        if (path[i] == item) {
            buffer_append(w->out, item->marker);
            buffer_append_char(w->out, ' ');
        } else {
            buffer_append_times(w->out, ' ', indent_of(path[i]));
        }
    }
    if (block->kind != BLOCK_LINE || !block->marker.len)
        return;
    if (is_first)
        buffer_append(w->out, block->marker);
    buffer_append_times(w->out, ' ', is_first ? 1 : 2);
}

/* ---- links and images -------------------------------------------------------------- */

/* Returns the largest number of the page's own footnotes. Numbers of links follow it. */
static unsigned last_footnote(const struct block_list *blocks)
{
    enum { NUMBER_MAX = 1000000 }; /* far more than a page has */
    unsigned last = 0;
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->items[i];
        for (uint32_t s = 0; s < block->span_count; s++) {
            const struct span *span = &block->spans[s];
            unsigned number = 0;
            for (uint32_t at = span->start + 1;
                 span->kind == SPAN_REFERENCE && at + 1 < span->end; at++)
                number = number < NUMBER_MAX ? number * 10 + block->text.ptr[at] - '0'
                                             : number;
            last = number > last ? number : last;
        }
    }
    return last;
}

static void append_link_note(struct writer *w, uint32_t node, struct buffer *text)
{
    struct slice target = write_context_link(w->context, node);
    if (!target.len ||
        write_context_fragment(w->context, node).len) /* leads to the same page */
        return;
    buffer_printf(text, " [%u]", ++w->note_count);
    buffer_printf(&w->notes, "[%u] ", w->note_count);
    buffer_append(&w->notes, target);
    buffer_append_char(&w->notes, '\n');
}

static void append_alt(struct writer *w, uint32_t node, struct slice after,
                       struct buffer *text)
{
    struct slice alt = write_context_alt(w->context, node);
    if (!alt.len)
        return;
    if (text->len && !is_ascii_space((unsigned char)text->ptr[text->len - 1]))
        buffer_append_char(text, ' ');
    buffer_append_string(text, "[Image: ");
    buffer_append(text, alt);
    buffer_append_char(text, ']');
    if (after.len && !is_ascii_space((unsigned char)after.ptr[0]))
        buffer_append_char(text, ' ');
}

/* A block's text while notes of links and alternative texts are inserted. */
struct annotated {
    struct slice text;       /* the block's */
    size_t at;               /* up to here it is in out */
    const struct span *link; /* the open link; links are not nested */
    struct buffer out;
};

static void copy_until(struct annotated *t, size_t end)
{
    buffer_append(&t->out, slice_of(t->text.ptr + t->at, end - t->at));
    t->at = end;
}

/* Closes the open link with its note, if it ends before `end`. */
static void close_link(struct writer *w, struct annotated *t, uint32_t end)
{
    if (!t->link || t->link->end > end)
        return;
    copy_until(t, t->link->end);
    append_link_note(w, t->link->node, &t->out);
    t->link = NULL;
}

/* Returns the block's text with notes of links and alternative texts of images, as far as
   they were requested, and with newlines at the line breaks of cells. */
static struct slice text_with_links(struct writer *w, const struct block *block)
{
    bool is_plain = !(w->context->links || w->context->images);
    if (!block->span_count || (is_plain && block->kind != BLOCK_ROW))
        return block->text;
    struct annotated t = {.text = block->text};
    buffer_open(&t.out, w->context->arena);
    for (uint32_t i = 0; i < block->span_count; i++) {
        const struct span *span = &block->spans[i];
        close_link(w, &t, span->start);
        if (span->kind == SPAN_LINK && w->context->links && span->end > span->start)
            t.link = span;
        if (span->kind == SPAN_BREAK && span->end > span->start) {
            copy_until(&t, span->start);
            buffer_append_char(&t.out, '\n');
            t.at = span->end;
        }
        if (span->kind != SPAN_IMAGE || !w->context->images)
            continue;
        copy_until(&t, span->start);
        append_alt(w, span->node, slice_after(block->text, t.at), &t.out);
    }
    close_link(w, &t, UINT32_MAX);
    copy_until(&t, block->text.len);
    return buffer_slice(&t.out);
}

/* ---- lines of words ---------------------------------------------------------------- */

static void append_trimmed(struct buffer *out, struct slice line)
{
    while (line.len && line.ptr[line.len - 1] == ' ')
        line.len--;
    buffer_append(out, line);
    buffer_append_char(out, '\n');
}

static void write_wrapped(struct writer *w, const struct block *block, struct slice text,
                          unsigned width)
{
    bool *breaks = arena_alloc(w->context->arena, text.len);
    size_t start = 0;
    unicode_break(text, width, breaks);
    for (size_t i = 1; i <= text.len; i++) {
        if (i < text.len && !breaks[i])
            continue;
        begin_line(w, block, start == 0);
        append_trimmed(w->out, slice_of(text.ptr + start, i - start));
        start = i;
    }
}

static void write_verbatim(const struct writer *w, const struct block *block,
                           struct slice text)
{
    struct slice line;
    for (bool is_first = true; slice_split(&text, '\n', &line); is_first = false) {
        if (line.len || is_first)
            begin_line(w, block, is_first);
        buffer_append(w->out, line);
        buffer_append_char(w->out, '\n');
    }
}

static void write_words(struct writer *w, const struct block *block, struct slice text)
{
    size_t before = width_before(block);
    unsigned width = w->context->width;
    unsigned left = width > before + LINE_MIN ? width - (unsigned)before : LINE_MIN;
    if (width && block->kind != BLOCK_PRE && unicode_width(text) > left)
        write_wrapped(w, block, text, left);
    else
        write_verbatim(w, block, text);
}

/* ---- tables ------------------------------------------------------------------------ */

struct table {
    struct slice *rows; /* texts of the rows, with tabs between cells */
    size_t count;
    size_t widths[COLUMNS_MAX];
};

/* The lines of a short cell are joined. */
static struct slice join_lines(struct slice row, struct arena *a)
{
    struct slice rest = row, cell;
    struct buffer out;
    if (slice_find_char(row, '\n') == SIZE_MAX)
        return row;
    buffer_open(&out, a);
    while (slice_split(&rest, '\t', &cell)) {
        bool is_short = unicode_width(cell) <= JOINED_MAX;
        for (size_t i = 0; i < cell.len; i++)
            buffer_append_char(&out, cell.ptr[i] == '\n' && is_short ? ' ' : cell.ptr[i]);
        if (rest.ptr)
            buffer_append_char(&out, '\t');
    }
    return buffer_slice(&out);
}

static void measure_row(struct table *table, struct slice row)
{
    struct slice cell, line;
    for (unsigned i = 0; i < COLUMNS_MAX && slice_split(&row, '\t', &cell); i++) {
        while (slice_split(&cell, '\n', &line)) {
            size_t width = unicode_width(line);
            if (width <= COLUMN_MAX && width > table->widths[i])
                table->widths[i] = width;
        }
    }
}

/* A line of a cell that is not its first one begins below it, so that the text keeps its
   order: the next cell continues after the last line. */
static void write_row(struct writer *w, const struct block *block,
                      const struct table *table, struct slice row)
{
    struct slice cell, line;
    size_t column = 0; /* where the cell begins */
    size_t due = 0;    /* spaces to write before the next cell that is not empty */
    for (unsigned i = 0; slice_split(&row, '\t', &cell); i++) {
        size_t has = 0, width = i < COLUMNS_MAX ? table->widths[i] : 0;
        for (bool is_first = true; slice_split(&cell, '\n', &line); is_first = false) {
            if (!is_first) {
                buffer_append_char(w->out, '\n');
                begin_line(w, block, false);
                due = column;
            }
            buffer_append_times(w->out, ' ', line.len ? due : 0);
            buffer_append(w->out, line);
            due = line.len ? 0 : due;
            has = unicode_width(line);
        }
        due += (width > has ? width - has : 0) + COLUMN_GAP;
        column += width + COLUMN_GAP;
    }
    buffer_append_char(w->out, '\n');
}

static void write_rows(struct writer *w, const struct block *blocks, size_t count)
{
    struct table table = {.rows =
                              arena_alloc(w->context->arena, count * sizeof *table.rows)};
    for (size_t i = 0; i < count; i++) {
        if (blocks[i].verdict == VERDICT_DROP)
            continue;
        table.rows[table.count] =
            join_lines(text_with_links(w, &blocks[i]), w->context->arena);
        measure_row(&table, table.rows[table.count++]);
    }
    for (size_t i = 0; i < table.count; i++) {
        begin_line(w, &blocks[0], i == 0);
        write_row(w, &blocks[0], &table, table.rows[i]);
    }
}

/* Returns the number of consecutive rows of the same table. */
static size_t count_rows(const struct block *blocks, size_t count)
{
    size_t rows = 1;
    while (rows < count && blocks[rows].kind == BLOCK_ROW &&
           blocks[rows].frame == blocks[0].frame)
        rows++;
    return rows;
}

/* ---- blocks ------------------------------------------------------------------------ */

/* Writes a block, or all rows of a table. Returns the number of blocks. */
static size_t write_block(struct writer *w, const struct block *block, size_t left,
                          bool with_gap)
{
    size_t rows = block->kind == BLOCK_ROW ? count_rows(block, left) : 0;
    struct slice text = rows ? block->text : text_with_links(w, block);
    if (!text.len)
        return 1;
    if (with_gap)
        buffer_append_char(w->out, '\n');
    if (rows)
        write_rows(w, block, rows);
    else
        write_words(w, block, text);
    w->written = block->frame;
    return rows ? rows : 1;
}

void write_text(const struct block_list *blocks, const struct write_context *context,
                struct buffer *out)
{
    struct writer w = {
        .context = context,
        .out = out,
        .note_count = context->links ? last_footnote(blocks) : 0,
    };
    size_t start = out->len;
    bool gap = false;
    buffer_open(&w.notes, context->arena);
    for (size_t i = 0; i < blocks->count;) {
        const struct block *block = &blocks->items[i];
        size_t before = out->len;
        /* a blank line before a dropped block is kept */
        gap |= !block->tight;
        if (block->verdict == VERDICT_DROP) {
            i++;
            continue;
        }
        i += write_block(&w, block, blocks->count - i, gap && before > start);
        gap = gap && out->len == before;
    }
    if (w.notes.len) {
        buffer_append_char(out, '\n');
        buffer_append(out, buffer_slice(&w.notes));
    }
}
