#include "blocks/block.h"

#include "base/buffer.h"
#include "blocks/block_text.h"
#include "blocks/display.h"
#include "blocks/footnotes.h"
#include "blocks/formula.h"
#include "blocks/generated_text.h"
#include "blocks/permalink.h"
#include "blocks/reshaped.h"
#include "blocks/roles.h"
#include "blocks/table_grid.h"
#include "blocks/table_kind.h"
#include "blocks/table_parts.h"
#include "blocks/tex_in_text.h"

#include <string.h>

enum {
    DEPTH_MAX = 200, /* of lists and quotes; deeper ones are shown at this depth */
};

struct list {
    uint32_t node;
    bool ordered;
    long next;                /* the number of its next item */
    const struct frame *item; /* the last one; NULL: none */
};

/* What applies to the text at a place; the end of an element restores what applied
   before. */
struct context {
    enum block_kind kind;
    uint8_t level, depth, quote;
    bool in_row;   /* a row of a table: its cells are one line */
    bool in_inner; /* a table in a cell of such a row: its cells are words of that cell */
    bool keeps_lines; /* line breaks of its text are line breaks */
    uint32_t detail;  /* the detail of a term around it; NODE_NONE: none */
    uint32_t group;   /* the outermost list, the table or the terms around it */
    struct list *list;
    struct table_parts *table; /* the innermost table; NULL: none */
    const struct frame *frame;
};

struct open_element {
    uint32_t end;
    bool is_inline; /* its end does not end a block */
    struct context outer;
};

struct flow {
    const struct page *page;
    const struct marks *marks;
    uint8_t *verdicts;
    struct arena *arena;
    struct block_list *out;
    struct footnotes footnotes;
    struct tex_scripts tex;
    struct {
        struct open_element *items;
        size_t count, capacity;
    } open;
    struct context now;
    struct block_text words;          /* of the block that is being gathered */
    struct slice marker;              /* of an item whose first block has not come yet */
    uint32_t first, last;             /* the text nodes that it came from */
    uint32_t last_group, last_detail; /* of the block before */
    enum block_kind last_kind;        /* of the block before */
    struct table_grid grid;           /* of the table */
    unsigned breaks; /* line breaks since the block before; 2 make a gap */
    bool has_image;  /* in the block */
    bool after_rule; /* there was a thematic break since the block before */
    bool after_back; /* a footnote's link back was left out; a stop after it may be too */
    bool by_reason;  /* a block has text of one reason only */
};

/* ---- text -------------------------------------------------------------------------- */

/* Appends text that is in no text node, at the place of the element. */
static void append_generated(struct flow *f, enum span_kind kind, uint32_t i,
                             struct slice words)
{
    if (f->now.kind == BLOCK_PRE)
        block_text_append_verbatim(&f->words, words);
    else if (kind == SPAN_NONE)
        block_text_append(&f->words, words);
    else
        block_text_append_as(&f->words, kind, i, words);
    if (f->first == NODE_NONE)
        f->first = i;
    f->last = i;
}

static void drop_below(struct flow *f, uint32_t i)
{
    memset(f->verdicts + i, VERDICT_DROP, f->page->nodes[i].end - i);
}

static bool append_formula(struct flow *f, uint32_t i)
{
    uint32_t shown = formula_is_script(f->page, i) ? f->page->nodes[i].parent : i;
    bool is_seen = f->page->nodes[i].tag != TAG_IMG
                       ? f->verdicts[shown] == VERDICT_KEEP
                       : block_shows_image(f->page, f->marks, f->verdicts, i);
    struct slice formula = is_seen ? formula_text(f->page, i, f->arena) : SLICE("");
    if (!formula.len)
        return false;
    append_generated(f, SPAN_FORMULA, i, formula);
    drop_below(f, i);
    return true;
}

