#include "blocks/mathml_tex.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "blocks/tex_letters.h"

#include <string.h>

enum {
    DEPTH_MAX = 128, /* of elements that change the TeX; deeper ones are ignored */
    CHILDREN_TOLD = 3,
};

/* What is written around an element's children; the last applies to all further ones. */
struct shape {
    struct slice name;
    struct slice before[CHILDREN_TOLD], after[CHILDREN_TOLD];
    struct slice opening, closing; /* around the whole */
    bool is_skipped;
};

#define WHOLE(n, o, c)                                                                   \
    {                                                                                    \
        .name = SLICE_INIT(n), .opening = SLICE_INIT(o), .closing = SLICE_INIT(c)        \
    }
#define SKIPPED(n)                                                                       \
    {                                                                                    \
        .name = SLICE_INIT(n), .is_skipped = true                                        \
    }

static const struct shape SHAPES[] = {
    {.name = SLICE_INIT("mfrac"),
     .before = {SLICE_INIT("\\frac{"), SLICE_INIT("{")},
     .after = {SLICE_INIT("}"), SLICE_INIT("}")}},
    {.name = SLICE_INIT("msup"),
     .before = {SLICE_INIT("{"), SLICE_INIT("^{")},
     .after = {SLICE_INIT("}"), SLICE_INIT("}")}},
    {.name = SLICE_INIT("msub"),
     .before = {SLICE_INIT("{"), SLICE_INIT("_{")},
     .after = {SLICE_INIT("}"), SLICE_INIT("}")}},
    {.name = SLICE_INIT("msubsup"),
     .before = {SLICE_INIT("{"), SLICE_INIT("_{"), SLICE_INIT("^{")},
     .after = {SLICE_INIT("}"), SLICE_INIT("}"), SLICE_INIT("}")}},
    {.name = SLICE_INIT("munder"),
     .before = {SLICE_INIT("{"), SLICE_INIT("_{")},
     .after = {SLICE_INIT("}"), SLICE_INIT("}")}},
    {.name = SLICE_INIT("mover"),
     .before = {SLICE_INIT("{"), SLICE_INIT("^{")},
     .after = {SLICE_INIT("}"), SLICE_INIT("}")}},
    {.name = SLICE_INIT("munderover"),
     .before = {SLICE_INIT("{"), SLICE_INIT("_{"), SLICE_INIT("^{")},
     .after = {SLICE_INIT("}"), SLICE_INIT("}"), SLICE_INIT("}")}},
    {.name = SLICE_INIT("mtable"),
     .before = {SLICE_INIT(""), SLICE_INIT(" \\\\ "), SLICE_INIT(" \\\\ ")},
     .opening = SLICE_INIT("\\begin{matrix} "),
     .closing = SLICE_INIT(" \\end{matrix}")},
    {.name = SLICE_INIT("mtr"),
     .before = {SLICE_INIT(""), SLICE_INIT(" & "), SLICE_INIT(" & ")}},
    WHOLE("msqrt", "\\sqrt{", "}"),
    WHOLE("mtext", "\\text{", "}"),
    /* MathJax's own boxes (CHTML) */
    WHOLE("mjx-frac", "\\frac", ""),
    WHOLE("mjx-num", "{", "}"),
    WHOLE("mjx-den", "{", "}"),
    WHOLE("mjx-sqrt", "\\sqrt", ""),
    WHOLE("mjx-root", "[", "]"),
    WHOLE("mjx-box", "{", "}"),
    WHOLE("mjx-over", "\\overset{", "}"),
    WHOLE("mjx-base", "{", "}"),
    WHOLE("mjx-under", "_{", "}"),
    SKIPPED("mjx-surd"),
    SKIPPED("mjx-assistive-mml"),
    SKIPPED("annotation"),
    SKIPPED("annotation-xml"),
    SKIPPED("mphantom"),
};

struct open_shape {
    uint32_t end;
    const struct shape *shape; /* NULL: one child of the shape around it */
    uint32_t node;             /* of the shape */
    struct slice closing;
    size_t
        brace; /* offset in the output of a brace that may be removed; SIZE_MAX: none */
    unsigned children;
};

struct converter {
    const struct page *page;
    struct buffer out;
    struct open_shape open[DEPTH_MAX];
    size_t depth;
};

/* ---- characters -------------------------------------------------------------------- */

