#include "write/html.h"

#include "base/array.h"
#include "base/hash_table.h"
#include "base/utf8.h"
#include "blocks/formula.h"
#include "blocks/generated_text.h"
#include "blocks/table_grid.h"
#include "write/code_language.h"

#include <string.h>

/* ---- elements and attributes ------------------------------------------------------- */

/* How an element is written. */
enum element_kind {
    ELEMENT_UNWRAPPED, /* without its tags: span, font, unknown elements */
    ELEMENT_CONTAINER, /* div, section, ...: as a div if it has text of its own, otherwise
                          without its tags */
    ELEMENT_BLOCK,
    ELEMENT_INLINE,
};

static const struct {
    uint8_t kind;
    uint8_t as; /* the tag to write; 0: its own */
} ELEMENTS[TAG_COUNT] = {
    [TAG_P] = {ELEMENT_BLOCK, 0},         [TAG_H1] = {ELEMENT_BLOCK, 0},
    [TAG_H2] = {ELEMENT_BLOCK, 0},        [TAG_H3] = {ELEMENT_BLOCK, 0},
    [TAG_H4] = {ELEMENT_BLOCK, 0},        [TAG_H5] = {ELEMENT_BLOCK, 0},
    [TAG_H6] = {ELEMENT_BLOCK, 0},        [TAG_UL] = {ELEMENT_BLOCK, 0},
    [TAG_OL] = {ELEMENT_BLOCK, 0},        [TAG_MENU] = {ELEMENT_BLOCK, TAG_UL},
    [TAG_DIR] = {ELEMENT_BLOCK, TAG_UL},  [TAG_LI] = {ELEMENT_BLOCK, 0},
    [TAG_DL] = {ELEMENT_BLOCK, 0},        [TAG_DT] = {ELEMENT_BLOCK, 0},
    [TAG_DD] = {ELEMENT_BLOCK, 0},        [TAG_BLOCKQUOTE] = {ELEMENT_BLOCK, 0},
    [TAG_PRE] = {ELEMENT_BLOCK, 0},       [TAG_LISTING] = {ELEMENT_BLOCK, TAG_PRE},
    [TAG_XMP] = {ELEMENT_BLOCK, TAG_PRE}, [TAG_PLAINTEXT] = {ELEMENT_BLOCK, TAG_PRE},
    [TAG_TABLE] = {ELEMENT_BLOCK, 0},     [TAG_CAPTION] = {ELEMENT_BLOCK, 0},
    [TAG_THEAD] = {ELEMENT_BLOCK, 0},     [TAG_TBODY] = {ELEMENT_BLOCK, 0},
    [TAG_TFOOT] = {ELEMENT_BLOCK, 0},     [TAG_TR] = {ELEMENT_BLOCK, 0},
    [TAG_TD] = {ELEMENT_BLOCK, 0},        [TAG_TH] = {ELEMENT_BLOCK, 0},
    [TAG_FIGURE] = {ELEMENT_BLOCK, 0},    [TAG_FIGCAPTION] = {ELEMENT_BLOCK, 0},
    [TAG_DETAILS] = {ELEMENT_BLOCK, 0},   [TAG_SUMMARY] = {ELEMENT_BLOCK, 0},
    [TAG_A] = {ELEMENT_INLINE, 0},        [TAG_EM] = {ELEMENT_INLINE, 0},
    [TAG_STRONG] = {ELEMENT_INLINE, 0},   [TAG_B] = {ELEMENT_INLINE, 0},
    [TAG_I] = {ELEMENT_INLINE, 0},        [TAG_CODE] = {ELEMENT_INLINE, 0},
    [TAG_KBD] = {ELEMENT_INLINE, 0},      [TAG_SAMP] = {ELEMENT_INLINE, 0},
    [TAG_VAR] = {ELEMENT_INLINE, 0},      [TAG_TT] = {ELEMENT_INLINE, TAG_CODE},
    [TAG_DEL] = {ELEMENT_INLINE, 0},      [TAG_INS] = {ELEMENT_INLINE, 0},
    [TAG_S] = {ELEMENT_INLINE, 0},        [TAG_STRIKE] = {ELEMENT_INLINE, TAG_S},
    [TAG_SUB] = {ELEMENT_INLINE, 0},      [TAG_SUP] = {ELEMENT_INLINE, 0},
    [TAG_Q] = {ELEMENT_INLINE, 0},        [TAG_CITE] = {ELEMENT_INLINE, 0},
    [TAG_ABBR] = {ELEMENT_INLINE, 0},     [TAG_ACRONYM] = {ELEMENT_INLINE, TAG_ABBR},
    [TAG_MARK] = {ELEMENT_INLINE, 0},     [TAG_SMALL] = {ELEMENT_INLINE, 0},
    [TAG_U] = {ELEMENT_INLINE, 0},        [TAG_DFN] = {ELEMENT_INLINE, 0},
    [TAG_TIME] = {ELEMENT_INLINE, 0},     [TAG_RUBY] = {ELEMENT_INLINE, 0},
    [TAG_RT] = {ELEMENT_INLINE, 0},       [TAG_BDI] = {ELEMENT_INLINE, 0},
    [TAG_BDO] = {ELEMENT_INLINE, 0},
};

