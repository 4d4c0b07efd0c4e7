#include "write/markdown.h"

#include "blocks/table_grid.h"
#include "write/code_language.h"
#include "write/markdown_inline.h"

#include <string.h>

enum {
    COLUMNS_MAX = 128, /* of a table; wider ones are not readable */
    NOTE_INDENT = 4,   /* of the lines of a footnote after the first */
    FENCE_MIN = 3,
    DIGITS_MAX = 9, /* of an item's number (CommonMark, section 5.2) */
};

/* The quotes, items, details and notes around a block, the outermost first. */
struct path {
    const struct frame *frames[FRAMES_MAX];
    unsigned count;
};

struct writer {
    const struct write_context *context;
    struct buffer *out;
    struct path path;
    const struct block *before;    /* the block before; NULL: none */
    bool is_alternate[FRAMES_MAX]; /* use the other marker for the list at this depth */
    bool is_list_line; /* the block before is a list item of plain text input */
};

/* ---- line starts ------------------------------------------------------------------- */

static void find_path(const struct block *block, struct path *path)
{
    const struct frame *all[FRAMES_MAX];
    unsigned count = write_context_path(block->frame, all);
    path->count = 0;
    for (unsigned i = 0; i < count; i++) {
        if (all[i]->kind == FRAME_NOTE)
            path->count = 0; /* a note is not nested */
        if (all[i]->kind != FRAME_TERMS && all[i]->kind != FRAME_TABLE)
            path->frames[path->count++] = all[i];
    }
}

static unsigned count_common(const struct path *a, const struct path *b)
{
    unsigned common = 0;
    while (common < a->count && common < b->count &&
           a->frames[common] == b->frames[common])
        common++;
    return common;
}

static bool is_numbered(const struct frame *item)
{
    return item->marker.len > 1 && item->marker.len <= DIGITS_MAX + 1 &&
           is_ascii_digit((unsigned char)item->marker.ptr[0]);
}

/* Two adjacent lists have different markers: otherwise they would be one list. */
static void append_marker(struct writer *w, unsigned depth)
{
    const struct frame *item = w->path.frames[depth];
    bool is_alternate = w->is_alternate[depth];
    if (item->kind == FRAME_NOTE) {
        buffer_append_string(w->out, "[^");
        buffer_append(w->out, slice_after(item->marker, 1));
        buffer_append_string(w->out, ": ");
    } else if (is_numbered(item)) {
        buffer_append(w->out, slice_of(item->marker.ptr, item->marker.len - 1));
        buffer_append_string(w->out, is_alternate ? ") " : ". ");
    } else {
        buffer_append_string(w->out, is_alternate ? "* " : "- ");
    }
}

static void append_indent(struct writer *w, const struct frame *frame)
{
    size_t width = frame->kind == FRAME_NOTE ? NOTE_INDENT
                   : is_numbered(frame)      ? frame->marker.len + 1
                                             : 2;
    if (frame->kind == FRAME_QUOTE)
        buffer_append_string(w->out, "> ");
    else
        buffer_append_times(w->out, ' ', width);
}

/* Writes the start of a line: indentation for the first `known` frames, which continue,
   and markers for the others, which begin. */
static void begin_line(struct writer *w, unsigned known)
{
    for (unsigned i = 0; i < w->path.count; i++)
        if (i < known || w->path.frames[i]->kind == FRAME_QUOTE)
            append_indent(w, w->path.frames[i]);
        else
            append_marker(w, i);
}

static void next_line(struct writer *w)
{
    buffer_append_char(w->out, '\n');
    begin_line(w, w->path.count);
}

/* Writes the indentation of the first `depth` frames without trailing spaces. */
static void append_indent_only(struct writer *w, unsigned depth)
{
    size_t start = w->out->len;
    for (unsigned i = 0; i < depth; i++)
        append_indent(w, w->path.frames[i]);
    while (w->out->len > start && w->out->ptr[w->out->len - 1] == ' ')
        buffer_truncate(w->out, w->out->len - 1);
}

static void append_blank_line(struct writer *w, unsigned depth)
{
    append_indent_only(w, depth);
    buffer_append_char(w->out, '\n');
}

