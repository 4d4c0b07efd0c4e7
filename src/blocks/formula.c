#include "blocks/formula.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "blocks/katex_tex.h"
#include "blocks/mathml_tex.h"

enum { SIBLINGS_MAX = 3 }; /* elements between what is rendered and its source */

/* ---- where a formula may be -------------------------------------------------------- */

/* Elements whose text is TeX: Distill, GitHub, and others that render in the browser. */
static const struct slice ELEMENTS[] = {
    SLICE_INIT("d-math"),   SLICE_INIT("math-renderer"), SLICE_INIT("la-tex"),
    SLICE_INIT("tex-math"), SLICE_INIT("math-inline"),   SLICE_INIT("math-block"),
    SLICE_INIT("math-tex"), SLICE_INIT("katex-inline"),  SLICE_INIT("katex-block"),
};

static bool is_named(struct slice name, const struct slice *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(name, names[i]))
            return true;
    return false;
}

bool formula_is_script(const struct page *page, uint32_t node)
{
    return page->nodes[node].tag == TAG_SCRIPT &&
           slice_starts_with_nocase(slice_trim(page_attribute(page, node, SLICE("type"))),
                                    SLICE("math/tex"));
}

static bool is_tex_element(const struct page *page, uint32_t node)
{
    return page->nodes[node].tag == TAG_OTHER &&
           is_named(page->nodes[node].text, ELEMENTS, COUNT_OF(ELEMENTS));
}

static bool is_container(const struct page *page, uint32_t node)
{
    return page->nodes[node].tag == TAG_OTHER &&
           slice_equal(page->nodes[node].text, SLICE("mjx-container"));
}

/* Whether a class begins as those of MathJax and KaTeX do. */
static bool has_renderer_class(const struct page *page, uint32_t node)
{
    const struct node *n = &page->nodes[node];
    for (uint16_t i = 0; i < n->class_count; i++) {
        const struct token *class = &page->classes[n->classes + i];
        struct slice name = slice_of(class->ptr, class->len);
        if (slice_starts_with(name, SLICE("MathJax")) ||
            slice_starts_with(name, SLICE("katex-html")) ||
            slice_starts_with(name, SLICE("mjx-chtml")))
            return true;
    }
    return false;
}

/* Whether the text is TeX between \( and \), or \[ and \]. */
static bool is_delimited(struct slice text)
{
    text = slice_trim(text);
    return text.len > 4 && ((slice_starts_with(text, SLICE("\\(")) &&
                             slice_ends_with(text, SLICE("\\)"))) ||
                            (slice_starts_with(text, SLICE("\\[")) &&
                             slice_ends_with(text, SLICE("\\]"))));
}

/* Source for MathJax and KaTeX in a span of its own, as Pandoc, Sphinx and Markdown's
   arithmatex write it: <span class="math inline">\(x\)</span>. */
static bool is_source_span(const struct page *page, uint32_t node)
{
    const struct node *n = &page->nodes[node];
    return n->tag == TAG_SPAN && n->end == node + 2 && n->parent != NODE_NONE &&
           page->nodes[n->parent].tag != TAG_CODE &&
           !page_has_class(page, node, SLICE("tex2jax_ignore")) &&
           !page_has_class(page, node, SLICE("mathjax_ignore")) &&
           node_is_text(&page->nodes[node + 1]) &&
           is_delimited(page->nodes[node + 1].text);
}

bool formula_may_be_at(const struct page *page, uint32_t node)
{
    switch (page->nodes[node].tag) {
    case TAG_MATH:
        return true;
    case TAG_SCRIPT:
        return formula_is_script(page, node);
    case TAG_OTHER:
        return is_tex_element(page, node) || is_container(page, node);
    case TAG_SPAN:
    case TAG_DIV:
        return has_renderer_class(page, node) || is_source_span(page, node);
    default:
        return false;
    }
}

/* Whether the source of a formula follows: MathJax 2 writes a preview, what it has
   rendered, and then the script. */
static bool is_before_script(const struct page *page, uint32_t node)
{
    uint32_t parent = page->nodes[node].parent, next = page->nodes[node].end;
    for (int n = 0; n < SIBLINGS_MAX && parent != NODE_NONE; n++) {
        while (next < page->nodes[parent].end && node_is_text(&page->nodes[next]) &&
               !slice_trim(page->nodes[next].text).len)
            next++;
        if (next >= page->nodes[parent].end || node_is_text(&page->nodes[next]))
            return false;
        if (formula_is_script(page, next))
            return true;
        next = page->nodes[next].end;
    }
    return false;
}