enum attribute_kind {
    ATTRIBUTE_TEXT,
    ATTRIBUTE_NUMBER,
    ATTRIBUTE_URL,
    ATTRIBUTE_ID, /* written if a kept link leads to it */
};

/* The attributes that are copied from the page. TAG_COUNT: on every element. See also
   append_derived_attributes. */
static const struct {
    uint16_t tag;
    uint16_t kind;
    struct slice name;
} ATTRIBUTES[] = {
    {TAG_A, ATTRIBUTE_TEXT, SLICE_INIT("title")},
    {TAG_TD, ATTRIBUTE_NUMBER, SLICE_INIT("colspan")},
    {TAG_TD, ATTRIBUTE_NUMBER, SLICE_INIT("rowspan")},
    {TAG_TH, ATTRIBUTE_NUMBER, SLICE_INIT("colspan")},
    {TAG_TH, ATTRIBUTE_NUMBER, SLICE_INIT("rowspan")},
    {TAG_TH, ATTRIBUTE_TEXT, SLICE_INIT("scope")},
    {TAG_OL, ATTRIBUTE_NUMBER, SLICE_INIT("start")},
    {TAG_LI, ATTRIBUTE_NUMBER, SLICE_INIT("value")},
    {TAG_BLOCKQUOTE, ATTRIBUTE_URL, SLICE_INIT("cite")},
    {TAG_Q, ATTRIBUTE_URL, SLICE_INIT("cite")},
    {TAG_ABBR, ATTRIBUTE_TEXT, SLICE_INIT("title")},
    {TAG_TIME, ATTRIBUTE_TEXT, SLICE_INIT("datetime")},
    {TAG_COUNT, ATTRIBUTE_TEXT, SLICE_INIT("dir")},
    {TAG_COUNT, ATTRIBUTE_TEXT, SLICE_INIT("lang")},
    {TAG_COUNT, ATTRIBUTE_ID, SLICE_INIT("id")},
};

/* ---- the writer -------------------------------------------------------------------- */

enum node_trait {
    HAS_CONTENT = 1, /* something in it is written */
    HAS_BLOCK = 2,   /* including a block element */
    HAS_TEXT = 4,    /* text or images directly in it */
};

struct open_tag {
    uint32_t end;
    uint8_t tag;
    bool is_block;
};

struct writer {
    const struct page *page;
    const struct marks *marks;
    const struct write_context *context;
    struct buffer *out;
    uint8_t *verdicts;          /* of the marks and, for text nodes, of line rules */
    struct slice *replacements; /* by text node: the text to write instead; or NULL */
    uint8_t *traits;            /* enum node_trait */
    uint8_t *written;           /* the tag that was written for each node; 0: none */
    struct hash_table targets;  /* the ids that kept links lead to */
    struct {
        struct open_tag *items;
        size_t count, capacity;
    } open;
    unsigned pres, headings, links; /* the number of open ones */
    bool space;                     /* write a space before the next word */
    bool is_start;                  /* the block is still empty */
};

