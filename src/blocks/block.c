#include "blocks/block.h"

#include "base/array.h"
#include "page/inline_style.h"

void block_add(struct arena *a, struct block_list *out, struct block block)
{
    if (out->count == PAGE_BLOCKS_MAX)
        arena_give_up(a);
    ARENA_PUSH(a, out, block);
}

void block_set_text(struct block *block, struct slice text)
{
    struct slice old = block->text;
    size_t shorter = old.len < text.len ? old.len : text.len;
    size_t before = 0, behind = 0;
    while (before < shorter && old.ptr[before] == text.ptr[before])
        before++;
    while (behind < shorter - before &&
           old.ptr[old.len - behind - 1] == text.ptr[text.len - behind - 1])
        behind++;
    for (uint32_t i = 0; i < block->span_count; i++) {
        struct span *span = &block->spans[i];
        if (span->end <= before)
            continue;
        if (span->start >= old.len - behind) {
            span->start = (uint32_t)(span->start + text.len - old.len);
            span->end = (uint32_t)(span->end + text.len - old.len);
        } else {
            span->kind = SPAN_NONE;
            span->start = span->end = (uint32_t)before;
        }
    }
    block->text = text;
    block->is_rewritten = true;
}

/* Whether a noscript element has the only image of its parent, in place of one that a
   script inserts. After another image it is a copy of that (write_context_image). */
static bool stands_for_image(const struct page *page, const struct marks *marks,
                             const uint8_t *verdicts, uint32_t noscript)
{
    uint32_t parent = page->nodes[noscript].parent;
    const struct reason *reason = &marks->reasons[marks->items[noscript].reason];
    if (parent == NODE_NONE || verdicts[parent] != VERDICT_KEEP ||
        reason->by != JUDGE_BUILTIN || reason->code != REASON_NOSCRIPT)
        return false;
    return page_find(page, parent, TAG_IMG) > noscript;
}

/* Whether a style gives the image no size, or one pixel. */
static bool has_no_size(struct slice style)
{
    static const struct slice NONE[] = {SLICE_INIT("0"), SLICE_INIT("0px"),
                                        SLICE_INIT("1px")};
    struct slice width = inline_style_value(style, SLICE("width"));
    struct slice height = inline_style_value(style, SLICE("height"));
    bool is_narrow = false, is_low = false;
    for (size_t i = 0; i < COUNT_OF(NONE); i++) {
        is_narrow = is_narrow || slice_equal_nocase(width, NONE[i]);
        is_low = is_low || slice_equal_nocase(height, NONE[i]);
    }
    return is_narrow && is_low;
}

/* Whether the image is a file that takes up space in a layout, and not one in whose place
   a script shows another. */
static bool is_spacer(const struct page *page, uint32_t image)
{
    static const struct slice NAMES[] = {
        SLICE_INIT("spacer.gif"),      SLICE_INIT("spacer.png"),
        SLICE_INIT("pixel.gif"),       SLICE_INIT("blank.gif"),
        SLICE_INIT("1x1.gif"),         SLICE_INIT("1x1.png"),
        SLICE_INIT("clear.gif"),       SLICE_INIT("cleardot.gif"),
        SLICE_INIT("trans.gif"),       SLICE_INIT("transparent.gif"),
        SLICE_INIT("transparent.png"),
    };
    struct slice source = page_attribute(page, image, SLICE("src"));
    size_t slash = slice_find_last_char(source, '/');
    struct slice file = slash == SIZE_MAX ? source : slice_after(source, slash + 1);
    bool is_named = false;
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        is_named = is_named || slice_equal_nocase(file, NAMES[i]);
    if (!is_named || page_attribute(page, image, SLICE("alt")).len ||
        page_attribute(page, image, SLICE("srcset")).len)
        return false;
    const struct node *node = &page->nodes[image];
    for (uint32_t n = 0; n < node->attribute_count; n++) {
        const struct token *name = &page->attributes[node->attributes + n].name;
        if (slice_starts_with(slice_of(name->ptr, name->len), SLICE("data-")))
            return false;
    }
    return true;
}

/* Whether an image in a noscript is a counter: it has a query, and neither a size, a text
   nor the name of a file. */
static bool is_counter(const struct page *page, uint32_t image)
{
    static const struct slice NAMES[] = {SLICE_INIT("width"), SLICE_INIT("height"),
                                         SLICE_INIT("srcset"), SLICE_INIT("class")};
    struct slice source = page_attribute(page, image, SLICE("src"));
    size_t query = slice_find_char(source, '?');
    if (query == SIZE_MAX || page_attribute(page, image, SLICE("alt")).len)
        return false;
    for (size_t i = 0; i < COUNT_OF(NAMES); i++)
        if (page_attribute(page, image, NAMES[i]).ptr)
            return false;
    source.len = query;
    size_t slash = slice_find_last_char(source, '/');
    return slash == SIZE_MAX ||
           slice_find_char(slice_after(source, slash), '.') == SIZE_MAX;
}

/* Whether the image is a dot that counts visitors, or a spacer. */
static bool is_tracker(const struct page *page, uint32_t image)
{
    struct slice style = page_attribute(page, image, SLICE("style"));
    bool is_dot = page_integer(page, image, SLICE("width"), 2) <= 1 &&
                  page_integer(page, image, SLICE("height"), 2) <= 1;
    return is_dot || (style.len && has_no_size(style)) || is_spacer(page, image) ||
           (page->nodes[image].flags & NODE_NOSCRIPT && is_counter(page, image));
}

bool block_shows_image(const struct page *page, const struct marks *marks,
                       const uint8_t *verdicts, uint32_t node)
{
    if (page->nodes[node].tag != TAG_IMG || is_tracker(page, node))
        return false;
    uint32_t parent = page->nodes[node].parent;
    if (parent != NODE_NONE && page->nodes[parent].tag == TAG_NOSCRIPT)
        return stands_for_image(page, marks, verdicts, parent);
    const struct reason *reason = &marks->reasons[marks->items[node].reason];
    return page->nodes[node].tag == TAG_IMG && parent != NODE_NONE &&
           verdicts[parent] == VERDICT_KEEP && !marks->hidden[node] &&
           (verdicts[node] == VERDICT_KEEP ||
            (reason->by == JUDGE_BUILTIN && reason->code == REASON_MEDIA));
}

bool block_is_kept_by_line(const struct marks *marks, const struct block *block)
{
    const struct directive *directive = marks->reasons[block->reason].directive;
    return block->verdict == VERDICT_KEEP && directive &&
           directive->kind == DIRECTIVE_KEEP_LINE;
}