/* ---- between two blocks ------------------------------------------------------------ */

static bool is_text(const struct block *block)
{
    return block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_ITEM ||
           block->kind == BLOCK_CAPTION || block->kind == BLOCK_LINE;
}

/* Whether the block is another line of the paragraph before it. */
static bool continues_paragraph(const struct writer *w, const struct block *block,
                                const struct path *path, bool gap)
{
    return w->before && !gap && !block->after_rule && is_text(w->before) &&
           is_text(block) && !(block->kind == BLOCK_LINE && block->marker.len) &&
           path->count == w->path.count && count_common(path, &w->path) == path->count;
}

/* After a URL, GFM takes the backslash of a hard line break as part of the URL. */
static bool ends_with_address(struct slice text)
{
    size_t space = slice_find_last_char(text, ' ');
    struct slice word = slice_after(text, space == SIZE_MAX ? 0 : space + 1);
    return slice_find(word, SLICE("://")) != SIZE_MAX ||
           slice_find_nocase(word, SLICE("www.")) != SIZE_MAX;
}

static bool continues_heading(const struct writer *w, const struct block *block,
                              const struct path *path, bool gap)
{
    return w->before && !gap && w->before->kind == BLOCK_HEADING &&
           block->kind == BLOCK_HEADING && block->level == w->before->level &&
           path->count == w->path.count && count_common(path, &w->path) == path->count;
}

/* Whether the item can follow without a blank line. A numbered item other than 1 cannot
   interrupt a paragraph. */
static bool is_tight_item(const struct writer *w, const struct block *block,
                          const struct path *path, unsigned common, bool gap)
{
    if (block->kind == BLOCK_LINE)
        return !gap && block->marker.len && w->is_list_line;
    if (gap || block->after_rule || common >= path->count)
        return false;
    const struct frame *item = path->frames[common];
    if ((item->kind != FRAME_ITEM && item->kind != FRAME_DETAIL) ||
        w->before->kind == BLOCK_ROW || w->before->kind == BLOCK_TERM)
        return false;
    if (common < w->path.count && w->path.frames[common]->kind == FRAME_NOTE)
        return false;
    bool is_next = common < w->path.count && w->path.frames[common]->kind == item->kind &&
                   w->path.frames[common]->list == item->list;
    return is_next || !is_numbered(item) || slice_equal(item->marker, SLICE("1."));
}

/* Makes the block's path the current one, and sets which lists need the other marker. */
static void enter_path(struct writer *w, const struct path *path, unsigned common)
{
    const struct path *old = &w->path;
    for (unsigned i = common; i < path->count; i++) {
        const struct frame *frame = path->frames[i];
        const struct frame *previous = i < old->count ? old->frames[i] : NULL;
        bool is_neighbour = i == common && previous && previous->kind == frame->kind &&
                            (frame->kind == FRAME_ITEM || frame->kind == FRAME_DETAIL);
        if (!is_neighbour)
            w->is_alternate[i] = false;
        else if (previous->list != frame->list)
            w->is_alternate[i] = !w->is_alternate[i];
    }
    w->path = *path;
}

static void append_rule(struct writer *w, unsigned common)
{
    for (unsigned i = 0; i < common; i++)
        append_indent(w, w->path.frames[i]);
    buffer_append_string(w->out, "---\n");
    append_blank_line(w, common);
}

/* Writes everything before the block's own text. */
static void begin_block(struct writer *w, const struct block *block,
                        const struct path *path, bool gap)
{
    unsigned common = count_common(path, &w->path);
    bool is_tight = w->before && is_tight_item(w, block, path, common, gap);
    enter_path(w, path, common);
    if (w->before)
        buffer_append_char(w->out, '\n');
    if (w->before && !is_tight)
        append_blank_line(w, common);
    if (w->before && block->after_rule)
        append_rule(w, common);
    begin_line(w, common);
}

/* ---- kinds of blocks --------------------------------------------------------------- */

static void append_words(struct writer *w, const struct block *block,
                         enum markdown_place place)
{
    struct markdown_range all = {block, 0, block->text.len, place};
    markdown_inline_append(w->context, &all, w->out);
}