static enum element_kind kind_of(const struct node *node)
{
    enum tag tag = (enum tag)node->tag;
    if (node->flags & NODE_FOREIGN)
        return ELEMENT_UNWRAPPED;
    if (ELEMENTS[tag].kind)
        return (enum element_kind)ELEMENTS[tag].kind;
    return tag_kind(tag) == TAG_BLOCK || tag_kind(tag) == TAG_CELL ? ELEMENT_CONTAINER
                                                                   : ELEMENT_UNWRAPPED;
}

/* ---- selecting nodes --------------------------------------------------------------- */

/* Line rules apply to blocks. Each block comes from a range of text nodes. */
static void apply_line_rules(struct writer *w, const struct block_list *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->items[i];
        bool is_dropped = block->verdict == VERDICT_DROP;
        if (block->reshaped_first == NODE_NONE || !(is_dropped || block->is_rewritten))
            continue;
        for (uint32_t n = block->reshaped_first; n <= block->reshaped_last; n++)
            if (node_is_text(&w->page->nodes[n]))
                w->verdicts[n] = VERDICT_DROP;
        uint32_t first = block->reshaped_first;
        if (!is_dropped && node_is_text(&w->page->nodes[first])) {
            w->verdicts[first] = VERDICT_KEEP;
            w->replacements[first] = block->text;
        }
    }
}

static uint32_t first_text(const struct page *page, uint32_t from, uint32_t end)
{
    while (from < end && !node_is_text(&page->nodes[from]))
        from++;
    return from;
}

/* Writes words before those of a text node. */
static void put_before(struct writer *w, struct slice words, uint32_t text)
{
    struct slice own =
        w->replacements[text].ptr ? w->replacements[text] : w->page->nodes[text].text;
    struct buffer all;
    buffer_open(&all, w->context->arena);
    buffer_append(&all, words);
    buffer_append(&all, own);
    w->replacements[text] = buffer_slice(&all);
}

/* Writes the TeX of a formula in place of its text, or before the text after it. */
static void add_formula(struct writer *w, uint32_t node)
{
    uint32_t end = w->page->nodes[node].end;
    struct slice formula = formula_text(w->page, node, w->context->arena);
    uint32_t text = first_text(w->page, node + 1, end);
    if (!formula.len)
        return;
    memset(w->verdicts + node + 1, VERDICT_DROP, end - node - 1);
    if (text < end) {
        w->verdicts[text] = VERDICT_KEEP;
        w->replacements[text] = formula;
        return;
    }
    text = first_text(w->page, end, w->page->count);
    if (text < w->page->count && w->verdicts[text] == VERDICT_KEEP)
        put_before(w, formula, text);
}

/* Writes the check box of a task before the text that follows it. */
static void add_task(struct writer *w, uint32_t box)
{
    struct slice task = generated_text_task(w->page, box);
    uint32_t item = box, parent = w->page->nodes[box].parent;
    while (item != NODE_NONE && w->page->nodes[item].tag != TAG_LI)
        item = w->page->nodes[item].parent;
    if (!task.len || item == NODE_NONE || w->verdicts[parent] != VERDICT_KEEP)
        return;
    uint32_t end = w->page->nodes[item].end;
    uint32_t text = first_text(w->page, w->page->nodes[box].end, end);
    if (text == end || w->verdicts[text] != VERDICT_KEEP)
        return;
    put_before(w, SLICE(" "), text);
    put_before(w, task, text);
}

/* Adds the text of elements that is not in a text node: formulas and check boxes. */
static void add_generated_text(struct writer *w)
{
    for (uint32_t i = 0; i < w->page->count; i++) {
        uint32_t end = w->page->nodes[i].end, shown = i;
        if (i && formula_is_script(w->page, i))
            shown = w->page->nodes[i].parent;
        if (w->verdicts[shown] == VERDICT_KEEP && formula_may_be_at(w->page, i)) {
            if (formula_is_copy(w->page, i))
                memset(w->verdicts + i, VERDICT_DROP, end - i);
            else
                add_formula(w, i);
        }
        if (w->page->nodes[i].tag == TAG_INPUT)
            add_task(w, i);
    }
}

