#include "marks/marks.h"

#include <string.h>

void marks_open(struct marks *m, const struct page *page, struct arena *a)
{
    memset(m, 0, sizeof *m);
    m->page = page;
    m->arena = a;
    overlay_open(&m->overlay, page, a);
    if (page) {
        m->items = arena_calloc(a, page->count, sizeof *m->items);
        m->hidden = arena_calloc(a, page->count, sizeof *m->hidden);
    }
    marks_add_reason(m, (struct reason){.by = JUDGE_NOBODY});
}

uint32_t marks_add_reason(struct marks *m, struct reason reason)
{
    if (m->reason_count == m->reason_capacity)
        m->reasons =
            arena_double(m->arena, m->reasons, sizeof *m->reasons, &m->reason_capacity);
    m->reasons[m->reason_count] = reason;
    return (uint32_t)m->reason_count++;
}

uint32_t marks_add_builtin(struct marks *m, enum reason_code code)
{
    return marks_add_reason(m, (struct reason){.by = JUDGE_BUILTIN, .code = code});
}

void marks_mute(struct marks *m, uint32_t node, uint32_t reason)
{
    m->items[node] = (struct mark){VERDICT_DROP, reason};
}

bool marks_is_exempt(const struct marks *m, uint32_t node)
{
    const struct directive *directive = m->reasons[m->items[node].reason].directive;
    return m->items[node].verdict == VERDICT_KEEP && directive &&
           directive->kind == DIRECTIVE_KEEP;
}

static bool is_in_exempt(const struct marks *m, uint32_t node)
{
    for (; node != NODE_NONE; node = m->page->nodes[node].parent)
        if (marks_is_exempt(m, node))
            return true;
    return false;
}

void marks_drop(struct marks *m, uint32_t node, uint32_t reason)
{
    if (m->hidden[node] || (m->has_exempt && is_in_exempt(m, node)))
        return;
    marks_mute(m, node, reason);
    uint32_t end = m->page->nodes[node].end;
    for (uint32_t i = node; i < end;) {
        if (marks_is_exempt(m, i)) {
            i = m->page->nodes[i].end;
            continue;
        }
        m->hidden[i++] = 1;
    }
}

void marks_keep(struct marks *m, uint32_t node, uint32_t reason)
{
    m->items[node] = (struct mark){VERDICT_KEEP, reason};
    m->has_exempt = m->has_exempt || marks_is_exempt(m, node);
}

static enum reason_code code_of_drop(const struct marks *m, uint32_t node)
{
    const struct mark *mark = &m->items[node];
    return mark->verdict == VERDICT_DROP ? m->reasons[mark->reason].code : REASON_NONE;
}

bool marks_is_hiding(const struct marks *m, uint32_t node)
{
    return marks_may_reveal(m, node) || code_of_drop(m, node) == REASON_NEVER_SHOWN;
}

bool marks_may_reveal(const struct marks *m, uint32_t node)
{
    return code_of_drop(m, node) == REASON_HIDDEN;
}

bool marks_is_concealing(const struct marks *m, uint32_t node)
{
    enum reason_code code = code_of_drop(m, node);
    return code == REASON_NEVER_SHOWN || code == REASON_READ_ALOUD;
}

uint8_t *marks_spread(const struct marks *m)
{
    const struct page *page = m->page;
    uint8_t *verdicts = arena_alloc(m->arena, page->count);
    for (uint32_t i = 0; i < page->count; i++) {
        uint8_t own = m->items[i].verdict;
        uint32_t parent = page->nodes[i].parent;
        uint8_t above = parent == NODE_NONE ? VERDICT_UNDECIDED : verdicts[parent];
        verdicts[i] = own == VERDICT_UNDECIDED ? above : own;
    }
    return verdicts;
}

uint32_t marks_reason_at(const struct marks *m, uint32_t node)
{
    while (node != NODE_NONE) {
        if (m->items[node].verdict != VERDICT_UNDECIDED)
            return m->items[node].reason;
        node = m->page->nodes[node].parent;
    }
    return 0;
}
