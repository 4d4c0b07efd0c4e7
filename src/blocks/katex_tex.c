#include "blocks/katex_tex.h"

#include "base/array.h"
#include "blocks/tex_letters.h"

enum {
    DEPTH_MAX = 128, /* of elements that change the TeX; deeper ones are read as text */
    PARTS_MAX = 3,   /* of a shape: the limit below, the sign, the limit above */
};

/* What KaTeX stacks, by a class. Each has one list ("vlist") of its parts, from the
   lowest to the highest. */
enum kind { WORDS, PART, SCRIPTS, LIMITS, FRACTION, ROOT, DEGREE };

static const struct {
    struct slice class;
    enum kind kind;
} KINDS[] = {
    {SLICE_INIT("msupsub"), SCRIPTS}, {SLICE_INIT("op-limits"), LIMITS},
    {SLICE_INIT("mfrac"), FRACTION},  {SLICE_INIT("sqrt"), ROOT},
    {SLICE_INIT("root"), DEGREE},     {SLICE_INIT("text"), WORDS},
};

/* Boxes that only take up space, lines, and the MathML of the same formula. */
static const struct slice SKIPPED[] = {
    SLICE_INIT("strut"),     SLICE_INIT("pstrut"),    SLICE_INIT("vlist-s"),
    SLICE_INIT("frac-line"), SLICE_INIT("hide-tail"), SLICE_INIT("katex-mathml"),
};

struct shape {
    uint32_t end;
    enum kind kind;
    size_t start;   /* offset in the output */
    uint32_t list;  /* of its parts; NODE_NONE: has not begun */
    bool has_depth; /* something in it is below the line */
    unsigned count;
    struct {
        size_t start, end;
    } parts[PARTS_MAX];
};

struct converter {
    const struct page *page;
    struct arena *arena;
    struct buffer out;
    struct shape open[DEPTH_MAX];
    size_t depth;
};

/* ---- the end of a shape ------------------------------------------------------------ */

static void append_group(struct buffer *out, const char *before, struct slice group)
{
    buffer_append_string(out, before);
    buffer_append_char(out, '{');
    buffer_append(out, group);
    buffer_append_char(out, '}');
}

/* A power or an index: one character needs no braces. */
static void append_script(struct buffer *out, const char *sign, struct slice script)
{
    if (script.len != 1) {
        append_group(out, sign, script);
        return;
    }
    buffer_append_string(out, sign);
    buffer_append(out, script);
}

static void append_scripts(struct buffer *out, const struct shape *s,
                           const struct slice *parts)
{
    if (s->count == 1) {
        append_script(out, s->has_depth ? "_" : "^", parts[0]);
        return;
    }
    append_script(out, "_", parts[0]);
    append_script(out, "^", parts[s->count - 1]);
}

static void append_limits(struct buffer *out, const struct shape *s,
                          const struct slice *parts)
{
    bool has_lower = s->count == PARTS_MAX || (s->count == 2 && s->has_depth);
    buffer_append(out, parts[has_lower]);
    if (has_lower)
        append_script(out, "_", parts[0]);
    if (s->count > 1u + has_lower)
        append_script(out, "^", parts[has_lower + 1]);
}

/* Writes the parts of a shape again, in the order of TeX. */
static void arrange(struct converter *c, const struct shape *s)
{
    struct slice parts[PARTS_MAX];
    for (unsigned i = 0; i < s->count; i++)
        parts[i] = arena_copy(c->arena, slice_of(c->out.ptr + s->parts[i].start,
                                                 s->parts[i].end - s->parts[i].start));
    buffer_truncate(&c->out, s->parts[0].start);
    if (s->kind == SCRIPTS)
        append_scripts(&c->out, s, parts);
    else if (s->kind == LIMITS)
        append_limits(&c->out, s, parts);
    else if (s->kind == FRACTION) {
        append_group(&c->out, "\\frac", parts[s->count - 1]);
        append_group(&c->out, "", s->count > 1 ? parts[0] : SLICE(""));
    } else if (s->kind == DEGREE) {
        buffer_append_char(&c->out, '[');
        buffer_append(&c->out, parts[0]);
        buffer_append_char(&c->out, ']');
    } else {
        append_group(&c->out, "", parts[0]);
    }
}