static bool is_blank(struct slice text)
{
    while (text.len) {
        size_t used;
        uint32_t c = utf8_decode(text, &used);
        if (!utf8_is_space(c) && !utf8_is_invisible(c) && !utf8_is_control(c))
            return false;
        text = slice_after(text, used);
    }
    return true;
}

static bool is_written(const struct writer *w, uint32_t i)
{
    const struct node *node = &w->page->nodes[i];
    if (node_is_text(node))
        return w->verdicts[i] == VERDICT_KEEP && !is_blank(node->text);
    if (node->tag == TAG_IMG)
        return block_shows_image(w->page, w->marks, w->verdicts, i) &&
               write_context_image(w->context, i).len;
    return (w->traits[i] & HAS_CONTENT) != 0;
}

/* Goes from the last node to the first, so that children come before their parents. */
static void find_contents(struct writer *w)
{
    for (uint32_t i = w->page->count; i-- > 1;) {
        const struct node *node = &w->page->nodes[i];
        uint8_t *parent = &w->traits[node->parent];
        if (!is_written(w, i))
            continue;
        bool is_block = node_is_element(node) && (kind_of(node) == ELEMENT_BLOCK ||
                                                  kind_of(node) == ELEMENT_CONTAINER);
        w->traits[i] |= HAS_CONTENT;
        *parent |= HAS_CONTENT;
        if (is_block || (w->traits[i] & HAS_BLOCK))
            *parent |= HAS_BLOCK;
        else
            *parent |= HAS_TEXT;
        if (kind_of(node) == ELEMENT_UNWRAPPED && node_is_element(node))
            *parent |= w->traits[i] & HAS_TEXT;
    }
}

/* ---- link targets ------------------------------------------------------------------ */

/* Finds the ids that kept links lead to. */
static void find_link_targets(struct writer *w)
{
    hash_table_open(&w->targets, w->context->arena, 0);
    for (uint32_t i = 0; i < w->page->count; i++) {
        const struct node *node = &w->page->nodes[i];
        if (node->tag != TAG_A || !(w->traits[i] & HAS_CONTENT) ||
            w->verdicts[i] != VERDICT_KEEP)
            continue;
        struct slice fragment = write_context_fragment(w->context, i);
        if (fragment.len)
            hash_table_put(&w->targets, fragment, NULL);
    }
}

/* ---- words ------------------------------------------------------------------------- */

static void append_char(struct buffer *out, struct slice c)
{
    switch (c.ptr[0]) {
    case '&':
        buffer_append_string(out, "&amp;");
        break;
    case '<':
        buffer_append_string(out, "&lt;");
        break;
    case '>':
        buffer_append_string(out, "&gt;");
        break;
    case '"':
        buffer_append_string(out, "&quot;");
        break;
    default:
        buffer_append(out, c);
    }
}

void html_append_escaped(struct slice text, struct buffer *out)
{
    for (size_t i = 0; i < text.len; i++)
        append_char(out, slice_of(text.ptr + i, 1));
}

static void append_due_space(struct writer *w)
{
    if (w->space && !w->is_start)
        buffer_append_char(w->out, ' ');
    w->space = false;
}

/* Outside preformatted text, white space becomes one space. Invisible and control
   characters are removed. */
static void append_words(struct writer *w, struct slice text)
{
    while (text.len) {
        size_t used;
        uint32_t c = utf8_decode(text, &used);
        bool is_kept = !utf8_is_invisible(c) && (!utf8_is_control(c) || c == '\t');
        if (utf8_is_space(c) && is_kept && !w->pres) {
            w->space = true;
        } else if (is_kept) {
            append_due_space(w);
            append_char(w->out, c == 0xA0 ? SLICE(" ") : slice_of(text.ptr, used));
            w->is_start = false;
        }
        text = slice_after(text, used);
    }
}

/* ---- tags -------------------------------------------------------------------------- */

static void end_block_line(struct writer *w)
{
    if (w->out->len && w->out->ptr[w->out->len - 1] != '\n')
        buffer_append_char(w->out, '\n');
    w->space = false;
    w->is_start = true;
}

