#include "clean/block.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "clean/shown.h"
#include "clean/words.h"

#include <string.h>

enum {
    DEPTH_MAX = 200,     /* of lists and quotes; what is deeper is shown at this depth */
    ROW_TEXT_MAX = 2000, /* bytes; a longer row is a layout, and no line of a table */
    CELL_BREAKS_MAX = 2, /* line breaks a cell; with more it holds lines of its own */
    COLUMNS_MAX = 64,    /* of a table, as far as spans are heeded */
};

/* ---- what an element does to the flow ---------------------------------------------- */

enum role {
    ROLE_NONE,
    ROLE_HEADING,
    ROLE_LIST,
    ROLE_ORDERED,
    ROLE_ITEM,
    ROLE_QUOTE,
    ROLE_PRE,
    ROLE_TABLE,
    ROLE_ROW,
    ROLE_CAPTION,
    ROLE_TERMS,
    ROLE_DETAIL, /* stands right under its term */
};

static const struct {
    uint8_t role, level;
} ROLES[TAG_COUNT] = {
    [TAG_H1] = {ROLE_HEADING, 1},
    [TAG_H2] = {ROLE_HEADING, 2},
    [TAG_H3] = {ROLE_HEADING, 3},
    [TAG_H4] = {ROLE_HEADING, 4},
    [TAG_H5] = {ROLE_HEADING, 5},
    [TAG_H6] = {ROLE_HEADING, 6},
    [TAG_UL] = {ROLE_LIST, 0},
    [TAG_MENU] = {ROLE_LIST, 0},
    [TAG_DIR] = {ROLE_LIST, 0},
    [TAG_OL] = {ROLE_ORDERED, 0},
    [TAG_LI] = {ROLE_ITEM, 0},
    [TAG_BLOCKQUOTE] = {ROLE_QUOTE, 0},
    [TAG_PRE] = {ROLE_PRE, 0},
    [TAG_LISTING] = {ROLE_PRE, 0},
    [TAG_XMP] = {ROLE_PRE, 0},
    [TAG_PLAINTEXT] = {ROLE_PRE, 0},
    [TAG_TABLE] = {ROLE_TABLE, 0},
    [TAG_TR] = {ROLE_ROW, 0},
    [TAG_FIGCAPTION] = {ROLE_CAPTION, 0},
    [TAG_CAPTION] = {ROLE_CAPTION, 0},
    [TAG_DL] = {ROLE_TERMS, 0},
    [TAG_DD] = {ROLE_DETAIL, 0},
};

static const uint8_t SPANS[TAG_COUNT] = {
    [TAG_EM] = SPAN_EMPHASIS,  [TAG_I] = SPAN_EMPHASIS,     [TAG_CITE] = SPAN_EMPHASIS,
    [TAG_DFN] = SPAN_EMPHASIS, [TAG_VAR] = SPAN_EMPHASIS,   [TAG_STRONG] = SPAN_STRONG,
    [TAG_B] = SPAN_STRONG,     [TAG_CODE] = SPAN_CODE,      [TAG_KBD] = SPAN_CODE,
    [TAG_SAMP] = SPAN_CODE,    [TAG_TT] = SPAN_CODE,        [TAG_DEL] = SPAN_DELETED,
    [TAG_S] = SPAN_DELETED,    [TAG_STRIKE] = SPAN_DELETED, [TAG_A] = SPAN_LINK,
};

struct list {
    uint32_t node;
    bool ordered;
    long next; /* the number of its next item */
};

/* What holds for the text at a place; an element's end gives back what held before it. */
struct context {
    enum block_kind kind;
    uint8_t level, depth, quote;
    bool in_row;    /* a row of a table: its cells are one line */
    bool is_detail; /* of a term */
    uint32_t group; /* the outermost list, the table or the terms it stands in */
    struct list *list;
    const struct frame *frame;
};

struct open_element {
    uint32_t end;
    struct context outer;
};

