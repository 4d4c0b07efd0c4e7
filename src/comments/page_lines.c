#include "comments/page_lines.h"

#include "base/array.h"
#include "base/buffer.h"

/* The innermost element around a text that has lines of its own. */
static bool divides(uint16_t tag)
{
    enum tag_kind kind = tag == TAG_TEXT ? TAG_INLINE : tag_kind((enum tag)tag);
    return kind == TAG_BLOCK || kind == TAG_CELL || tag == TAG_BUTTON;
}

/* Texts beside each other are words of their own: nothing here looks into words. */
static struct slice read_text(const struct page *page, const struct page_line *line,
                              struct arena *a)
{
    struct buffer text;
    if (line->bytes > PAGE_LINE_MAX)
        return slice_of("", 0);
    buffer_open(&text, a);
    for (uint32_t i = line->first; i <= line->last; i++) {
        if (!node_is_text(&page->nodes[i]))
            continue;
        buffer_append(&text, slice_trim(page->nodes[i].text));
        buffer_append_char(&text, ' ');
    }
    return page_collapse(buffer_slice(&text), a);
}

void page_lines_read(const struct page *page, struct arena *a, struct page_lines *out)
{
    *out = (struct page_lines){0};
    uint32_t *blocks = arena_alloc(a, page->count * sizeof *blocks);
    uint32_t block = NODE_NONE;
    for (uint32_t i = page->body; i < page->nodes[page->body].end;) {
        const struct node *node = &page->nodes[i];
        blocks[i] = i == page->body || divides(node->tag) ? i : blocks[node->parent];
        if (node_is_element(node)) {
            enum tag_kind kind = tag_kind((enum tag)node->tag);
            if (kind == TAG_BREAK)
                block = NODE_NONE;
            bool is_silent = kind == TAG_SILENT || kind == TAG_MEDIA ||
                             (kind == TAG_CONTROL && node->tag != TAG_BUTTON);
            i = is_silent ? node->end : i + 1;
            continue;
        }
        size_t bytes = slice_trim(node->text).len;
        if (bytes && blocks[i] != block && out->count == PAGE_LINES_MAX)
            break;
        if (bytes && blocks[i] != block)
            ARENA_PUSH(a, out,
                       ((struct page_line){
                           .first = i,
                           .is_heading = tag_is_heading(page->nodes[blocks[i]].tag)}));
        if (bytes) {
            block = blocks[i];
            out->items[out->count - 1].last = i;
            out->items[out->count - 1].bytes += (uint32_t)bytes;
        }
        i++;
    }
    for (size_t i = 0; i < out->count; i++)
        out->items[i].text = read_text(page, &out->items[i], a);
}