static void append_attribute(struct buffer *out, struct slice name, struct slice value)
{
    buffer_append_char(out, ' ');
    buffer_append(out, name);
    buffer_append_string(out, "=\"");
    html_append_escaped(value, out);
    buffer_append_char(out, '"');
}

static bool is_number(struct slice value)
{
    enum { DIGITS_MAX = 9 };
    size_t sign = value.len && value.ptr[0] == '-';
    for (size_t i = sign; i < value.len; i++)
        if (!is_ascii_digit((unsigned char)value.ptr[i]))
            return false;
    return value.len > sign && value.len <= DIGITS_MAX;
}

/* Returns the value to write; empty if it is not allowed. */
static struct slice allowed_value(const struct writer *w, enum attribute_kind kind,
                                  struct slice value)
{
    switch (kind) {
    case ATTRIBUTE_TEXT:
        return page_collapse(value, w->context->arena);
    case ATTRIBUTE_NUMBER:
        return is_number(slice_trim(value)) ? slice_trim(value) : SLICE("");
    case ATTRIBUTE_URL:
        return write_context_resolve(w->context, value);
    case ATTRIBUTE_ID:
        return hash_table_find(&w->targets, value) ? value : SLICE("");
    }
    return SLICE("");
}

/* Appends attributes that are derived from styles or from surrounding elements. */
static void append_derived_attributes(struct writer *w, uint32_t i, enum tag tag)
{
    static const char *const sides[] = {NULL, "left", "center", "right"};
    struct buffer class;
    if (tag == TAG_TD || tag == TAG_TH) {
        const char *side = sides[table_grid_alignment_of(w->page, i)];
        if (side)
            append_attribute(w->out, SLICE("align"), slice_of_string(side));
    }
    if (tag != TAG_PRE && tag != TAG_CODE)
        return;
    struct slice language = code_language_of(w->page, i);
    if (!language.len || (tag == TAG_CODE && !w->pres))
        return;
    buffer_open(&class, w->context->arena);
    buffer_append_string(&class, "language-");
    buffer_append(&class, language);
    append_attribute(w->out, SLICE("class"), buffer_slice(&class));
}

static void append_attributes(struct writer *w, uint32_t i, enum tag tag)
{
    for (size_t n = 0; n < COUNT_OF(ATTRIBUTES); n++) {
        if (ATTRIBUTES[n].tag != TAG_COUNT && ATTRIBUTES[n].tag != tag)
            continue;
        struct slice value = page_attribute(w->page, i, ATTRIBUTES[n].name);
        if (value.len)
            value = allowed_value(w, (enum attribute_kind)ATTRIBUTES[n].kind, value);
        if (value.len)
            append_attribute(w->out, ATTRIBUTES[n].name, value);
    }
}

static void count_open(struct writer *w, enum tag tag, unsigned step)
{
    w->pres += tag == TAG_PRE ? step : 0;
    w->headings += tag_is_heading(tag) ? step : 0;
    w->links += tag == TAG_A ? step : 0;
}

/* A parser ignores the first newline in a pre element, so that one must be doubled. */
static bool begins_with_newline(const struct writer *w, uint32_t pre)
{
    for (uint32_t i = pre + 1; i < w->page->nodes[pre].end; i++)
        if (node_is_text(&w->page->nodes[i]) && w->verdicts[i] == VERDICT_KEEP)
            return w->page->nodes[i].text.len && w->page->nodes[i].text.ptr[0] == '\n';
    return false;
}

static void open_tag(struct writer *w, uint32_t i, enum tag tag, bool is_block)
{
    struct open_tag open = {w->page->nodes[i].end, (uint8_t)tag, is_block};
    if (is_block && !w->pres)
        end_block_line(w);
    else
        append_due_space(w);
    buffer_printf(w->out, "<%s", tag_name(tag));
    if (tag == TAG_A)
        append_attribute(w->out, SLICE("href"), write_context_link(w->context, i));
    append_derived_attributes(w, i, tag);
    if (w->page->nodes[i].attribute_count)
        append_attributes(w, i, tag);
    buffer_append_char(w->out, '>');
    if (tag == TAG_PRE && begins_with_newline(w, i))
        buffer_append_char(w->out, '\n');
    w->written[i] = (uint8_t)tag;
    count_open(w, tag, 1);
    ARENA_PUSH(w->context->arena, &w->open, open);
}

