#include "page/page.h"

#include "base/buffer.h"
#include "base/hash.h"
#include "base/utf8.h"
#include <string.h>

static bool token_is(const struct token *token, uint32_t hash, struct slice name)
{
    return token->hash == hash && token->len == name.len &&
           (name.len == 0 || memcmp(token->ptr, name.ptr, name.len) == 0);
}

struct slice page_attribute(const struct page *page, uint32_t node, struct slice name)
{
    const struct node *n = &page->nodes[node];
    const struct attribute *attributes = page->attributes + n->attributes;
    if (n->attribute_count == 0)
        return slice_of(NULL, 0);
    uint32_t hash = hash_token(name);
    for (uint16_t i = 0; i < n->attribute_count; i++)
        if (token_is(&attributes[i].name, hash, name))
            return attributes[i].value;
    return slice_of(NULL, 0);
}

bool page_has_class(const struct page *page, uint32_t node, struct slice name)
{
    const struct node *n = &page->nodes[node];
    if (n->class_count == 0)
        return false;
    uint32_t hash = hash_token(name);
    for (uint16_t i = 0; i < n->class_count; i++)
        if (token_is(&page->classes[n->classes + i], hash, name))
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

/* ---- text on one line ----------------------------------------------------------------
 */

/* Words with one space between them; a space is due once something separated them. */
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

/* Whether an element that stands on lines of its own has ended between the text before
   and node i. */
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