static void append_image(struct flow *f, uint32_t i)
{
    if (formula_is_copy(f->page, i) || append_formula(f, i))
        return;
    struct slice emoji = generated_text_emoji(f->page, i);
    if (!emoji.len && !f->words.text.len)
        emoji = generated_text_initial(f->page, i);
    if (emoji.len && block_shows_image(f->page, f->marks, f->verdicts, i)) {
        append_generated(f, SPAN_NONE, i, emoji);
        return;
    }
    f->words.gap = true;
    if (f->now.kind == BLOCK_PRE ||
        !block_shows_image(f->page, f->marks, f->verdicts, i) ||
        (f->marker.len && !f->words.text.len && generated_text_is_bullet(f->page, i)))
        return;
    block_text_add_image(&f->words, i);
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
    return (f->now.detail != NODE_NONE && f->now.detail != f->last_detail) ||
           (kind == BLOCK_ITEM && f->last_kind != BLOCK_ROW) ||
           (kind == BLOCK_ROW && f->last_kind == BLOCK_ROW);
}

/* The gathered text, trimmed. Preformatted text loses empty lines only, and a row may
   begin with empty cells. */
static struct slice trimmed_text(const struct flow *f)
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
        .reshaped_first = f->first,
        .reshaped_last = f->last,
        .verdict = VERDICT_KEEP,
        .reason = marks_reason_at(f->marks, f->first),
    };
    if (f->marker.len && kind == BLOCK_ITEM)
        block.marker = f->marker;
    block_text_take_spans(&f->words, text, &block);
    block_add(f->arena, f->out, block);
    f->marker = SLICE("");
    f->last_group = f->now.group;
    f->last_detail = f->now.detail;
    f->last_kind = kind;
    f->breaks = 0;
    f->after_rule = false;
}

/* Ends the block that is being gathered, if there is anything in it. */
static void flush(struct flow *f)
{
    struct slice text = trimmed_text(f);
    if (text.len || (f->has_image && f->out->with_images))
        push_block(f, text);
    f->has_image = false;
    block_text_clear(&f->words);
    f->first = NODE_NONE;
}

static void end_line(struct flow *f)
{
    if (f->now.kind == BLOCK_PRE && f->words.text.len &&
        f->words.text.ptr[f->words.text.len - 1] != '\n')
        buffer_append_char(&f->words.text, '\n');
}

/* A block begins or ends here. */
static void break_block(struct flow *f)
{
    if (f->now.in_row) {
        f->words.space = f->words.line = true;
    } else if (f->now.kind == BLOCK_PRE) {
        end_line(f);
    } else {
        flush(f);
        f->breaks = 2;
    }
}

/* ---- tables ------------------------------------------------------------------------ */

static void open_table(struct flow *f, uint32_t i)
{
    memset(&f->grid, 0, sizeof f->grid);
    f->now.table = arena_calloc(f->arena, 1, sizeof *f->now.table);
    f->now.table->kind = table_kind_of(f->page, i);
    f->now.table->first = f->out->count;
}

/* Cells span no rows of the next part. */
static void open_part(struct flow *f, uint32_t i)
{
    memset(f->grid.carried, 0, sizeof f->grid.carried);
    if (f->now.table)
        table_parts_begin(f->now.table, f->page->nodes[i].tag, f->out->count);
}

static void open_row(struct flow *f, uint32_t i)
{
    table_grid_end_row(&f->grid);
    enum table_kind kind = f->now.table ? f->now.table->kind : TABLE_UNDECIDED;
    f->now.in_row = kind == TABLE_OF_DATA ||
                    (kind == TABLE_UNDECIDED && table_grid_is_line(&f->grid, f->page, i));
    f->grid.has_line = f->now.in_row;
    if (f->now.in_row)
        f->now.kind = BLOCK_ROW;
    else
        memset(f->grid.carried, 0, sizeof f->grid.carried);
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
                            .list = kind == FRAME_DETAIL ? f->now.group
                                    : f->now.list        ? f->now.list->node
                                                         : NODE_NONE,
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
    list->next = ordered ? page_integer(f->page, i, SLICE("start"), 1) : 1;
    list->item = NULL;
    if (f->now.list && f->now.list->item && roles_is_list_in_list(f->page, i))
        f->now.frame = f->now.list->item;
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
        list->next = page_integer(f->page, i, SLICE("value"), list->next);
        const char *marker = arena_printf(f->arena, "%ld.", list->next++);
        f->marker = slice_of_string(marker);
    }
}

