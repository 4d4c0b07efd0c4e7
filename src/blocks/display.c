#include "blocks/display.h"

#include "base/array.h"
#include "page/inline_style.h"

enum {
    PARAGRAPH_MIN = 60, /* bytes of a custom element that is a paragraph by itself */
    NOTE_MIN = 12,      /* bytes of a note: more than a name such as ".NET" */
};

/* ---- blocks ------------------------------------------------------------------------ */

static bool is_block_style(struct slice style)
{
    static const struct slice values[] = {
        SLICE_INIT("block"),     SLICE_INIT("flex"),      SLICE_INIT("grid"),
        SLICE_INIT("list-item"), SLICE_INIT("flow-root"), SLICE_INIT("table"),
    };
    struct slice value = inline_style_value(style, SLICE("display"));
    for (size_t i = 0; value.len && i < COUNT_OF(values); i++)
        if (slice_equal_nocase(value, values[i]))
            return true;
    return false;
}

static bool is_blank_text(const struct page *page, uint32_t node)
{
    return node_is_text(&page->nodes[node]) && !slice_trim(page->nodes[node].text).len;
}

/* Whether no words of the same parent are right beside the node. */
static bool is_alone(const struct page *page, uint32_t node)
{
    uint32_t before = node - 1, parent = page->nodes[node].parent;
    uint32_t next = page->nodes[node].end;
    bool is_led = before != parent && page->nodes[before].parent == parent &&
                  node_is_text(&page->nodes[before]) && !is_blank_text(page, before);
    bool is_followed = next < page->nodes[parent].end &&
                       node_is_text(&page->nodes[next]) && !is_blank_text(page, next);
    return !is_led && !is_followed;
}

static size_t text_bytes(const struct page *page, uint32_t top, size_t most)
{
    size_t bytes = 0;
    for (uint32_t i = top + 1; i < page->nodes[top].end && bytes < most; i++)
        if (node_is_text(&page->nodes[i]))
            bytes += slice_trim(page->nodes[i].text).len;
    return bytes;
}

/* A custom element (its name has a hyphen) that holds a sentence between blocks. */
static bool is_custom_paragraph(const struct page *page, uint32_t node)
{
    uint32_t parent = page->nodes[node].parent;
    if (page->nodes[node].tag != TAG_OTHER || parent == NODE_NONE ||
        slice_find_char(page->nodes[node].text, '-') == SIZE_MAX)
        return false;
    uint16_t tag = page->nodes[parent].tag;
    return tag_kind((enum tag)tag) == TAG_BLOCK && tag != TAG_P && tag != TAG_LI &&
           !tag_is_heading(tag) && is_alone(page, node) &&
           text_bytes(page, node, PARAGRAPH_MIN) >= PARAGRAPH_MIN;
}

/* Renderers of MDX write data-as="p". */
static bool is_block_by_attribute(const struct page *page, uint32_t node)
{
    static const struct slice names[] = {SLICE_INIT("p"), SLICE_INIT("div"),
                                         SLICE_INIT("paragraph")};
    struct slice as = page_attribute(page, node, SLICE("data-as"));
    struct slice role = page_attribute(page, node, SLICE("role"));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_equal_nocase(as, names[i]) || slice_equal_nocase(role, names[i]))
            return true;
    return false;
}

bool display_is_block(const struct page *page, uint32_t node)
{
    const struct node *n = &page->nodes[node];
    if (n->flags & NODE_FOREIGN)
        return false;
    if (!n->attribute_count)
        return is_custom_paragraph(page, node);
    return is_block_style(page_attribute(page, node, SLICE("style"))) ||
           (n->tag == TAG_SPAN && is_block_by_attribute(page, node)) ||
           is_custom_paragraph(page, node);
}

/* ---- lines ------------------------------------------------------------------------- */

enum display_lines display_lines_of(const struct page *page, uint32_t node)
{
    static const struct slice kept[] = {SLICE_INIT("pre"), SLICE_INIT("pre-wrap"),
                                        SLICE_INIT("pre-line"),
                                        SLICE_INIT("break-spaces")};
    if (!page->nodes[node].attribute_count)
        return DISPLAY_INHERIT;
    struct slice style = page_attribute(page, node, SLICE("style"));
    struct slice value =
        style.len ? inline_style_value(style, SLICE("white-space")) : SLICE("");
    for (size_t i = 0; value.len && i < COUNT_OF(kept); i++)
        if (slice_equal_nocase(value, kept[i]))
            return DISPLAY_KEEP;
    return value.len && !slice_equal_nocase(value, SLICE("inherit")) ? DISPLAY_COLLAPSE
                                                                     : DISPLAY_INHERIT;
}

/* ---- notes ------------------------------------------------------------------------- */

bool display_is_note(const struct page *page, uint32_t node, struct slice before)
{
    const struct node *n = &page->nodes[node];
    bool may_be = (n->tag == TAG_SPAN && n->attribute_count) || n->tag == TAG_OTHER ||
                  n->tag == TAG_SMALL || n->tag == TAG_LABEL;
    if (!may_be || before.len < 2)
        return false;
    unsigned char last = (unsigned char)before.ptr[before.len - 1];
    unsigned char letter = (unsigned char)before.ptr[before.len - 2];
    bool ends = (last == '.' || last == '!' || last == '?') && !is_ascii_digit(letter) &&
                !is_ascii_space(letter) && letter != '.';
    uint32_t text = node + 1;
    while (ends && text < n->end && !node_is_text(&page->nodes[text]))
        text++;
    if (!ends || text >= n->end)
        return false;
    struct slice words = page->nodes[text].text;
    return words.len &&
           (is_ascii_letter((unsigned char)words.ptr[0]) ||
            (unsigned char)words.ptr[0] >= 0x80) &&
           slice_find_char(words, ' ') != SIZE_MAX &&
           text_bytes(page, node, NOTE_MIN) >= NOTE_MIN;
}