struct flow {
    const struct page *page;
    const struct marks *marks;
    const uint8_t *verdicts;
    struct arena *arena;
    struct block_list *out;
    struct {
        struct open_element *items;
        size_t count, capacity;
    } open;
    struct context now;
    struct words words;            /* of the block that is being gathered */
    struct slice marker;           /* of an item whose first block is still to come */
    uint32_t first, last;          /* the text nodes that it came from */
    uint32_t last_group;           /* of the block before */
    enum block_kind last_kind;     /* of the block before */
    unsigned cells;                /* of the row, so far */
    unsigned columns;              /* that the cell before spans besides its own */
    uint16_t carried[COLUMNS_MAX]; /* rows that a cell still reaches down to, by column */
    unsigned breaks;               /* line breaks since the block before; 2 make a gap */
    bool has_image;                /* in the block */
    bool after_rule; /* a thematic break was passed since the block before */
    bool by_reason;  /* a block holds what one reason has decided over */
};

/* ---- text -------------------------------------------------------------------------- */

static void append_image(struct flow *f, uint32_t i)
{
    if (f->now.kind == BLOCK_PRE || !block_shows_image(f->page, f->marks, f->verdicts, i))
        return;
    words_add_image(&f->words, i);
    f->has_image = true;
    if (f->first == NODE_NONE)
        f->first = f->last = i;
}

/* ---- blocks ------------------------------------------------------------------------ */

static bool is_tight(const struct flow *f, enum block_kind kind)
{
    if (f->breaks == 1)
        return true;
    if (f->last_group != f->now.group || f->now.group == NODE_NONE)
        return false;
    return f->now.is_detail || (kind == BLOCK_ITEM && f->last_kind != BLOCK_ROW) ||
           (kind == BLOCK_ROW && f->last_kind == BLOCK_ROW);
}

/* What is gathered, trimmed: of a preformatted text only empty lines are, and a row's
   first cells may be empty. */
static struct slice gathered(const struct flow *f)
{
    struct slice text = buffer_slice(&f->words.text);
    if (f->now.kind != BLOCK_PRE && f->now.kind != BLOCK_ROW)
        return slice_trim(text);
    if (!slice_trim(text).len)
        return SLICE("");
    while (is_ascii_space((unsigned char)text.ptr[text.len - 1]))
        text.len--;
    while (text.ptr[0] == '\n')
        text = slice_after(text, 1);
    return text;
}

static void push_block(struct flow *f, struct slice text)
{
    enum block_kind kind = f->now.kind;
    if (kind == BLOCK_PARAGRAPH && f->marker.len)
        kind = BLOCK_ITEM;
    struct block block = {
        .kind = kind,
        .level = f->now.level,
        .depth = f->now.depth,
        .quote = f->now.quote,
        .tight = f->out->count && is_tight(f, kind),
        .after_rule = f->after_rule,
        .text = arena_copy(f->arena, text),
        .frame = f->now.frame,
        .first = f->first,
        .last = f->last,
        .shown_first = f->first,
        .shown_last = f->last,
        .verdict = VERDICT_KEEP,
        .reason = marks_reason_at(f->marks, f->first),
    };
    if (kind == BLOCK_ITEM)
        block.marker = f->marker;
    words_take_spans(&f->words, text, &block);
    ARENA_PUSH(f->arena, f->out, block);
    f->marker = SLICE("");
    f->last_group = f->now.group;
    f->last_kind = kind;
    f->breaks = 0;
    f->after_rule = false;
}

/* Ends the block that is being gathered, if there is anything in it. */
static void flush(struct flow *f)
{
    struct slice text = gathered(f);
    if (text.len || (f->has_image && f->out->with_images))
        push_block(f, text);
    f->has_image = false;
    words_clear(&f->words);
    f->first = NODE_NONE;
}

static void end_line(struct flow *f)
{
    if (f->now.kind == BLOCK_PRE && f->words.text.len &&
        f->words.text.ptr[f->words.text.len - 1] != '\n')
        buffer_append_char(&f->words.text, '\n');
}

