#include "page/shortcodes.h"

#include "base/array.h"

#include <string.h>

enum {
    NAME_MAX = 40,   /* bytes of a name */
    CODE_MAX = 2000, /* bytes of a shortcode, with its attributes */
    LEVELS_MAX = 4,  /* from a text up to the element of code around it */
};

/* ---- [name key="value"] and [/name] ------------------------------------------------ */

/* Page builders' names, by their beginnings, and those of WordPress itself. */
static const struct slice BUILDERS[] = {
    SLICE_INIT("vc_"),     SLICE_INIT("et_pb_"), SLICE_INIT("fusion_"),
    SLICE_INIT("av_"),     SLICE_INIT("su_"),    SLICE_INIT("mk_"),
    SLICE_INIT("nectar_"), SLICE_INIT("ux_"),    SLICE_INIT("tatsu_"),
    SLICE_INIT("wpb_"),    SLICE_INIT("kc_"),    SLICE_INIT("dt_"),
    SLICE_INIT("cs_"),     SLICE_INIT("rev_"),   SLICE_INIT("contact-form-"),
};
static const struct slice KNOWN[] = {
    SLICE_INIT("caption"), SLICE_INIT("gallery"),  SLICE_INIT("embed"),
    SLICE_INIT("audio"),   SLICE_INIT("playlist"),
};

static bool is_name_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || is_ascii_digit(c) || c == '_' || c == '-';
}

static bool is_known(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(BUILDERS); i++)
        if (slice_starts_with(name, BUILDERS[i]))
            return true;
    for (size_t i = 0; i < COUNT_OF(KNOWN); i++)
        if (slice_equal(name, KNOWN[i]))
            return true;
    return false;
}

/* Whether the text between brackets is a shortcode: a known name; any name that begins
   with letters and has attributes; or the end of one with a joined name. */
static bool is_shortcode(struct slice inner)
{
    bool is_end = inner.len && inner.ptr[0] == '/';
    struct slice name = is_end ? slice_after(inner, 1) : inner;
    size_t len = 0;
    while (len < name.len && len < NAME_MAX && is_name_byte((unsigned char)name.ptr[len]))
        len++;
    struct slice rest = slice_after(name, len);
    name = slice_of(name.ptr, len);
    if (len < 2 || !(name.ptr[0] >= 'a' && name.ptr[0] <= 'z'))
        return false;
    if (rest.len && !is_ascii_space((unsigned char)rest.ptr[0]) && rest.ptr[0] != '/')
        return false;
    if (is_known(name))
        return true;
    return is_end ? memchr(name.ptr, '_', len) != NULL
                  : slice_find_char(rest, '=') != SIZE_MAX;
}

/* The length of the shortcode that the text begins with; 0 without one. */
static size_t shortcode_at(struct slice text)
{
    if (!text.len || text.ptr[0] != '[')
        return 0;
    struct slice part = slice_of(text.ptr, text.len < CODE_MAX ? text.len : CODE_MAX);
    size_t end = slice_find_char(part, ']');
    if (end == SIZE_MAX || !is_shortcode(slice_of(text.ptr + 1, end - 1)))
        return 0;
    return end + 1;
}

static struct slice without_leading(struct slice text)
{
    for (;;) {
        struct slice rest = slice_trim(text);
        size_t len = shortcode_at(rest);
        if (!len)
            return text;
        text = slice_after(rest, len);
    }
}

static struct slice without_trailing(struct slice text)
{
    for (;;) {
        struct slice rest = slice_trim(text);
        size_t begin = rest.len;
        if (!rest.len || rest.ptr[rest.len - 1] != ']')
            return text;
        while (begin > 0 && rest.len - begin < CODE_MAX && rest.ptr[begin - 1] != '[')
            begin--;
        if (!begin || rest.ptr[begin - 1] != '[' || rest.ptr[begin] != '/' ||
            shortcode_at(slice_after(rest, begin - 1)) != rest.len - begin + 1)
            return text;
        text = slice_of(rest.ptr, begin - 1);
    }
}

/* ---- {{ name }} -------------------------------------------------------------------- */

/* Whether a text is nothing but templates. */
static bool is_template(struct slice text)
{
    text = slice_trim(text);
    if (!text.len)
        return false;
    while (text.len) {
        bool is_value = slice_starts_with(text, SLICE("{{"));
        if (!is_value && !slice_starts_with(text, SLICE("{%")))
            return false;
        size_t end = slice_find(text, is_value ? SLICE("}}") : SLICE("%}"));
        if (end == SIZE_MAX)
            return false;
        text = slice_trim(slice_after(text, end + 2));
        while (text.len && text.ptr[0] == '}')
            text = slice_after(text, 1);
    }
    return true;
}

/* ---- the walk ---------------------------------------------------------------------- */

static bool is_example(const struct page *page, uint32_t node)
{
    uint32_t up = page->nodes[node].parent;
    for (int level = 0; level < LEVELS_MAX && up != NODE_NONE; level++) {
        switch (page->nodes[up].tag) {
        case TAG_PRE:
        case TAG_CODE:
        case TAG_KBD:
        case TAG_SAMP:
        case TAG_TEXTAREA:
            return true;
        default:
            up = page->nodes[up].parent;
        }
    }
    return false;
}

void shortcodes_remove(struct page *page)
{
    uint32_t end = page->body == NODE_NONE ? 0 : page->nodes[page->body].end;
    for (uint32_t i = page->body; i < end; i++) {
        struct node *node = &page->nodes[i];
        if (!node_is_text(node) || !node->text.len)
            continue;
        bool has_code = memchr(node->text.ptr, '[', node->text.len) != NULL;
        bool has_template = !has_code && node->text.len < CODE_MAX &&
                            memchr(node->text.ptr, '{', node->text.len) != NULL;
        if ((!has_code && !has_template) || is_example(page, i))
            continue;
        if (has_code)
            node->text = without_trailing(without_leading(node->text));
        else if (is_template(node->text))
            node->text = slice_of(node->text.ptr, 0);
    }
}
