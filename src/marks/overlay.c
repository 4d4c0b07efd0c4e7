#include "marks/overlay.h"

#include <string.h>

void overlay_open(struct overlay *o, const struct page *page, struct arena *a)
{
    *o = (struct overlay){.page = page, .arena = a};
}

bool overlay_is_empty(const struct overlay *o)
{
    return !o->dissolved && !o->moves.count && !o->wraps.count && !o->removed &&
           !o->lazy.count;
}

static bool is_fixed(const struct overlay *o, uint32_t node)
{
    return o->page->nodes[node].parent == NODE_NONE || node == o->page->head ||
           node == o->page->body;
}

void overlay_dissolve(struct overlay *o, uint32_t node)
{
    if (is_fixed(o, node) || node_is_text(&o->page->nodes[node]))
        return;
    if (!o->dissolved)
        o->dissolved = arena_calloc(o->arena, o->page->count, sizeof *o->dissolved);
    o->dissolved[node] = 1;
}

void overlay_wrap(struct overlay *o, uint32_t node, struct slice name)
{
    if (is_fixed(o, node) || o->wraps.count >= WRAPS_MAX)
        return;
    struct wrap wrap = {node, (uint16_t)tag_of_name(name), name};
    ARENA_PUSH(o->arena, &o->wraps, wrap);
}

/* Whether node is target, or above it after the moves so far. The loop ends because no
   move makes a cycle. */
static bool is_above(const struct overlay *o, uint32_t node, uint32_t target)
{
    while (target != NODE_NONE && target != node) {
        uint32_t moved_to = o->moved_to ? o->moved_to[target] : NODE_NONE;
        target = moved_to != NODE_NONE ? moved_to : o->page->nodes[target].parent;
    }
    return target == node;
}

static void open_moves(struct overlay *o)
{
    size_t size = o->page->count * sizeof *o->moved_to;
    o->moved_to = arena_alloc(o->arena, size);
    memset(o->moved_to, 0xFF, size); /* NODE_NONE */
}

void overlay_move(struct overlay *o, uint32_t node, uint32_t target)
{
    if (is_fixed(o, node) || node_is_text(&o->page->nodes[target]) ||
        is_above(o, node, target))
        return;
    if (!o->moved_to)
        open_moves(o);
    if (o->moved_to[node] == NODE_NONE) {
        if (o->moves.count >= MOVES_MAX)
            return;
        ARENA_PUSH(o->arena, &o->moves, node);
    }
    o->moved_to[node] = target;
}

static void open_removed(struct overlay *o)
{
    for (uint32_t i = 0; i < o->page->count; i++) {
        const struct node *node = &o->page->nodes[i];
        uint32_t end = node->attributes + node->attribute_count;
        if (node->attribute_count && end > o->attribute_count)
            o->attribute_count = end;
    }
    o->removed = arena_calloc(o->arena, o->attribute_count, sizeof *o->removed);
}

void overlay_remove_attribute(struct overlay *o, uint32_t node, struct slice name)
{
    const struct node *n = &o->page->nodes[node];
    for (uint32_t i = n->attributes; i < n->attributes + n->attribute_count; i++) {
        const struct token *has = &o->page->attributes[i].name;
        if (!slice_equal(slice_of(has->ptr, has->len), name))
            continue;
        if (!o->removed)
            open_removed(o);
        o->removed[i] = 1;
    }
}

void overlay_add_lazy(struct overlay *o, struct slice name)
{
    ARENA_PUSH(o->arena, &o->lazy, token_of(name));
}