/* The character in a hexadecimal number; 0: none. */
static uint32_t letter_of(struct slice hex)
{
    enum { DIGITS_MAX = 5, HEX = 16, TEN = 10 };
    uint32_t letter = 0;
    if (!hex.len || hex.len > DIGITS_MAX)
        return 0;
    for (size_t i = 0; i < hex.len; i++) {
        unsigned char c = (unsigned char)hex.ptr[i];
        uint32_t low = ascii_lower(c);
        if (is_ascii_digit(c))
            letter = letter * HEX + (c - '0');
        else if (low >= 'a' && low <= 'f')
            letter = letter * HEX + TEN + (low - 'a');
        else
            return 0;
    }
    return letter >= 0xD800 && letter < 0xE000 ? 0 : letter;
}

/* The character of a glyph that is drawn by its id: href="#MJX-1-TEX-I-1D465". */
static uint32_t letter_of_reference(const struct page *page, uint32_t i)
{
    struct slice href = page_attribute(page, i, SLICE("href"));
    if (!href.ptr)
        href = page_attribute(page, i, SLICE("xlink:href"));
    size_t hyphen = slice_find_last_char(href, '-');
    return hyphen == SIZE_MAX || slice_find(href, SLICE("MJ")) == SIZE_MAX
               ? 0
               : letter_of(slice_after(href, hyphen + 1));
}

/* MathJax shows a character by a class (mjx-c1D465) or by a glyph (data-c="1D465"). */
static void append_glyph(struct converter *c, uint32_t i)
{
    static const struct slice prefix = SLICE_INIT("mjx-c");
    const struct node *node = &c->page->nodes[i];
    uint32_t letter = letter_of(page_attribute(c->page, i, SLICE("data-c")));
    for (uint16_t n = 0; !letter && n < node->class_count; n++) {
        const struct token *class = &c->page->classes[node->classes + n];
        struct slice name = slice_of(class->ptr, class->len);
        if (slice_starts_with(name, prefix))
            letter = letter_of(slice_after(name, prefix.len));
    }
    if (!letter && node->flags & NODE_FOREIGN)
        letter = letter_of_reference(c->page, i);
    if (letter)
        tex_letters_append(&c->out, letter);
}

/* ---- structure --------------------------------------------------------------------- */

static struct slice name_of(const struct page *page, uint32_t i)
{
    struct slice name = page_attribute(page, i, SLICE("data-mml-node"));
    return name.len ? name : page_name(page, i);
}

static const struct shape *shape_of(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(SHAPES); i++)
        if (slice_equal(SHAPES[i].name, name))
            return &SHAPES[i];
    return NULL;
}

static void push(struct converter *c, struct open_shape open, struct slice opening)
{
    if (c->depth == DEPTH_MAX)
        return;
    buffer_append(&c->out, opening);
    open.brace = SIZE_MAX;
    c->open[c->depth++] = open;
}

/* One argument of a shape, in braces that one character does not need. */
static void push_argument(struct converter *c, uint32_t end, struct slice opening)
{
    size_t depth = c->depth;
    push(c, (struct open_shape){.end = end, .closing = SLICE("}")}, opening);
    if (c->depth > depth)
        c->open[depth].brace = c->out.len - 1;
}

/* Whether the brace begins what has a power or an index: a number there needs none. */
static bool is_base(const struct converter *c, size_t brace)
{
    return !brace || (c->out.ptr[brace - 1] != '^' && c->out.ptr[brace - 1] != '_');
}

static void pop(struct converter *c)
{
    const struct open_shape *open = &c->open[--c->depth];
    if (open->brace != SIZE_MAX) {
        struct slice inside = slice_after(buffer_slice(&c->out), open->brace + 1);
        size_t used = 0;
        if (inside.len)
            utf8_decode(inside, &used);
        while (
            is_base(c, open->brace) && used < inside.len &&
            (is_ascii_digit((unsigned char)inside.ptr[used]) || inside.ptr[used] == '.'))
            used++;
        if (inside.len && used == inside.len) {
            memmove(c->out.ptr + open->brace, inside.ptr, inside.len);
            buffer_truncate(&c->out, c->out.len - 1);
            return;
        }
    }
    buffer_append(&c->out, open->closing);
}

/* The base and the scripts of a MathJax box: the first element of the scripts is the
   superscript, the last one the subscript. */
static struct slice script_opening(const struct converter *c, uint32_t i)
{
    uint32_t box = c->page->nodes[i].parent;
    struct slice around = name_of(c->page, c->page->nodes[box].parent);
    bool is_first = i == box + 1;
    return slice_equal(around, SLICE("mjx-msub")) || !is_first ? SLICE("_{")
                                                               : SLICE("^{");
}

