#include "blocks/block.h"

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

/* Whether the image is a dot that counts visitors. */
static bool is_tracker(const struct page *page, uint32_t image)
{
    return page_integer(page, image, SLICE("width"), 2) <= 1 &&
           page_integer(page, image, SLICE("height"), 2) <= 1;
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