/* Whether the element before it, of the same parent, holds MathML. */
static bool is_after_mathml(const struct page *page, uint32_t node)
{
    uint32_t parent = page->nodes[node].parent;
    uint32_t first = parent == NODE_NONE ? NODE_NONE : parent + 1;
    return first < node && page->nodes[first].end <= node &&
           (page->nodes[first].tag == TAG_MATH ||
            page_find(page, first, TAG_MATH) < page->nodes[first].end);
}

static bool is_picture_of_mediawiki(const struct page *page, uint32_t node)
{
    return page->nodes[node].class_count &&
           (page_has_class(page, node, SLICE("mwe-math-fallback-image-inline")) ||
            page_has_class(page, node, SLICE("mwe-math-fallback-image-display")));
}

bool formula_is_copy(const struct page *page, uint32_t node)
{
    uint16_t tag = page->nodes[node].tag;
    if (tag == TAG_IMG)
        return is_picture_of_mediawiki(page, node) && is_after_mathml(page, node);
    if (tag != TAG_SPAN && tag != TAG_DIV)
        return false;
    return page_has_class(page, node, SLICE("katex-html")) ? is_after_mathml(page, node)
                                                           : is_before_script(page, node);
}

/* ---- its TeX ----------------------------------------------------------------------- */

/* MediaWiki puts every formula into this group. */
static struct slice without_display_style(struct slice tex)
{
    const struct slice prefix = SLICE("{\\displaystyle "), text = SLICE("{\\textstyle ");
    if (!slice_ends_with(tex, SLICE("}")))
        return tex;
    size_t skipped = slice_starts_with(tex, prefix) ? prefix.len
                     : slice_starts_with(tex, text) ? text.len
                                                    : 0;
    return skipped ? slice_trim(slice_of(tex.ptr + skipped, tex.len - skipped - 1)) : tex;
}

/* The marks that authors put around TeX, and XHTML around a script's text. */
static struct slice without_delimiters(struct slice tex)
{
    static const struct {
        struct slice begin, end;
    } pairs[] = {
        {SLICE_INIT("% <![CDATA["), SLICE_INIT("%]]>")},
        {SLICE_INIT("$$"), SLICE_INIT("$$")},
        {SLICE_INIT("\\("), SLICE_INIT("\\)")},
        {SLICE_INIT("\\["), SLICE_INIT("\\]")},
        {SLICE_INIT("$"), SLICE_INIT("$")},
    };
    tex = slice_trim(tex);
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (tex.len > pairs[i].begin.len + pairs[i].end.len &&
            slice_starts_with(tex, pairs[i].begin) && slice_ends_with(tex, pairs[i].end))
            return slice_trim(slice_of(tex.ptr + pairs[i].begin.len,
                                       tex.len - pairs[i].begin.len - pairs[i].end.len));
    return tex;
}

/* The TeX annotation that a page includes in its MathML. */
static struct slice annotation_of(const struct page *page, uint32_t math)
{
    for (uint32_t i = math + 1; i < page->nodes[math].end; i++)
        if (page->nodes[i].tag == TAG_ANNOTATION &&
            slice_equal_nocase(page_attribute(page, i, SLICE("encoding")),
                               SLICE("application/x-tex")) &&
            i + 1 < page->nodes[i].end && node_is_text(&page->nodes[i + 1]))
            return page->nodes[i + 1].text;
    return page_attribute(page, math, SLICE("alttext"));
}