/* A block begins or ends here. */
static void part(struct flow *f)
{
    if (f->now.in_row) {
        f->words.space = true;
    } else if (f->now.kind == BLOCK_PRE) {
        end_line(f);
    } else {
        flush(f);
        f->breaks = 2;
    }
}

/* ---- numbers in attributes --------------------------------------------------------- */

static long integer_attribute(const struct page *page, uint32_t node, struct slice name,
                              long otherwise)
{
    enum { DIGITS_MAX = 9 }; /* as many as always fit */
    struct slice s = slice_trim(page_attribute(page, node, name));
    bool negative = s.len && s.ptr[0] == '-';
    s = slice_after(s, negative);
    if (!s.len || s.len > DIGITS_MAX)
        return otherwise;
    long value = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!is_ascii_digit((unsigned char)s.ptr[i]))
            return otherwise;
        value = value * 10 + (s.ptr[i] - '0');
    }
    return negative ? -value : value;
}

/* ---- tables ------------------------------------------------------------------------ */

/* Whether an element in a row says that the table is there for the layout. */
static bool is_layout(enum tag tag)
{
    uint8_t role = ROLES[tag].role;
    return role == ROLE_TABLE || role == ROLE_LIST || role == ROLE_ORDERED ||
           role == ROLE_HEADING || role == ROLE_PRE || role == ROLE_QUOTE;
}

static unsigned span_of(const struct page *page, uint32_t cell, struct slice name)
{
    long span =
        page->nodes[cell].attribute_count ? integer_attribute(page, cell, name, 1) : 1;
    return span < 1 ? 1 : span > COLUMNS_MAX ? COLUMNS_MAX : (unsigned)span;
}

/* A row whose cells are short and simple: it makes one line. */
static bool is_line_of_table(const struct flow *f, uint32_t row)
{
    const struct page *page = f->page;
    unsigned cells = 0, breaks = 0, paragraphs = 0;
    size_t bytes = 0;
    for (unsigned column = 0; column < COLUMNS_MAX; column++)
        cells += f->carried[column] != 0;
    for (uint32_t i = row + 1; i < page->nodes[row].end; i++) {
        enum tag tag = (enum tag)page->nodes[i].tag;
        if (tag == TAG_TEXT) {
            bytes += page->nodes[i].text.len;
        } else if (tag == TAG_TD || tag == TAG_TH) {
            cells += span_of(page, i, SLICE("colspan"));
            breaks = paragraphs = 0;
        }
        breaks += tag == TAG_BR;
        paragraphs += tag == TAG_P;
        if (is_layout(tag) || bytes > ROW_TEXT_MAX || paragraphs > 1 ||
            breaks > CELL_BREAKS_MAX)
            return false;
    }
    return cells > 1;
}

static void begin_column(struct flow *f)
{
    if (f->cells++)
        buffer_append_char(&f->words.text, '\t');
}

/* The columns that cells before it, and above it, reach into. */
static void pass_columns(struct flow *f)
{
    for (; f->columns; f->columns--)
        begin_column(f);
    while (f->cells < COLUMNS_MAX && f->carried[f->cells]) {
        f->carried[f->cells]--;
        begin_column(f);
    }
}

static void open_cell(struct flow *f, uint32_t i)
{
    words_part_spans(&f->words);
    pass_columns(f);
    f->columns = span_of(f->page, i, SLICE("colspan")) - 1;
    unsigned rows = span_of(f->page, i, SLICE("rowspan")) - 1;
    for (unsigned n = 0; rows && n <= f->columns && f->cells + n < COLUMNS_MAX; n++)
        f->carried[f->cells + n] = (uint16_t)rows;
    begin_column(f);
    f->words.space = f->words.gap = false;
}

static void open_row(struct flow *f, uint32_t i)
{
    f->now.in_row = is_line_of_table(f, i);
    f->cells = f->columns = 0;
    if (f->now.in_row)
        f->now.kind = BLOCK_ROW;
    else
        memset(f->carried, 0, sizeof f->carried);
}