/* The item or paragraph that holds a footnote. */
static void open_note(struct flow *f, uint32_t i)
{
    const char *marker = arena_printf(f->arena, "[%u]", f->footnotes.numbers[i]);
    if (f->page->nodes[i].tag == TAG_LI && f->now.list)
        f->now.list->next++;
    f->now.kind = BLOCK_PARAGRAPH;
    f->marker = slice_of_string(marker);
    open_frame(f, FRAME_NOTE, i);
}

/* ---- tree traversal ---------------------------------------------------------------- */

static void take_step(struct flow *f, enum step step, uint32_t i)
{
    switch (step) {
    case STEP_LIST:
    case STEP_ORDERED_LIST:
        open_list(f, i, step == STEP_ORDERED_LIST);
        break;
    case STEP_ITEM:
        open_item(f, i);
        break;
    case STEP_QUOTE:
        f->now.quote = deeper(f->now.quote);
        break;
    case STEP_TABLE:
        open_table(f, i);
        break;
    case STEP_PART:
        open_part(f, i);
        break;
    case STEP_ROW:
        open_row(f, i);
        break;
    case STEP_DETAIL:
        f->now.detail = i;
        break;
    case STEP_NONE:
        break;
    }
}

static void open_role(struct flow *f, uint32_t i)
{
    const struct role *role = role_of(f->page->nodes[i].tag);
    if (f->footnotes.parts && f->footnotes.parts[i] == FOOTNOTE_NOTE) {
        open_note(f, i);
        return;
    }
    if (role->kind)
        f->now.kind = (enum block_kind)role->kind;
    if (role->level)
        f->now.level = role->level;
    if (role->is_group)
        f->now.group = i;
    take_step(f, (enum step)role->step, i);
    if (role->frame)
        open_frame(f, (enum frame_kind)role->frame, i);
    if (role->step == STEP_ITEM && f->now.list && f->now.frame)
        f->now.list->item = f->now.frame;
}

static void set_lines(struct flow *f, uint32_t i)
{
    enum display_lines lines = display_lines_of(f->page, i);
    if (lines != DISPLAY_INHERIT)
        f->now.keeps_lines = lines == DISPLAY_KEEP;
}

/* A row has no blocks in it: they are lines of a cell. */
static void open_in_cell(struct flow *f, uint32_t i)
{
    uint16_t tag = f->page->nodes[i].tag;
    f->now.in_inner |= tag == TAG_TABLE;
    if (tag != TAG_PRE)
        return;
    f->now.keeps_lines = true;
    block_text_open_span(&f->words, SPAN_CODE, i, f->page->nodes[i].end);
}

static void open_block(struct flow *f, uint32_t i)
{
    break_block(f);
    ARENA_PUSH(f->arena, &f->open,
               ((struct open_element){.end = f->page->nodes[i].end, .outer = f->now}));
    if (f->now.in_row)
        open_in_cell(f, i);
    else if (f->now.kind != BLOCK_PRE)
        open_role(f, i);
    set_lines(f, i);
}

static void close_blocks(struct flow *f, uint32_t i)
{
    while (f->open.count && f->open.items[f->open.count - 1].end <= i) {
        const struct open_element *open = &f->open.items[--f->open.count];
        const struct context *outer = &open->outer;
        if (open->is_inline) {
            /* only what applies to its text ends */
        } else if (f->now.in_row != outer->in_row || f->now.kind != outer->kind) {
            flush(f);
            f->breaks = 2;
        } else {
            break_block(f);
        }
        if (f->now.table && f->now.table != outer->table)
            table_parts_sort(f->now.table, f->out, f->arena);
        f->now = *outer;
    }
}

