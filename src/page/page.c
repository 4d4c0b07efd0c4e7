#include "page/page.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include <string.h>

static bool token_equal(const struct token *a, const struct token *b)
{
    return a->hash == b->hash && a->len == b->len &&
           (a->len == 0 || memcmp(a->ptr, b->ptr, a->len) == 0);
}

struct slice page_attribute_by(const struct page *page, uint32_t node,
                               const struct token *name)
{
    const struct node *n = &page->nodes[node];
    for (uint32_t i = n->attributes; i < n->attributes + n->attribute_count; i++)
        if (token_equal(&page->attributes[i].name, name))
            return page->attributes[i].value;
    return slice_of(NULL, 0);
}

struct slice page_attribute(const struct page *page, uint32_t node, struct slice name)
{
    if (page->nodes[node].attribute_count == 0)
        return slice_of(NULL, 0);
    struct token token = token_of(name);
    return page_attribute_by(page, node, &token);
}

long page_integer(const struct page *page, uint32_t node, struct slice name,
                  long otherwise)
{
    enum { DIGITS_MAX = 9 }; /* any number of up to 9 digits fits in a long */
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

bool page_has_class(const struct page *page, uint32_t node, struct slice name)
{
    const struct node *n = &page->nodes[node];
    if (n->class_count == 0)
        return false;
    struct token token = token_of(name);
    for (uint32_t i = n->classes; i < n->classes + n->class_count; i++)
        if (token_equal(&page->classes[i], &token))
            return true;
    return false;
}

struct slice page_name(const struct page *page, uint32_t node)
{
    const struct node *n = &page->nodes[node];
    if (n->tag == TAG_TEXT)
        return slice_of("", 0);
    return n->tag == TAG_OTHER ? n->text : slice_of_string(tag_name((enum tag)n->tag));
}

uint32_t page_find(const struct page *page, uint32_t top, enum tag tag)
{
    for (uint32_t i = top + 1; i < page->nodes[top].end; i++)
        if (page->nodes[i].tag == tag)
            return i;
    return NODE_NONE;
}

/* ---- text on one line -------------------------------------------------------------- */

/* Words separated by single spaces. space_due is set when there was something between the
   last word and the next. */
struct line {
    struct buffer text;
    bool space_due;
};

static void add_words(struct line *line, struct slice s)
{
    while (s.len) {
        size_t used, end = 0;
        while (end < s.len && !utf8_is_space(utf8_decode(slice_after(s, end), &used)))
            end += used;
        if (end && line->space_due && line->text.len)
            buffer_append_char(&line->text, ' ');
        if (end)
            line->space_due = false;
        buffer_append(&line->text, slice_of(s.ptr, end));
        if (end == s.len)
            return;
        utf8_decode(slice_after(s, end), &used);
        s = slice_after(s, end + used);
        line->space_due = true;
    }
}

struct slice page_collapse(struct slice s, struct arena *a)
{
    struct line line = {.space_due = false};
    buffer_open(&line.text, a);
    add_words(&line, s);
    return buffer_slice(&line.text);
}

/* Whether a block element ends between the text node `before` and node i. */
static bool block_ended(const struct page *page, uint32_t before, uint32_t i)
{
    if (before == NODE_NONE)
        return false;
    uint32_t p = page->nodes[before].parent;
    for (; p != NODE_NONE && page->nodes[p].end <= i; p = page->nodes[p].parent)
        if (tag_kind((enum tag)page->nodes[p].tag) != TAG_INLINE)
            return true;
    return false;
}

/* Inline elements that do not separate words but change how a part of a word looks. */
static bool is_formatting(uint16_t tag)
{
    static const bool formatting[TAG_COUNT] = {
        [TAG_B] = true,      [TAG_BIG] = true,    [TAG_CODE] = true, [TAG_DEL] = true,
        [TAG_EM] = true,     [TAG_FONT] = true,   [TAG_I] = true,    [TAG_INS] = true,
        [TAG_KBD] = true,    [TAG_MARK] = true,   [TAG_S] = true,    [TAG_SMALL] = true,
        [TAG_STRIKE] = true, [TAG_STRONG] = true, [TAG_SUB] = true,  [TAG_SUP] = true,
        [TAG_TT] = true,     [TAG_U] = true,      [TAG_VAR] = true,  [TAG_WBR] = true,
    };
    return formatting[tag];
}

/* Whether the node is in prose: its nearest block ancestor is a p, a blockquote or a
   heading. */
static bool is_in_prose(const struct page *page, uint32_t node)
{
    uint32_t p = page->nodes[node].parent;
    while (p != NODE_NONE && tag_kind((enum tag)page->nodes[p].tag) == TAG_INLINE)
        p = page->nodes[p].parent;
    uint16_t tag = p == NODE_NONE ? TAG_OTHER : page->nodes[p].tag;
    return tag == TAG_P || tag == TAG_BLOCKQUOTE || tag_is_heading(tag);
}

bool page_is_apart(const struct page *page, uint32_t node)
{
    enum { LETTERS_MIN = 2 }; /* some headings have an element for each letter */
    const struct node *here = &page->nodes[node];
    if (node == 0 || is_formatting(here->tag))
        return false;
    const struct node *before = here - 1, *beside = &page->nodes[before->parent];
    if (!node_is_text(before) || before->parent == here->parent || beside->end != node)
        return false;
    bool are_links = here->tag == TAG_A && beside->tag == TAG_A;
    return are_links || (before->text.len >= LETTERS_MIN && !is_formatting(beside->tag) &&
                         !is_in_prose(page, node));
}

struct slice page_text(const struct page *page, uint32_t top, const uint8_t *hidden,
                       struct arena *a)
{
    struct line line = {.space_due = false};
    buffer_open(&line.text, a);
    uint32_t before = NODE_NONE;
    for (uint32_t i = top; i < page->nodes[top].end;) {
        const struct node *node = &page->nodes[i];
        enum tag_kind kind = tag_kind((enum tag)node->tag);
        if ((hidden && hidden[i]) || (kind == TAG_SILENT && i != top)) {
            i = node->end;
            continue;
        }
        if (node->tag == TAG_TEXT) {
            line.space_due |= block_ended(page, before, i);
            add_words(&line, node->text);
            before = i;
        } else if (kind != TAG_INLINE) {
            line.space_due = true;
        }
        i++;
    }
    return buffer_slice(&line.text);
}
