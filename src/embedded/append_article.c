#include "embedded/append_article.h"

#include "base/buffer.h"
#include "marks/unrendered.h"
#include "page/parse.h"

#include <string.h>

static const char MARK[] = "data-winnow-spliced";

static struct slice join(struct arena *a, struct slice html, struct slice text)
{
    struct buffer joined;
    buffer_open(&joined, a);
    buffer_append(&joined, html);
    buffer_printf(&joined, "<article %s>\n", MARK);
    buffer_append(&joined, text);
    buffer_append_string(&joined, "</article>");
    return buffer_slice(&joined);
}

/* The nodes that were inserted: they come after all nodes that existed before. */
static uint32_t find_spliced(const struct page *before, const struct page *page)
{
    uint32_t i = before->count;
    if (page->count <= before->count || page->body == NODE_NONE)
        return NODE_NONE;
    for (uint32_t n = 0; n < before->count; n++)
        if (page->nodes[n].tag != before->nodes[n].tag)
            return NODE_NONE;
    bool is_there = page->nodes[i].tag == TAG_ARTICLE &&
                    page_attribute(page, i, slice_of_string(MARK)).ptr && i >= page->body;
    return is_there ? i : NODE_NONE;
}

/* The old nodes keep their marks; the new ones get the initial marks of any page. */
static void extend_marks(struct marks *marks, const struct page *page, uint32_t old)
{
    struct marks fresh;
    marks_open(&fresh, page, marks->arena);
    unrendered_mark(&fresh);
    for (uint32_t i = 0; i < old; i++)
        fresh.items[i] = marks->items[i];
    memcpy(fresh.hidden, marks->hidden, old);
    for (uint32_t i = old; i < page->count; i++)
        if (fresh.items[i].verdict != VERDICT_UNDECIDED)
            fresh.items[i].reason =
                marks_add_reason(marks, fresh.reasons[fresh.items[i].reason]);
    marks->page = page;
    marks->items = fresh.items;
    marks->hidden = fresh.hidden;
    overlay_open(&marks->overlay, page, marks->arena);
}

bool append_article(struct page *page, struct marks *marks,
                    const struct prefiltered *source, struct slice text, bool is_in_place)
{
    struct page spliced;
    struct prefiltered joined = *source;
    joined.html = join(marks->arena, source->html, text);
    struct error err;
    if (!overlay_is_empty(&marks->overlay) ||
        !parse_blanked(marks->arena, &joined, &spliced, &err))
        return false;
    uint32_t old = page->count, node = find_spliced(page, &spliced);
    if (node == NODE_NONE)
        return false;
    spliced.embedded = page->embedded;
    spliced.embedded_count = page->embedded_count;
    *page = spliced;
    extend_marks(marks, page, old);
    uint32_t reason = marks_add_builtin(marks, REASON_EMBEDDED);
    uint32_t replaced = marks_add_builtin(marks, REASON_EXCERPT);
    for (uint32_t i = 0; i < old && is_in_place; i++)
        if (marks->items[i].verdict == VERDICT_KEEP)
            marks->items[i] = (struct mark){VERDICT_DROP, replaced};
    marks_keep(marks, node, reason);
    return true;
}