/* ---- frames ------------------------------------------------------------------------ */

static void open_frame(struct flow *f, enum frame_kind kind, uint32_t i)
{
    unsigned depth = f->now.frame ? f->now.frame->depth + 1 : 0;
    if (depth >= FRAMES_MAX)
        return;
    struct frame *frame = arena_alloc(f->arena, sizeof *frame);
    *frame = (struct frame){.outer = f->now.frame,
                            .kind = kind,
                            .node = i,
                            .list = f->now.list ? f->now.list->node : NODE_NONE,
                            .marker = f->marker,
                            .depth = depth};
    f->now.frame = frame;
}

/* ---- lists ------------------------------------------------------------------------- */

static uint8_t deeper(uint8_t depth)
{
    return depth < DEPTH_MAX ? (uint8_t)(depth + 1) : depth;
}

static void open_list(struct flow *f, uint32_t i, bool ordered)
{
    struct list *list = arena_alloc(f->arena, sizeof *list);
    list->node = i;
    list->ordered = ordered;
    list->next = ordered ? integer_attribute(f->page, i, SLICE("start"), 1) : 1;
    f->now.list = list;
    if (!f->now.depth)
        f->now.group = i;
    f->now.depth = deeper(f->now.depth);
}

static void open_item(struct flow *f, uint32_t i)
{
    struct list *list = f->now.list;
    f->now.kind = BLOCK_PARAGRAPH;
    if (!list || !list->ordered) {
        f->marker = SLICE("-");
        if (!f->now.depth)
            f->now.depth = 1;
    } else {
        list->next = integer_attribute(f->page, i, SLICE("value"), list->next);
        const char *marker = arena_printf(f->arena, "%ld.", list->next++);
        f->marker = slice_of_string(marker);
    }
    open_frame(f, FRAME_ITEM, i);
}

/* ---- the walk ---------------------------------------------------------------------- */

static void open_role(struct flow *f, uint32_t i)
{
    struct context *now = &f->now;
    enum tag tag = (enum tag)f->page->nodes[i].tag;
    switch ((enum role)ROLES[tag].role) {
    case ROLE_HEADING:
        now->kind = BLOCK_HEADING;
        now->level = ROLES[tag].level;
        break;
    case ROLE_LIST:
    case ROLE_ORDERED:
        open_list(f, i, ROLES[tag].role == ROLE_ORDERED);
        break;
    case ROLE_ITEM:
        open_item(f, i);
        break;
    case ROLE_QUOTE:
        now->quote = deeper(now->quote);
        open_frame(f, FRAME_QUOTE, i);
        break;
    case ROLE_PRE:
        now->kind = BLOCK_PRE;
        break;
    case ROLE_TABLE:
        now->group = i;
        memset(f->carried, 0, sizeof f->carried);
        open_frame(f, FRAME_TABLE, i);
        break;
    case ROLE_TERMS:
        now->group = i;
        open_frame(f, FRAME_TERMS, i);
        break;
    case ROLE_ROW:
        open_row(f, i);
        break;
    case ROLE_CAPTION:
        now->kind = BLOCK_CAPTION;
        break;
    case ROLE_DETAIL:
        now->is_detail = true;
        open_frame(f, FRAME_DETAIL, i);
        break;
    case ROLE_NONE:
        break;
    }
}

static void open_block(struct flow *f, uint32_t i)
{
    part(f);
    ARENA_PUSH(f->arena, &f->open,
               ((struct open_element){f->page->nodes[i].end, f->now}));
    /* inside a line of a table or a preformatted text nothing is a block of its own */
    if (!f->now.in_row && f->now.kind != BLOCK_PRE)
        open_role(f, i);
}

static void close_blocks(struct flow *f, uint32_t i)
{
    while (f->open.count && f->open.items[f->open.count - 1].end <= i) {
        const struct context *outer = &f->open.items[--f->open.count].outer;
        if (f->now.in_row != outer->in_row || f->now.kind != outer->kind) {
            flush(f);
            f->breaks = 2;
        } else {
            part(f);
        }
        f->now = *outer;
    }
}