/* Some highlighters write each line of code as a block of its own. */
static void end_line_of_pre(struct writer *w)
{
    char last = w->out->ptr[w->out->len - 1];
    if (last != '\n' && last != '>')
        buffer_append_char(w->out, '\n');
}

static void open_line_of_pre(struct writer *w, uint32_t i)
{
    struct open_tag line = {w->page->nodes[i].end, TAG_TEXT, true};
    end_line_of_pre(w);
    ARENA_PUSH(w->context->arena, &w->open, line);
}

static void close_tags(struct writer *w, uint32_t i)
{
    while (w->open.count && w->open.items[w->open.count - 1].end <= i) {
        struct open_tag open = w->open.items[--w->open.count];
        if (open.tag == TAG_TEXT) {
            end_line_of_pre(w);
            continue;
        }
        count_open(w, (enum tag)open.tag, -1u);
        buffer_printf(w->out, "</%s>", tag_name((enum tag)open.tag));
        if (open.is_block && !w->pres)
            end_block_line(w);
    }
}

static void append_image(struct writer *w, uint32_t i)
{
    append_due_space(w);
    buffer_append_string(w->out, "<img");
    append_attribute(w->out, SLICE("src"), write_context_image(w->context, i));
    append_attribute(w->out, SLICE("alt"), write_context_alt(w->context, i));
    buffer_append_char(w->out, '>');
    w->is_start = false;
}

/* ---- the walk ---------------------------------------------------------------------- */

/* Returns the tag to write for a block element; 0 for none. List items and table parts
   outside a list or table are written as div or without a tag. */
static enum tag block_tag(const struct writer *w, uint32_t i, enum tag tag)
{
    enum tag parent_tag = (enum tag)w->written[w->page->nodes[i].parent];
    bool is_misplaced = false, is_kept = w->verdicts[i] == VERDICT_KEEP;
    switch (tag) {
    case TAG_UL:
    case TAG_OL:
    case TAG_DL:
    case TAG_BLOCKQUOTE:
        return tag;
    case TAG_LI:
        is_misplaced = parent_tag != TAG_UL && parent_tag != TAG_OL;
        break;
    case TAG_TR:
        is_misplaced =
            parent_tag != TAG_TBODY && parent_tag != TAG_THEAD && parent_tag != TAG_TFOOT;
        break;
    case TAG_TD:
    case TAG_TH:
        is_misplaced = parent_tag != TAG_TR;
        break;
    case TAG_THEAD:
    case TAG_TBODY:
    case TAG_TFOOT:
    case TAG_CAPTION:
        is_misplaced = parent_tag != TAG_TABLE;
        break;
    case TAG_P: /* a parser would end it before the block in it */
        is_misplaced = (w->traits[i] & HAS_BLOCK) != 0;
        break;
    default:
        break;
    }
    return is_misplaced || !is_kept ? (w->traits[i] & HAS_TEXT ? TAG_DIV : 0) : tag;
}

static void enter_block(struct writer *w, uint32_t i, enum element_kind kind, enum tag as)
{
    enum tag tag;
    if (w->pres) {
        open_line_of_pre(w, i);
        return;
    }
    if (w->headings) {
        w->space = true;
        return;
    }
    if (kind == ELEMENT_CONTAINER)
        tag = w->traits[i] & HAS_TEXT ? TAG_DIV : 0;
    else
        tag = block_tag(w, i, as);
    if (tag)
        open_tag(w, i, tag, true);
    else
        w->space = true;
}

static void enter_inline(struct writer *w, uint32_t i, enum tag tag)
{
    bool is_link = tag == TAG_A;
    if (w->verdicts[i] == VERDICT_KEEP &&
        (!is_link || (!w->links && write_context_link(w->context, i).len)))
        open_tag(w, i, tag, false);
}