static bool is_blank_box(const struct page *page, uint32_t i)
{
    return page->nodes[i].end == i + 1 && !page->nodes[i].class_count &&
           page->nodes[i].tag == TAG_OTHER;
}

/* Writes what precedes one child of a shape. */
static void enter_child(struct converter *c, uint32_t i)
{
    struct open_shape *around = c->depth ? &c->open[c->depth - 1] : NULL;
    uint32_t parent = c->page->nodes[i].parent, end = c->page->nodes[i].end;
    if (around && around->shape && around->node == parent) {
        unsigned n = around->children++;
        n = n < CHILDREN_TOLD ? n : CHILDREN_TOLD - 1;
        struct slice before = around->shape->before[n];
        bool is_script = before.len <= 2 && around->shape->after[n].len;
        if (is_script && !slice_equal(around->shape->name, SLICE("mfrac")))
            push_argument(c, end, before);
        else if (before.len)
            push(c, (struct open_shape){.end = end, .closing = around->shape->after[n]},
                 before);
    } else if (slice_equal(page_name(c->page, parent), SLICE("mjx-script")) &&
               !is_blank_box(c->page, i)) {
        push_argument(c, end, script_opening(c, i));
    }
}

/* MathML has a root's index after the radicand, TeX before it. */
static uint32_t enter_root(struct converter *c, uint32_t i)
{
    const struct page *page = c->page;
    uint32_t index = i + 1;
    while (index < page->nodes[i].end && node_is_text(&page->nodes[index]))
        index++;
    index = index < page->nodes[i].end ? page->nodes[index].end : index;
    buffer_append_string(&c->out, "\\sqrt[");
    for (uint32_t n = index; n < page->nodes[i].end; n++)
        if (node_is_text(&page->nodes[n]))
            tex_letters_append_all(&c->out, page->nodes[n].text);
        else
            append_glyph(c, n);
    push(c, (struct open_shape){.end = index, .closing = SLICE("}")}, SLICE("]{"));
    return index;
}

static void append_fence(struct converter *c, uint32_t i)
{
    struct slice open = page_attribute(c->page, i, SLICE("open"));
    struct slice close = page_attribute(c->page, i, SLICE("close"));
    tex_letters_append_all(&c->out, open.ptr ? open : SLICE("("));
    push(c,
         (struct open_shape){.end = c->page->nodes[i].end,
                             .closing = close.ptr ? close : SLICE(")")},
         SLICE(""));
}

/* A name of more than one letter is a function name: upright. */
static bool is_upright_name(const struct page *page, uint32_t i)
{
    if (!slice_equal(page_name(page, i), SLICE("mi")) || page->nodes[i].end != i + 2)
        return false;
    struct slice name = slice_trim(page->nodes[i + 1].text);
    bool is_name = name.len > 1;
    for (size_t n = 0; n < name.len; n++)
        is_name = is_name && is_ascii_letter((unsigned char)name.ptr[n]);
    return is_name;
}

struct slice mathml_tex(const struct page *page, uint32_t top, struct arena *a)
{
    struct converter *c = arena_calloc(a, 1, sizeof *c);
    uint32_t skip_at = NODE_NONE, skip_to = 0; /* the index of a root, written already */
    c->page = page;
    buffer_open(&c->out, a);
    for (uint32_t i = top + 1; i < page->nodes[top].end;) {
        while (c->depth && c->open[c->depth - 1].end <= i)
            pop(c);
        const struct node *node = &page->nodes[i];
        if (node_is_text(node)) {
            tex_letters_append_all(&c->out, node->text);
            i++;
            continue;
        }
        struct slice name = name_of(page, i);
        const struct shape *shape = shape_of(name);
        if (i == skip_at || (shape && shape->is_skipped)) {
            i = i == skip_at ? skip_to : node->end;
            continue;
        }
        enter_child(c, i);
        append_glyph(c, i);
        if (shape)
            push(c,
                 (struct open_shape){.end = node->end,
                                     .shape = shape,
                                     .node = i,
                                     .closing = shape->closing},
                 shape->opening);
        else if (slice_equal(name, SLICE("mfenced")))
            append_fence(c, i);
        else if (slice_equal(name, SLICE("mroot"))) {
            skip_at = enter_root(c, i);
            skip_to = node->end;
        } else if (is_upright_name(page, i))
            push(c, (struct open_shape){.end = node->end, .closing = SLICE("}")},
                 SLICE("\\mathrm{"));
        i++;
    }
    while (c->depth)
        pop(c);
    return buffer_slice(&c->out);
}