static void break_line(struct flow *f)
{
    if (f->now.in_row) {
        f->words.space = true;
    } else if (f->now.kind == BLOCK_PRE) {
        buffer_append_char(&f->words.text, '\n');
    } else {
        flush(f);
        f->breaks++;
    }
}

static bool is_dropped_by_rule(const struct flow *f, uint32_t i)
{
    const struct mark *mark = &f->marks->items[i];
    return mark->verdict == VERDICT_DROP &&
           f->marks->reasons[mark->reason].by == JUDGE_RULE;
}

static void enter(struct flow *f, uint32_t i)
{
    enum tag tag = (enum tag)f->page->nodes[i].tag;
    bool kept = f->verdicts[i] == VERDICT_KEEP;
    switch (tag_kind(tag)) {
    case TAG_BLOCK:
        if (kept || ROLES[tag].role != ROLE_ITEM)
            open_block(f, i);
        break;
    case TAG_CELL:
        if (f->now.in_row)
            open_cell(f, i);
        else
            open_block(f, i);
        break;
    case TAG_BREAK:
        if (tag == TAG_HR) {
            part(f);
            f->after_rule |= kept;
        } else if (kept)
            break_line(f);
        break;
    case TAG_MEDIA:
        f->words.gap = true;
        append_image(f, i);
        break;
    case TAG_CONTROL:
        f->words.gap = true;
        break;
    case TAG_INLINE:
    case TAG_SILENT:
        f->words.gap |= page_is_apart(f->page, i) || is_dropped_by_rule(f, i);
        if (SPANS[tag] && f->now.kind != BLOCK_PRE)
            words_open_span(&f->words, (enum span_kind)SPANS[tag], i,
                            f->page->nodes[i].end);
        break;
    }
}

/* Whether the text is decided over by another reason than what stands before it. */
static bool begins_reason(const struct flow *f, uint32_t i)
{
    return f->first != NODE_NONE && slice_trim(f->page->nodes[i].text).len &&
           marks_reason_at(f->marks, i) != marks_reason_at(f->marks, f->first);
}

static void append_node(struct flow *f, uint32_t i)
{
    struct slice text = f->page->nodes[i].text;
    if (f->by_reason && begins_reason(f, i))
        flush(f);
    size_t before = f->words.text.len;
    if (f->now.kind == BLOCK_PRE)
        words_append_verbatim(&f->words, text); /* it has no spans: code is code */
    else
        words_append(&f->words, text);
    if (f->words.text.len == before)
        return;
    if (f->first == NODE_NONE)
        f->first = i;
    f->last = i;
}

/* The blocks of the text nodes whose verdict is to keep. */
static void gather(struct flow *f)
{
    words_open(&f->words, f->arena);
    for (uint32_t i = 0; i < f->page->count; i++) {
        words_close_spans(&f->words, i);
        close_blocks(f, i);
        if (!node_is_text(&f->page->nodes[i]))
            enter(f, i);
        else if (f->verdicts[i] == VERDICT_KEEP)
            append_node(f, i);
    }
    words_close_spans(&f->words, f->page->count);
    close_blocks(f, f->page->count);
    flush(f);
}

static void flow_page(const struct page *page, const struct marks *marks, struct arena *a,
                      struct block_list *out)
{
    out->page = page;
    out->marks = marks;
    struct flow f = {
        .page = page,
        .marks = marks,
        .verdicts = marks_spread(marks),
        .arena = a,
        .out = out,
        .now = {.kind = BLOCK_PARAGRAPH, .group = NODE_NONE},
        .first = NODE_NONE,
        .last_group = NODE_NONE,
        .breaks = 2,
    };
    gather(&f);
}