static int hex_digit(unsigned char c)
{
    return is_ascii_digit(c)                        ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

static struct slice decode_query(struct slice query, struct arena *a)
{
    struct buffer out;
    buffer_open(&out, a);
    for (size_t i = 0; i < query.len; i++) {
        int high = -1, low = -1;
        if (query.ptr[i] == '%' && i + 2 < query.len) {
            high = hex_digit((unsigned char)query.ptr[i + 1]);
            low = hex_digit((unsigned char)query.ptr[i + 2]);
        }
        if (slice_starts_with(slice_after(query, i), SLICE("&space;"))) {
            buffer_append_char(&out, ' '); /* CodeCogs */
            i += SLICE("&space;").len - 1;
        } else if (high >= 0 && low >= 0) {
            buffer_append_char(&out, (char)(high * 16 + low));
            i += 2;
        } else {
            buffer_append_char(&out, query.ptr[i] == '+' ? ' ' : query.ptr[i]);
        }
    }
    struct slice tex = buffer_slice(&out);
    return utf8_is_valid(tex) ? tex : SLICE("");
}

/* The TeX in the address of a picture that a service makes of it. */
static struct slice tex_of_address(struct slice src, struct arena *a)
{
    static const struct {
        struct slice before;
        bool is_rest; /* the TeX is all that follows, or ends at an ampersand */
    } services[] = {
        {SLICE_INIT("latex.php?latex="), false},       /* WordPress.com */
        {SLICE_INIT("/equation?tex="), false},         /* Zhihu */
        {SLICE_INIT("/render/math?math="), false},     /* GitHub */
        {SLICE_INIT("chart?cht=tx&chl="), false},      /* Google */
        {SLICE_INIT("codecogs.com/gif.latex?"), true}, /* CodeCogs */
        {SLICE_INIT("codecogs.com/png.latex?"), true},
        {SLICE_INIT("codecogs.com/svg.latex?"), true},
        {SLICE_INIT("codecogs.com/gif.image?"), true},
        {SLICE_INIT("codecogs.com/png.image?"), true},
        {SLICE_INIT("codecogs.com/svg.image?"), true},
    };
    for (size_t i = 0; src.len && i < COUNT_OF(services); i++) {
        size_t at = slice_find(src, services[i].before);
        if (at == SIZE_MAX)
            continue;
        struct slice tex = slice_after(src, at + services[i].before.len);
        size_t end = services[i].is_rest ? SIZE_MAX : slice_find_char(tex, '&');
        return decode_query(end == SIZE_MAX ? tex : slice_of(tex.ptr, end), a);
    }
    return SLICE("");
}

static struct slice tex_of_picture(const struct page *page, uint32_t node,
                                   struct arena *a)
{
    static const struct slice classes[] = {
        SLICE_INIT("mwe-math-fallback-image-inline"),  /* MediaWiki */
        SLICE_INIT("mwe-math-fallback-image-display"), /* MediaWiki */
        SLICE_INIT("tex"),                             /* MediaWiki, before 2014 */
        SLICE_INIT("latex"),                           /* WordPress */
        SLICE_INIT("ql-img-inline-formula"),           /* QuickLaTeX */
        SLICE_INIT("ql-img-displayed-equation"),       /* QuickLaTeX */
    };
    for (size_t i = 0; page->nodes[node].class_count && i < COUNT_OF(classes); i++)
        if (page_has_class(page, node, classes[i]))
            return page_attribute(page, node, SLICE("alt"));
    return tex_of_address(page_attribute(page, node, SLICE("src")), a);
}

/* The source that MathJax 4 and some plug-ins write into an attribute. */
static struct slice tex_of_attributes(const struct page *page, uint32_t node)
{
    static const struct slice names[] = {SLICE_INIT("data-latex"), SLICE_INIT("data-tex"),
                                         SLICE_INIT("data-original-tex")};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct slice tex = page_attribute(page, node, names[i]);
        if (slice_trim(tex).len)
            return without_delimiters(tex);
    }
    return SLICE("");
}

/* The source at the outermost element of the formula in a container. */
static struct slice tex_below(const struct page *page, uint32_t container)
{
    for (uint32_t i = container + 1; i < page->nodes[container].end; i++) {
        bool is_math =
            page->nodes[i].tag == TAG_MATH ||
            slice_equal(page_name(page, i), SLICE("mjx-math")) ||
            slice_equal(page_attribute(page, i, SLICE("data-mml-node")), SLICE("math"));
        struct slice tex = is_math ? tex_of_attributes(page, i) : SLICE("");
        if (tex.len)
            return tex;
    }
    return SLICE("");
}

/* What a screen reader says: better than a gap in the sentence. */
static struct slice spoken(const struct page *page, uint32_t node, struct arena *a)
{
    struct slice label = slice_trim(page_attribute(page, node, SLICE("aria-label")));
    if (!label.len || slice_find_char(label, '{') != SIZE_MAX ||
        slice_find_char(label, '}') != SIZE_MAX ||
        slice_find_char(label, '\\') != SIZE_MAX)
        return SLICE("");
    return slice_of_string(arena_printf(a, "\\text{%.*s}", SLICE_ARG(label)));
}

/* What MathJax has rendered: its source, MathML for screen readers where there is any,
   or its characters. */
static struct slice tex_of_rendered(const struct page *page, uint32_t node,
                                    struct arena *a)
{
    struct slice tex = tex_of_attributes(page, node);
    if (!tex.len)
        tex = tex_below(page, node);
    if (tex.len)
        return tex;
    uint32_t math = page_find(page, node, TAG_MATH);
    tex = math == NODE_NONE ? SLICE("") : annotation_of(page, math);
    if (!slice_trim(tex).len)
        tex = mathml_tex(page, math == NODE_NONE ? node : math, a);
    return slice_trim(tex).len ? tex : spoken(page, node, a);
}