static void pop(struct converter *c)
{
    const struct shape *s = &c->open[--c->depth];
    if (s->kind == WORDS) {
        buffer_append_char(&c->out, '}');
    } else if (s->kind == PART) {
        struct shape *around = &c->open[c->depth - 1];
        if (c->out.len == s->start)
            return;
        if (around->count < PARTS_MAX)
            around->parts[around->count++].start = s->start;
        around->parts[around->count - 1].end = c->out.len;
    } else if (s->count) {
        arrange(c, s);
    }
}

/* ---- its beginning ----------------------------------------------------------------- */

static bool push(struct converter *c, enum kind kind, uint32_t i)
{
    if (c->depth == DEPTH_MAX)
        return false;
    c->open[c->depth++] = (struct shape){.end = c->page->nodes[i].end,
                                         .kind = kind,
                                         .start = c->out.len,
                                         .list = NODE_NONE};
    return true;
}

/* The first list of a shape holds its parts. */
static void enter_list(struct converter *c, uint32_t list)
{
    struct shape *around = c->depth ? &c->open[c->depth - 1] : NULL;
    if (!around || around->kind == WORDS || around->kind == PART ||
        around->list != NODE_NONE)
        return;
    uint32_t row = c->page->nodes[list].parent, table = c->page->nodes[row].parent;
    around->list = list;
    around->has_depth = page_has_class(c->page, table, SLICE("vlist-t2"));
}

/* A name of more than one letter is upright. */
static bool is_operator_name(const struct page *page, uint32_t i)
{
    if (page->nodes[i].end != i + 2 || !node_is_text(&page->nodes[i + 1]) ||
        !page_has_class(page, i, SLICE("mop")))
        return false;
    struct slice name = slice_trim(page->nodes[i + 1].text);
    bool is_name = name.len > 1;
    for (size_t n = 0; n < name.len; n++)
        is_name = is_name && is_ascii_letter((unsigned char)name.ptr[n]);
    return is_name;
}

static void enter_shape(struct converter *c, uint32_t i)
{
    for (size_t k = 0; k < COUNT_OF(KINDS); k++) {
        if (!page_has_class(c->page, i, KINDS[k].class) || !push(c, KINDS[k].kind, i))
            continue;
        if (KINDS[k].kind == WORDS)
            buffer_append_string(&c->out, "\\text{");
        else if (KINDS[k].kind == ROOT)
            buffer_append_string(&c->out, "\\sqrt");
        return;
    }
    if (is_operator_name(c->page, i) && push(c, WORDS, i))
        buffer_append_string(&c->out, "\\mathrm{");
}

static bool is_skipped(const struct page *page, uint32_t i)
{
    if (page->nodes[i].flags & NODE_FOREIGN)
        return true;
    for (size_t k = 0; page->nodes[i].class_count && k < COUNT_OF(SKIPPED); k++)
        if (page_has_class(page, i, SKIPPED[k]))
            return true;
    return false;
}

static void enter(struct converter *c, uint32_t i)
{
    if (c->depth && c->open[c->depth - 1].list == c->page->nodes[i].parent)
        push(c, PART, i);
    if (!c->page->nodes[i].class_count)
        return;
    if (page_has_class(c->page, i, SLICE("vlist")))
        enter_list(c, i);
    else
        enter_shape(c, i);
}

struct slice katex_tex(const struct page *page, uint32_t top, struct arena *a)
{
    struct converter *c = arena_calloc(a, 1, sizeof *c);
    c->page = page;
    c->arena = a;
    buffer_open(&c->out, a);
    for (uint32_t i = top + 1; i < page->nodes[top].end;) {
        while (c->depth && c->open[c->depth - 1].end <= i)
            pop(c);
        if (node_is_text(&page->nodes[i])) {
            tex_letters_append_all(&c->out, page->nodes[i].text);
            i++;
        } else if (is_skipped(page, i)) {
            i = page->nodes[i].end;
        } else {
            enter(c, i++);
        }
    }
    while (c->depth)
        pop(c);
    return buffer_slice(&c->out);
}