static void append_heading(struct writer *w, const struct block *block)
{
    buffer_append_times(w->out, '#', block->level);
    buffer_append_char(w->out, ' ');
    append_words(w, block, MARKDOWN_HEADING);
}

/* CommonMark has no definition lists: a term is written in bold, and its descriptions as
   a list. */
static void append_term(struct writer *w, const struct block *block)
{
    struct block term = *block;
    struct span *spans =
        arena_alloc(w->context->arena, (block->span_count + 1) * sizeof *spans);
    spans[0] = (struct span){.kind = SPAN_STRONG,
                             .end = (uint32_t)block->text.len,
                             .inner = block->span_count,
                             .node = NODE_NONE};
    if (block->span_count)
        memcpy(spans + 1, block->spans, block->span_count * sizeof *spans);
    term.spans = spans;
    term.span_count++;
    append_words(w, &term, MARKDOWN_LINE);
}

static void append_code(struct writer *w, const struct block *block)
{
    size_t fence = markdown_inline_fence(block->text);
    fence = fence < FENCE_MIN ? FENCE_MIN : fence;
    struct slice rest = block->text, line;
    buffer_append_times(w->out, '`', fence);
    if (w->context->page && block->reshaped_first != NODE_NONE)
        buffer_append(w->out, code_language_of(w->context->page, block->reshaped_first));
    while (slice_split(&rest, '\n', &line)) {
        buffer_append_char(w->out, '\n');
        if (line.len) {
            begin_line(w, w->path.count);
            buffer_append(w->out, line);
        } else {
            append_indent_only(w, w->path.count);
        }
    }
    next_line(w);
    buffer_append_times(w->out, '`', fence);
}

/* ---- tables ------------------------------------------------------------------------ */

static unsigned count_cells(const struct block *row)
{
    unsigned cells = 1;
    for (size_t i = 0; i < row->text.len; i++)
        cells += row->text.ptr[i] == '\t';
    return cells < COLUMNS_MAX ? cells : COLUMNS_MAX;
}

static void append_row(struct writer *w, const struct block *row, unsigned columns)
{
    size_t start = 0;
    for (unsigned i = 0; i < columns; i++) {
        struct slice rest = slice_after(row->text, start);
        size_t tab = slice_find_char(rest, '\t');
        size_t len = tab == SIZE_MAX || i + 1 == columns ? rest.len : tab;
        buffer_append_string(w->out, "| ");
        struct markdown_range cell = {row, start, start + len, MARKDOWN_CELL};
        if (len)
            markdown_inline_append(w->context, &cell, w->out);
        buffer_append_char(w->out, ' ');
        start += len + (tab != SIZE_MAX);
    }
    buffer_append_char(w->out, '|');
}

static uint32_t row_of(const struct page *page, const struct block *block)
{
    uint32_t row = block->reshaped_first;
    while (row != NODE_NONE && page->nodes[row].tag != TAG_TR)
        row = page->nodes[row].parent;
    return row;
}

/* The alignment of a column is looked up in the first rows: the header may not have
   one. */
static void append_delimiters(struct writer *w, const struct block *rows, size_t count,
                              unsigned columns)
{
    enum { ROWS_CHECKED = 2 };
    static const char *const marks[] = {"| --- ", "| :-- ", "| :-: ", "| --: "};
    enum table_grid_alignment alignments[TABLE_GRID_COLUMNS_MAX] = {TABLE_GRID_NONE};
    for (size_t i = 0, checked = 0; i < count && checked < ROWS_CHECKED; i++) {
        uint32_t row = rows[i].verdict == VERDICT_DROP || !w->context->page
                           ? NODE_NONE
                           : row_of(w->context->page, &rows[i]);
        if (row == NODE_NONE)
            continue;
        table_grid_align(w->context->page, row, alignments);
        checked++;
    }
    next_line(w);
    for (unsigned column = 0; column < columns; column++)
        buffer_append_string(w->out,
                             marks[column < TABLE_GRID_COLUMNS_MAX ? alignments[column]
                                                                   : TABLE_GRID_NONE]);
    buffer_append_char(w->out, '|');
}