static void enter_break(struct writer *w, uint32_t i)
{
    enum tag tag = (enum tag)w->page->nodes[i].tag;
    if (w->verdicts[i] != VERDICT_KEEP)
        return;
    if (tag == TAG_HR && !w->headings && !w->pres) {
        end_block_line(w);
        buffer_append_string(w->out, "<hr>\n");
    } else if (tag == TAG_BR && !w->is_start) {
        buffer_append_string(w->out, "<br>");
        w->space = false;
    }
}

static void enter(struct writer *w, uint32_t i)
{
    const struct node *node = &w->page->nodes[i];
    enum element_kind kind = kind_of(node);
    enum tag as = (enum tag)(ELEMENTS[node->tag].as ? ELEMENTS[node->tag].as : node->tag);
    bool is_cell = (node->tag == TAG_TD || node->tag == TAG_TH) &&
                   w->written[node->parent] == TAG_TR && w->verdicts[i] == VERDICT_KEEP;
    if (tag_kind((enum tag)node->tag) == TAG_BREAK)
        enter_break(w, i);
    if (!is_written(w, i) && !is_cell)
        return;
    if (node->tag == TAG_IMG)
        append_image(w, i);
    else if (kind == ELEMENT_INLINE)
        enter_inline(w, i, as);
    else if (kind != ELEMENT_UNWRAPPED)
        enter_block(w, i, kind, as);
}

/* Marks clean HTML, so that cleaning it again does not change it. */
static const char article_tag[] = "<article data-winnow=\"clean\">\n";

static void write_page(struct writer *w)
{
    size_t start = w->out->len;
    buffer_append_string(w->out, article_tag);
    w->is_start = true;
    for (uint32_t i = 0; i < w->page->count; i++) {
        close_tags(w, i);
        if (node_is_element(&w->page->nodes[i]))
            enter(w, i);
        else if (w->verdicts[i] == VERDICT_KEEP)
            append_words(w, w->replacements[i].ptr ? w->replacements[i]
                                                   : w->page->nodes[i].text);
    }
    close_tags(w, w->page->count);
    end_block_line(w);
    if (w->out->len == start + sizeof article_tag - 1)
        buffer_truncate(w->out, start); /* it is empty */
    else
        buffer_append_string(w->out, "</article>\n");
}

/* ---- documents --------------------------------------------------------------------- */

static void write_paragraphs(const struct block_list *blocks, struct buffer *out)
{
    bool is_open = false, gap = false;
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->items[i];
        gap |= !block->tight;
        if (block->verdict == VERDICT_DROP)
            continue;
        if (is_open)
            buffer_append_string(out, gap ? "</p>\n<p>" : "<br>");
        else
            buffer_printf(out, "%s<p>", article_tag);
        if (block->marker.len) {
            html_append_escaped(block->marker, out);
            buffer_append_char(out, ' ');
        }
        html_append_escaped(block->text, out);
        is_open = true;
        gap = false;
    }
    if (is_open)
        buffer_append_string(out, "</p>\n</article>\n");
}

void write_html(const struct block_list *blocks, const struct write_context *context,
                struct buffer *out)
{
    const struct page *page = context->page;
    if (!page) {
        write_paragraphs(blocks, out);
        return;
    }
    struct writer w = {
        .page = page, .marks = blocks->marks, .context = context, .out = out};
    w.verdicts = marks_spread(blocks->marks);
    w.replacements = arena_calloc(context->arena, page->count, sizeof *w.replacements);
    w.traits = arena_calloc(context->arena, page->count, sizeof *w.traits);
    w.written = arena_calloc(context->arena, page->count, sizeof *w.written);
    add_generated_text(&w);
    apply_line_rules(&w, blocks);
    find_contents(&w);
    find_link_targets(&w);
    write_page(&w);
}

void html_append_titled(struct slice title, struct slice html, struct buffer *out)
{
    if (slice_starts_with(html, slice_of_string(article_tag)))
        html = slice_after(html, sizeof article_tag - 1);
    buffer_printf(out, "%s<h1>", article_tag);
    html_append_escaped(title, out);
    buffer_append_string(out, "</h1>\n");
    buffer_append(out, html);
}
