#include "blocks/tex_in_text.h"

#include "base/array.h"

#include <string.h>

enum {
    CONFIG_MAX = 8192, /* bytes of a script that may configure MathJax */
    NAME_MAX = 16,     /* bytes of an environment's name */
};

/* ---- what the page loads ----------------------------------------------------------- */

static bool loads_renderer(const struct page *page, uint32_t script)
{
    struct slice src = page_attribute(page, script, SLICE("src"));
    struct slice onload = page_attribute(page, script, SLICE("onload"));
    struct slice type = page_attribute(page, script, SLICE("type"));
    return slice_find_nocase(src, SLICE("mathjax")) != SIZE_MAX ||
           (slice_find_nocase(src, SLICE("katex")) != SIZE_MAX &&
            slice_find_nocase(src, SLICE("auto-render")) != SIZE_MAX) ||
           slice_find(onload, SLICE("renderMathInElement")) != SIZE_MAX ||
           slice_starts_with_nocase(type, SLICE("text/x-mathjax-config"));
}

/* Whether a configuration has a pair of single dollars: ['$', '$'] of MathJax, or
   {left: '$', right: '$'} of KaTeX. */
static bool names_dollar(struct slice config)
{
    return slice_find(config, SLICE("'$'")) != SIZE_MAX ||
           slice_find(config, SLICE("\"$\"")) != SIZE_MAX;
}

static bool is_configuration(struct slice script)
{
    return slice_find(script, SLICE("MathJax")) != SIZE_MAX ||
           slice_find(script, SLICE("renderMathInElement")) != SIZE_MAX;
}

static void read_scripts(struct tex_scripts *scripts, const struct page *page)
{
    scripts->is_known = true;
    for (uint32_t i = 0; i < page->count; i++) {
        if (page->nodes[i].tag != TAG_SCRIPT || !loads_renderer(page, i))
            continue;
        scripts->renders = true;
        if (names_dollar(page_attribute(page, i, SLICE("onload"))))
            scripts->renders_dollar = true;
    }
    for (size_t i = 0; i < page->embedded_count; i++) {
        struct slice text = page->embedded[i].text;
        enum embedded_kind kind = page->embedded[i].kind;
        if ((kind != EMBEDDED_SCRIPT && kind != EMBEDDED_MATH) || text.len > CONFIG_MAX ||
            !is_configuration(text))
            continue;
        scripts->renders = true;
        scripts->renders_dollar = scripts->renders_dollar || names_dollar(text);
    }
}

/* Whether the scripts leave this text as it is: code, and what the author has excluded.
 */
static bool is_excluded(const struct page *page, uint32_t node)
{
    for (uint32_t i = page->nodes[node].parent; i != NODE_NONE;
         i = page->nodes[i].parent) {
        uint16_t tag = page->nodes[i].tag;
        if (tag == TAG_CODE || tag == TAG_PRE || tag == TAG_KBD || tag == TAG_SAMP)
            return true;
        if (!page->nodes[i].class_count)
            continue;
        if (page_has_class(page, i, SLICE("tex2jax_process")) ||
            page_has_class(page, i, SLICE("mathjax_process")))
            return false;
        if (page_has_class(page, i, SLICE("tex2jax_ignore")) ||
            page_has_class(page, i, SLICE("mathjax_ignore")))
            return true;
    }
    return false;
}

/* ---- delimiters -------------------------------------------------------------------- */

enum delimiter { INLINE, DISPLAY, DOLLARS, DOLLAR, DELIMITERS };

static const struct {
    struct slice begin, end;
} PAIRS[DELIMITERS] = {
    [INLINE] = {SLICE_INIT("\\("), SLICE_INIT("\\)")},
    [DISPLAY] = {SLICE_INIT("\\["), SLICE_INIT("\\]")},
    [DOLLARS] = {SLICE_INIT("$$"), SLICE_INIT("$$")},
    [DOLLAR] = {SLICE_INIT("$"), SLICE_INIT("$")},
};