static void break_line(struct flow *f)
{
    if (f->now.in_row) {
        f->words.space = f->words.line = true;
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

/* A check box before the text of an item. */
static void enter_control(struct flow *f, uint32_t i)
{
    bool is_first = f->marker.len && !f->words.text.len && f->now.kind == BLOCK_PARAGRAPH;
    uint32_t parent = f->page->nodes[i].parent;
    f->words.gap = true;
    if (!is_first || f->verdicts[parent] != VERDICT_KEEP || f->marks->hidden[i])
        return;
    struct slice task = generated_text_task(f->page, i);
    if (!task.len)
        return;
    append_generated(f, SPAN_TASK, i, task);
    f->words.space = true;
}

static void enter_footnote(struct flow *f, uint32_t i)
{
    bool is_reference = f->footnotes.parts[i] == FOOTNOTE_REFERENCE;
    if (is_reference)
        append_generated(
            f, SPAN_REFERENCE, i,
            slice_of_string(arena_printf(f->arena, "[%u]", f->footnotes.numbers[i])));
    f->after_back = !is_reference && !f->words.text.len;
    drop_below(f, i);
}

/* An inline element whose style makes a block of it, or keeps its lines. */
static void open_inline_style(struct flow *f, uint32_t i)
{
    if (f->verdicts[i] != VERDICT_DROP && display_is_block(f->page, i)) {
        open_block(f, i);
        return;
    }
    if (display_lines_of(f->page, i) == DISPLAY_INHERIT)
        return;
    struct open_element open = {
        .end = f->page->nodes[i].end, .is_inline = true, .outer = f->now};
    ARENA_PUSH(f->arena, &f->open, open);
    set_lines(f, i);
}

static void enter_inline(struct flow *f, uint32_t i)
{
    enum tag tag = (enum tag)f->page->nodes[i].tag;
    uint32_t end = f->page->nodes[i].end;
    unsigned depth = 0;
    open_inline_style(f, i);
    f->words.gap |= page_is_apart(f->page, i) || is_dropped_by_rule(f, i);
    f->words.space |= display_is_note(f->page, i, buffer_slice(&f->words.text));
    if (f->footnotes.parts && (f->footnotes.parts[i] == FOOTNOTE_REFERENCE ||
                               f->footnotes.parts[i] == FOOTNOTE_BACK)) {
        enter_footnote(f, i);
        return;
    }
    if (f->now.kind == BLOCK_PRE)
        return;
    if (formula_may_be_at(f->page, i)) {
        if (formula_is_copy(f->page, i))
            drop_below(f, i);
        else if (append_formula(f, i))
            return;
    }
    if (role_span_of(tag) && !(tag == TAG_CITE && roles_holds_emphasis(f->page, i))) {
        block_text_open_span(&f->words, role_span_of(tag), i, end);
    } else if (tag == TAG_RT) {
        block_text_open_marked(&f->words, i, end, SLICE("("), SLICE(")"));
    } else if (tag == TAG_Q) {
        for (size_t n = 0; n < f->words.open.count; n++)
            depth += f->page->nodes[f->words.open.items[n].node].tag == TAG_Q;
        struct quotation_marks marks = generated_text_quotation(f->page, i, depth);
        block_text_open_marked(&f->words, i, end, marks.opening, marks.closing);
    }
}

static void enter(struct flow *f, uint32_t i)
{
    enum tag tag = (enum tag)f->page->nodes[i].tag;
    bool kept = f->verdicts[i] == VERDICT_KEEP;
    if (f->now.kind == BLOCK_HEADING && (tag == TAG_A || tag == TAG_BUTTON) &&
        permalink_is_at(f->page, f->verdicts, i)) {
        drop_below(f, i);
        return;
    }
    switch (tag_kind(tag)) {
    case TAG_BLOCK:
        if (kept || role_of(tag)->step != STEP_ITEM)
            open_block(f, i);
        break;
    case TAG_CELL:
        if (f->now.in_inner)
            f->words.space = true;
        else if (f->now.in_row)
            table_grid_open_cell(&f->grid, f->page, i, &f->words);
        else
            open_block(f, i);
        break;
    case TAG_BREAK:
        if (tag == TAG_HR) {
            break_block(f);
            f->after_rule |= kept && !f->now.in_row;
        } else if (kept)
            break_line(f);
        break;
    case TAG_MEDIA:
        append_image(f, i);
        break;
    case TAG_CONTROL:
        enter_control(f, i);
        break;
    case TAG_INLINE:
    case TAG_SILENT:
        enter_inline(f, i);
        break;
    }
}

/* Whether the text has a different reason from the text before it. */
static bool begins_reason(const struct flow *f, uint32_t i)
{
    return f->first != NODE_NONE && slice_trim(f->page->nodes[i].text).len &&
           marks_reason_at(f->marks, i) != marks_reason_at(f->marks, f->first);
}

/* Text whose line breaks are shown. */
static void append_lines(struct flow *f, uint32_t i, struct slice text)
{
    struct slice line;
    while (slice_split(&text, '\n', &line)) {
        size_t before = f->words.text.len;
        block_text_append(&f->words, line);
        if (f->words.text.len > before) {
            f->first = f->first == NODE_NONE ? i : f->first;
            f->last = i;
        }
        if (text.ptr)
            break_line(f);
    }
}

/* Text with TeX in it, which a script would render. */
static void append_text(struct flow *f, uint32_t i, struct slice text)
{
    struct tex_part part;
    while (tex_in_text_take(&f->tex, f->page, i, &text, &part)) {
        block_text_append(&f->words, part.before);
        block_text_append_as(&f->words, SPAN_FORMULA, i,
                             formula_of_tex(part.tex, part.is_display, f->arena));
    }
    block_text_append(&f->words, text);
}

static void append_node(struct flow *f, uint32_t i)
{
    struct slice text = f->page->nodes[i].text;
    if (f->by_reason && begins_reason(f, i))
        flush(f);
    size_t before = f->words.text.len;
    while (f->after_back && text.len && !before &&
           (is_ascii_space((unsigned char)text.ptr[0]) || strchr(".:)]", text.ptr[0])))
        text = slice_after(text, 1);
    f->after_back = f->after_back && !text.len;
    if (f->now.kind == BLOCK_PRE)
        block_text_append_verbatim(&f->words, text); /* it has no spans: code is code */
    else if (f->now.keeps_lines)
        append_lines(f, i, text);
    else
        append_text(f, i, text);
    if (f->words.text.len == before)
        return;
    if (f->first == NODE_NONE)
        f->first = i;
    f->last = i;
}

/* Gathers the blocks of the text nodes that the verdicts keep. */
static void gather(struct flow *f)
{
    block_text_open(&f->words, f->arena);
    for (uint32_t i = 0; i < f->page->count; i++) {
        block_text_close_spans(&f->words, i);
        close_blocks(f, i);
        if (!node_is_text(&f->page->nodes[i]))
            enter(f, i);
        else if (f->verdicts[i] == VERDICT_KEEP)
            append_node(f, i);
    }
    block_text_close_spans(&f->words, f->page->count);
    close_blocks(f, f->page->count);
    flush(f);
}

static struct flow open_flow(const struct page *page, const struct marks *marks,
                             uint8_t *verdicts, struct arena *a, struct block_list *out)
{
    return (struct flow){
        .page = page,
        .marks = marks,
        .verdicts = verdicts,
        .arena = a,
        .out = out,
        .now = {.kind = BLOCK_PARAGRAPH, .group = NODE_NONE, .detail = NODE_NONE},
        .first = NODE_NONE,
        .last_group = NODE_NONE,
        .breaks = 2,
    };
}

static void flow_page(const struct page *page, const struct marks *marks, struct arena *a,
                      struct block_list *out)
{
    struct flow f = open_flow(page, marks, marks_spread(marks), a, out);
    out->page = page;
    out->marks = marks;
    footnotes_find(page, f.verdicts, a, &f.footnotes);
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
    const struct reshaped_page *reshaped = reshaped_make(marks);
    flow_page(&reshaped->page, &reshaped->marks, a, out);
    for (size_t i = before; i < out->count; i++) {
        struct block *block = &out->items[i];
        block->first = reshaped->origin[block->first];
        block->last = reshaped->origin[block->last];
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
    struct flow f = open_flow(page, marks, others, a, out);
    f.by_reason = true;
    gather(&f);
    for (size_t i = 0; i < out->count; i++)
        out->items[i].verdict = VERDICT_DROP;
}