static size_t append_table(struct writer *w, const struct block *rows, size_t count)
{
    unsigned columns = 0, written = 0;
    size_t end = 0;
    for (; end < count && rows[end].kind == BLOCK_ROW && rows[end].frame == rows->frame;
         end++) {
        unsigned cells = rows[end].verdict == VERDICT_DROP ? 0 : count_cells(&rows[end]);
        columns = cells > columns ? cells : columns;
    }
    for (size_t i = 0; i < end; i++) {
        if (rows[i].verdict == VERDICT_DROP)
            continue;
        if (written)
            next_line(w);
        append_row(w, &rows[i], columns);
        if (!written++)
            append_delimiters(w, rows, end, columns);
    }
    return end;
}

/* ---- blocks ------------------------------------------------------------------------ */

/* Appends a block, or all rows of a table. Returns the number of blocks. */
static size_t append_block(struct writer *w, const struct block *block, size_t left)
{
    switch (block->kind) {
    case BLOCK_HEADING:
        append_heading(w, block);
        return 1;
    case BLOCK_PRE:
        append_code(w, block);
        return 1;
    case BLOCK_ROW:
        return append_table(w, block, left);
    case BLOCK_TERM:
        append_term(w, block);
        return 1;
    case BLOCK_LINE:
        w->is_list_line = block->marker.len > 0;
        buffer_append_string(w->out, w->is_list_line ? "- " : "");
        append_words(w, block, MARKDOWN_LINE);
        return 1;
    case BLOCK_PARAGRAPH:
    case BLOCK_ITEM:
    case BLOCK_CAPTION:
        append_words(w, block, MARKDOWN_LINE);
        return 1;
    }
    return 1;
}

static size_t write_block(struct writer *w, const struct block *block, size_t left,
                          bool gap)
{
    struct path path;
    size_t consumed = 1;
    find_path(block, &path);
    if (continues_paragraph(w, block, &path, gap)) {
        buffer_append_string(w->out, ends_with_address(w->before->text) ? " \\" : "\\");
        next_line(w);
        buffer_append_string(w->out, w->is_list_line ? "  " : "");
        append_words(w, block, MARKDOWN_LINE);
    } else if (continues_heading(w, block, &path, gap)) {
        buffer_append_char(w->out, ' ');
        append_words(w, block, MARKDOWN_HEADING);
    } else {
        begin_block(w, block, &path, gap);
        w->is_list_line = false;
        consumed = append_block(w, block, left);
    }
    w->before = block;
    return consumed;
}

static bool shows_image(const struct write_context *context, const struct block *block)
{
    for (uint32_t i = 0; i < block->span_count; i++)
        if (block->spans[i].kind == SPAN_IMAGE &&
            write_context_image(context, block->spans[i].node).len)
            return true;
    return false;
}

void write_markdown(const struct block_list *blocks, const struct write_context *context,
                    struct buffer *out)
{
    struct writer w = {.context = context, .out = out};
    bool gap = false;
    for (size_t i = 0; i < blocks->count;) {
        const struct block *block = &blocks->items[i];
        /* a blank line before a dropped block is kept */
        gap |= !block->tight;
        if (block->verdict == VERDICT_DROP ||
            (!block->text.len && !shows_image(context, block))) {
            i++;
            continue;
        }
        i += write_block(&w, block, blocks->count - i, gap);
        gap = false;
    }
    if (w.before)
        buffer_append_char(out, '\n');
}

void markdown_append_title(struct slice title, struct buffer *out)
{
    buffer_append_string(out, "# ");
    markdown_inline_append_text(title, MARKDOWN_HEADING, out);
    buffer_append_string(out, "\n\n");
}

void markdown_append_plain(struct slice text, struct buffer *out)
{
    bool in_paragraph = false;
    text = slice_trim(text);
    for (struct slice line; slice_split(&text, '\n', &line);) {
        line = slice_trim(line); /* four spaces would begin a block of code */
        if (in_paragraph)
            buffer_append_string(out, line.len ? "\\\n" : "\n\n");
        markdown_inline_append_text(line, MARKDOWN_LINE, out);
        in_paragraph = line.len > 0;
    }
    if (in_paragraph)
        buffer_append_char(out, '\n');
}