/* Returns the offset of the delimiter after `from`; SIZE_MAX if there is none. A dollar
   after a backslash is a dollar. */
static size_t find_end(struct slice text, size_t from, struct slice end)
{
    for (;;) {
        size_t at = slice_find(slice_after(text, from), end);
        if (at == SIZE_MAX)
            return SIZE_MAX;
        at += from;
        size_t backslashes = 0;
        while (backslashes < at && text.ptr[at - backslashes - 1] == '\\')
            backslashes++;
        if (backslashes % 2 == 0)
            return at;
        from = at + 1;
    }
}

/* The end of "\begin{name} ... \end{name}", which begins the text; 0: there is none. */
static size_t environment_end(struct slice text)
{
    struct slice name = slice_after(text, SLICE("\\begin").len);
    size_t close = slice_find_char(
        slice_of(name.ptr, name.len < NAME_MAX ? name.len : NAME_MAX), '}');
    if (close == SIZE_MAX)
        return 0;
    name.len = close + 1;
    size_t from = SLICE("\\begin").len + name.len;
    for (;;) {
        size_t at = slice_find(slice_after(text, from), SLICE("\\end{"));
        if (at == SIZE_MAX)
            return 0;
        from += at + SLICE("\\end").len;
        if (slice_starts_with(slice_after(text, from), name))
            return from + name.len;
    }
}

/* Fills the part with the formula that begins at this offset. Returns the offset of its
   end; 0: none begins there. */
static size_t read_formula(struct slice text, size_t at, bool *is_open,
                           struct tex_part *part)
{
    struct slice rest = slice_after(text, at);
    if (slice_starts_with(rest, SLICE("\\begin{"))) {
        size_t length = environment_end(rest);
        part->tex = slice_of(rest.ptr, length);
        part->is_display = true;
        *is_open = !length;
        return length ? at + length : 0;
    }
    for (size_t i = 0; i < DELIMITERS; i++) {
        if (!slice_starts_with(rest, PAIRS[i].begin))
            continue;
        size_t from = at + PAIRS[i].begin.len;
        size_t to = find_end(text, from, PAIRS[i].end);
        *is_open = to == SIZE_MAX;
        if (to == SIZE_MAX || to == from)
            return 0;
        part->tex = slice_trim(slice_of(text.ptr + from, to - from));
        part->is_display = i == DISPLAY || i == DOLLARS;
        return part->tex.len ? to + PAIRS[i].end.len : 0;
    }
    return 0;
}

/* A formula may begin at a backslash or at a dollar. Others after a backslash do not. */
static size_t next_sign(struct slice text, size_t from, bool with_dollar)
{
    while (from < text.len) {
        char c = text.ptr[from], next = from + 1 < text.len ? text.ptr[from + 1] : 0;
        if (c == '\\' && (next == '(' || next == '[' || next == 'b'))
            return from;
        if (c == '$' && (with_dollar || next == '$'))
            return from;
        from += c == '\\' ? 2 : 1;
    }
    return SIZE_MAX;
}

bool tex_in_text_take(struct tex_scripts *scripts, const struct page *page, uint32_t node,
                      struct slice *text, struct tex_part *part)
{
    if (!text->len ||
        (!memchr(text->ptr, '\\', text->len) && !memchr(text->ptr, '$', text->len)))
        return false;
    if (!scripts->is_known)
        read_scripts(scripts, page);
    if (!scripts->renders)
        return false;
    size_t at = next_sign(*text, 0, scripts->renders_dollar);
    if (at == SIZE_MAX || is_excluded(page, node))
        return false;
    bool is_open = false; /* what never ends is looked for once */
    while (at != SIZE_MAX && !is_open) {
        size_t end = read_formula(*text, at, &is_open, part);
        if (end) {
            part->before = slice_of(text->ptr, at);
            *text = slice_after(*text, end);
            return true;
        }
        at = next_sign(*text, at + 2, scripts->renders_dollar);
    }
    return false;
}