void blocks_of_page(const struct page *page, const struct marks *marks, struct arena *a,
                    struct block_list *out)
{
    if (overlay_is_empty(&marks->overlay)) {
        flow_page(page, marks, a, out);
        return;
    }
    size_t before = out->count;
    const struct shown *shown = shown_make(marks);
    flow_page(&shown->page, &shown->marks, a, out);
    for (size_t i = before; i < out->count; i++) {
        struct block *block = &out->items[i];
        block->first = shown->origin[block->first];
        block->last = shown->origin[block->last];
    }
}

void blocks_of_dropped(const struct page *page, const struct marks *marks,
                       struct arena *a, struct block_list *out)
{
    uint8_t *others = marks_spread(marks);
    for (uint32_t i = 0; i < page->count;) {
        bool is_silent = tag_kind((enum tag)page->nodes[i].tag) == TAG_SILENT;
        uint32_t end = is_silent ? page->nodes[i].end : i + 1;
        for (; i < end; i++)
            others[i] =
                is_silent || others[i] == VERDICT_KEEP ? VERDICT_DROP : VERDICT_KEEP;
    }
    struct flow f = {
        .page = page,
        .marks = marks,
        .verdicts = others,
        .by_reason = true,
        .arena = a,
        .out = out,
        .now = {.kind = BLOCK_PARAGRAPH, .group = NODE_NONE},
        .first = NODE_NONE,
        .last_group = NODE_NONE,
        .breaks = 2,
    };
    gather(&f);
    for (size_t i = 0; i < out->count; i++)
        out->items[i].verdict = VERDICT_DROP;
}

/* ---- old scrapes ------------------------------------------------------------------- */

/* The bullets that browsers and text dumpers put before list items. */
static const struct slice BULLETS[] = {
    SLICE_INIT("*"), SLICE_INIT("-"), SLICE_INIT("+"), SLICE_INIT("·"),
    SLICE_INIT("•"), SLICE_INIT("‣"), SLICE_INIT("◦"), SLICE_INIT("▪"),
    SLICE_INIT("►"), SLICE_INIT("●"), SLICE_INIT("○"), SLICE_INIT("■"),
};

static struct slice bullet_of(struct slice line)
{
    for (size_t i = 0; i < sizeof BULLETS / sizeof BULLETS[0]; i++) {
        size_t len = BULLETS[i].len;
        if (slice_starts_with(line, BULLETS[i]) && line.len > len &&
            (is_ascii_space((unsigned char)line.ptr[len]) ||
             slice_starts_with(slice_after(line, len), SLICE(" "))))
            return slice_of(line.ptr, len);
    }
    return SLICE("");
}

/* The white space before the first word; a no-break space counts as one column. */
static struct slice indent_of(struct slice line, struct arena *a)
{
    struct buffer indent;
    buffer_open(&indent, a);
    while (line.len) {
        size_t used;
        uint32_t c = utf8_decode(line, &used);
        if (!utf8_is_space(c))
            break;
        if (!utf8_is_invisible(c) && !utf8_is_control(c))
            buffer_append_char(&indent, c == '\t' ? '\t' : ' ');
        line = slice_after(line, used);
    }
    return buffer_slice(&indent);
}

void blocks_of_text(struct slice text, struct arena *a, struct block_list *out)
{
    struct words gathered;
    struct slice line;
    bool tight = false;
    words_open(&gathered, a);
    while (slice_split(&text, '\n', &line)) {
        words_clear(&gathered);
        words_append(&gathered, line);
        struct slice words = buffer_slice(&gathered.text);
        if (!words.len) {
            tight = false;
            continue;
        }
        struct slice marker = bullet_of(words);
        struct block block = {
            .kind = BLOCK_LINE,
            .tight = tight,
            .marker = arena_copy(a, marker),
            .indent = indent_of(line, a),
            .text = arena_copy(a, slice_trim(slice_after(words, marker.len))),
            .first = NODE_NONE,
            .last = NODE_NONE,
            .shown_first = NODE_NONE,
            .shown_last = NODE_NONE,
            .verdict = VERDICT_KEEP,
        };
        ARENA_PUSH(a, out, block);
        tight = true;
    }
}
