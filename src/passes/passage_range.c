#include "passes/passage_range.h"

enum { LEVELS_MAX = 8 }; /* from a heading up to its box */

struct passage_range passage_range_of(const struct pass_state *s, uint32_t node)
{
    const uint32_t *before = s->passages->before;
    struct passage_range range = {.begin = before[node],
                                  .end = before[s->page->nodes[node].end]};
    for (size_t i = range.begin; i < range.end; i++) {
        const struct passage *p = &s->passages->items[i];
        range.words += p->words;
        range.chars += p->chars;
        range.linked += p->linked;
    }
    return range;
}

struct passage_range passage_range_of_box(const struct pass_state *s, size_t first)
{
    const struct node *nodes = s->page->nodes;
    const uint32_t *before = s->passages->before;
    uint32_t node = s->passages->items[first].element;
    for (int level = 0; level < LEVELS_MAX; level++) {
        uint32_t up = nodes[node].parent;
        if (up == NODE_NONE || up == s->page->body || before[up] != before[node] ||
            page_find(s->page, up, TAG_H1) != NODE_NONE)
            break;
        node = up;
    }
    return passage_range_of(s, node);
}