/* MathJax 2 without its scripts: a page that was saved after they had run. */
static bool is_rendered_span(const struct page *page, uint32_t node)
{
    return page_has_class(page, node, SLICE("MathJax")) ||
           page_has_class(page, node, SLICE("MathJax_SVG")) ||
           page_has_class(page, node, SLICE("MathJax_CHTML"));
}

static struct slice tex_of_span(const struct page *page, uint32_t node, struct arena *a)
{
    if (is_source_span(page, node))
        return without_delimiters(page->nodes[node + 1].text);
    if (page_has_class(page, node, SLICE("katex-html")))
        return katex_tex(page, node, a);
    return is_rendered_span(page, node) ? tex_of_rendered(page, node, a) : SLICE("");
}

static struct slice tex_of(const struct page *page, uint32_t node, struct arena *a)
{
    struct slice tex = SLICE("");
    switch (page->nodes[node].tag) {
    case TAG_MATH:
        tex = annotation_of(page, node);
        return slice_trim(tex).len ? tex : mathml_tex(page, node, a);
    case TAG_IMG:
        return tex_of_picture(page, node, a);
    case TAG_SPAN:
        return tex_of_span(page, node, a);
    case TAG_SCRIPT:
        return node + 1 < page->nodes[node].end
                   ? without_delimiters(page->nodes[node + 1].text)
                   : tex;
    case TAG_OTHER:
        return is_container(page, node) ? tex_of_rendered(page, node, a)
               : is_tex_element(page, node)
                   ? without_delimiters(page_text(page, node, NULL, a))
                   : tex;
    default:
        return tex;
    }
}

/* A dollar without a backslash would end the formula. */
static void append_tex(struct buffer *out, struct slice tex)
{
    bool is_escaped = false;
    for (size_t i = 0; i < tex.len; i++) {
        char c = tex.ptr[i];
        if (c == '$' && !is_escaped)
            buffer_append_char(out, '\\');
        buffer_append_char(out, c);
        is_escaped = c == '\\' && !is_escaped;
    }
    if (is_escaped) /* the backslash would escape the closing dollar */
        buffer_append_char(out, ' ');
}

/* Whether a span is displayed: by its delimiters, or by the element around it. */
static bool is_display_span(const struct page *page, uint32_t node)
{
    if (is_source_span(page, node))
        return slice_starts_with(slice_trim(page->nodes[node + 1].text), SLICE("\\["));
    uint32_t parent = page->nodes[node].parent;
    if (page_has_class(page, parent, SLICE("katex")))
        parent = page->nodes[parent].parent;
    return page_has_class(page, parent, SLICE("katex-display")) ||
           page_has_class(page, parent, SLICE("MathJax_Display")) ||
           page_has_class(page, parent, SLICE("MathJax_SVG_Display"));
}

/* Whether the formula has a line of its own. */
static bool is_display_at(const struct page *page, uint32_t node)
{
    if (page->nodes[node].tag == TAG_SCRIPT)
        return slice_find_nocase(page_attribute(page, node, SLICE("type")),
                                 SLICE("mode=display")) != SIZE_MAX;
    if (page->nodes[node].tag == TAG_IMG)
        return page_has_class(page, node, SLICE("mwe-math-fallback-image-display")) ||
               page_has_class(page, node, SLICE("ql-img-displayed-equation"));
    if (page->nodes[node].tag == TAG_SPAN)
        return is_display_span(page, node);
    struct slice display = page_attribute(page, node, SLICE("display"));
    return slice_equal_nocase(display, SLICE("block")) ||
           slice_equal_nocase(display, SLICE("true")) ||
           (page->nodes[node].tag == TAG_OTHER &&
            page_attribute(page, node, SLICE("block")).ptr);
}

struct slice formula_of_tex(struct slice tex, bool is_display, struct arena *a)
{
    tex = without_display_style(page_collapse(tex, a));
    if (!tex.len)
        return SLICE("");
    const char *fence = is_display ? "$$" : "$";
    struct buffer out;
    buffer_open(&out, a);
    buffer_append_string(&out, fence);
    append_tex(&out, tex);
    buffer_append_string(&out, fence);
    return buffer_slice(&out);
}

struct slice formula_text(const struct page *page, uint32_t node, struct arena *a)
{
    struct slice tex = tex_of(page, node, a);
    return slice_trim(tex).len ? formula_of_tex(tex, is_display_at(page, node), a)
                               : SLICE("");
}
