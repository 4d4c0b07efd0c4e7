#include "blocks/reshaped.h"

#include <string.h>

/* An element whose content is being copied, or the subtree of one that has moved here. */
struct open {
    uint32_t copy;      /* its new index; NODE_NONE for a subtree that has moved here */
    uint32_t end;       /* the end of its content in the old page */
    uint32_t resume;    /* of a moved subtree: where to go on after it */
    uint32_t next_move; /* the next node that has moved into it; or NODE_NONE */
};

struct reshaping {
    const struct page *page;
    const struct marks *marks;
    const struct overlay *overlay;
    struct arena *arena;
    struct {
        struct node *items;
        size_t count, capacity;
    } nodes;
    struct {
        struct mark *items;
        size_t count, capacity;
    } items;
    struct {
        uint32_t *items;
        size_t count, capacity;
    } origin;
    struct {
        struct open *items;
        size_t count, capacity;
    } open;
    uint32_t *first_wrap, *next_wrap; /* by node; by wrap */
    uint32_t *first_move, *next_move; /* by target; by moved node */
    uint32_t parent;                  /* of the next node */
    uint32_t head, body;
};

/* ---- nodes ------------------------------------------------------------------------- */

static uint32_t *all_none(struct arena *a, size_t count)
{
    uint32_t *items = arena_alloc(a, count * sizeof *items);
    memset(items, 0xFF, count * sizeof *items); /* NODE_NONE */
    return items;
}

/* Makes a chain per node; reads backwards, so that each chain is in the order of
   recording. */
static void chain_changes(struct reshaping *r)
{
    const struct overlay *o = r->overlay;
    r->first_wrap = all_none(r->arena, r->page->count);
    r->next_wrap = all_none(r->arena, o->wraps.count);
    for (uint32_t w = (uint32_t)o->wraps.count; w-- > 0;) {
        uint32_t node = o->wraps.items[w].node;
        r->next_wrap[w] = r->first_wrap[node];
        r->first_wrap[node] = w;
    }
    r->first_move = all_none(r->arena, r->page->count);
    r->next_move = all_none(r->arena, r->page->count);
    for (size_t m = o->moves.count; m-- > 0;) {
        uint32_t node = o->moves.items[m], target = o->moved_to[node];
        r->next_move[node] = r->first_move[target];
        r->first_move[target] = node;
    }
}

static bool is_moved(const struct reshaping *r, uint32_t node)
{
    return r->overlay->moved_to && r->overlay->moved_to[node] != NODE_NONE;
}

static bool is_dissolved(const struct reshaping *r, uint32_t node)
{
    return r->overlay->dissolved && r->overlay->dissolved[node];
}

/* A dissolved element no longer decides what its text is. */
static struct mark mark_of(const struct reshaping *r, uint32_t node)
{
    struct mark mark = r->marks->items[node];
    bool is_kind_of = r->marks->reasons[mark.reason].by == JUDGE_BUILTIN;
    if (is_dissolved(r, node) && is_kind_of && !r->marks->hidden[node])
        return (struct mark){VERDICT_UNDECIDED, 0};
    return mark;
}

/* ---- copying ----------------------------------------------------------------------- */

static uint32_t add_node(struct reshaping *r, struct node node, uint32_t origin)
{
    uint32_t index = (uint32_t)r->nodes.count;
    node.parent = r->parent;
    node.depth = r->parent == NODE_NONE ? 0 : r->nodes.items[r->parent].depth + 1;
    node.end = index + 1;
    ARENA_PUSH(r->arena, &r->nodes, node);
    ARENA_PUSH(r->arena, &r->items, mark_of(r, origin));
    ARENA_PUSH(r->arena, &r->origin, origin);
    return index;
}

static void open_node(struct reshaping *r, uint32_t copy, uint32_t end,
                      uint32_t next_move)
{
    struct open open = {copy, end, NODE_NONE, next_move};
    ARENA_PUSH(r->arena, &r->open, open);
    r->parent = copy;
}

/* Copies a node, after the elements that wrap it. A dissolved element becomes a span,
   which has no meaning. */
static void copy_node(struct reshaping *r, uint32_t i)
{
    struct node node = r->page->nodes[i];
    for (uint32_t w = r->first_wrap[i]; w != NODE_NONE; w = r->next_wrap[w]) {
        const struct wrap *wrap = &r->overlay->wraps.items[w];
        struct node around = {.tag = wrap->tag};
        if (wrap->tag == TAG_OTHER)
            around.text = wrap->name;
        open_node(r, add_node(r, around, i), node.end, NODE_NONE);
    }
    if (is_dissolved(r, i))
        node = (struct node){.tag = TAG_SPAN, .flags = node.flags, .end = node.end};
    uint32_t end = node.end, copy = add_node(r, node, i);
    if (i == r->page->head)
        r->head = copy;
    if (i == r->page->body)
        r->body = copy;
    open_node(r, copy, end, r->first_move[i]);
}

/* Ends everything that ends at i, and returns where to continue. A moved subtree begins
   where its target ends: then *is_here is set, and the subtree is copied. */
static uint32_t close_nodes(struct reshaping *r, uint32_t i, bool *is_here)
{
    while (r->open.count) {
        struct open *top = &r->open.items[r->open.count - 1];
        if (i != top->end)
            return i;
        uint32_t moved = top->next_move;
        if (moved != NODE_NONE) {
            top->next_move = r->next_move[moved];
            struct open visit = {NODE_NONE, r->page->nodes[moved].end, i, NODE_NONE};
            ARENA_PUSH(r->arena, &r->open, visit);
            *is_here = true;
            return moved;
        }
        if (top->copy == NODE_NONE) {
            i = top->resume;
        } else {
            r->nodes.items[top->copy].end = (uint32_t)r->nodes.count;
            r->parent = r->nodes.items[top->copy].parent;
        }
        r->open.count--;
    }
    return i;
}

static void copy_page(struct reshaping *r)
{
    uint32_t i = 0;
    bool is_here = true;
    do {
        if (is_moved(r, i) && !is_here) {
            i = r->page->nodes[i].end;
        } else {
            copy_node(r, i);
            i++;
        }
        is_here = false;
        i = close_nodes(r, i, &is_here);
    } while (r->open.count);
}

/* ---- attributes -------------------------------------------------------------------- */

static bool is_lazy(const struct overlay *o, const struct attribute *attribute)
{
    for (size_t i = 0; i < o->lazy.count; i++)
        if (o->lazy.items[i].hash == attribute->name.hash &&
            o->lazy.items[i].len == attribute->name.len &&
            !memcmp(o->lazy.items[i].ptr, attribute->name.ptr, attribute->name.len))
            return true;
    return false;
}

/* Gives an image's src the value that a script would set. */
static void load_lazy(const struct overlay *o, struct attribute *items, size_t count)
{
    struct attribute *src = NULL, *lazy = NULL;
    for (size_t i = 0; i < count; i++) {
        struct slice name = slice_of(items[i].name.ptr, items[i].name.len);
        if (slice_equal(name, SLICE("src")))
            src = &items[i];
        else if (!lazy && items[i].value.len && is_lazy(o, &items[i]))
            lazy = &items[i];
    }
    if (lazy && src)
        src->value = lazy->value;
    else if (lazy)
        lazy->name = token_of(SLICE("src"));
}

static bool is_named(const struct attribute *attribute, struct slice name)
{
    return slice_equal(slice_of(attribute->name.ptr, attribute->name.len), name);
}

/* Copies the attributes that the node still has. */
static void copy_attributes(const struct reshaping *r, struct node *node,
                            struct attribute *all, uint32_t *used)
{
    uint32_t first = *used;
    for (uint32_t i = 0; i < node->attribute_count; i++) {
        const struct attribute *attribute = &r->page->attributes[node->attributes + i];
        if (!overlay_is_removed(r->overlay, node->attributes + i)) {
            all[(*used)++] = *attribute;
            continue;
        }
        if (is_named(attribute, SLICE("class")))
            node->class_count = 0;
        if (is_named(attribute, SLICE("id")))
            node->id_hash = 0;
    }
    node->attributes = first;
    node->attribute_count = (uint16_t)(*used - first);
    if (node->tag == TAG_IMG)
        load_lazy(r->overlay, all + first, node->attribute_count);
}

static struct attribute *make_attributes(const struct reshaping *r)
{
    size_t count = 0;
    uint32_t used = 0;
    for (size_t i = 0; i < r->nodes.count; i++)
        count += r->nodes.items[i].attribute_count;
    struct attribute *all = arena_alloc(r->arena, count * sizeof *all);
    for (size_t i = 0; i < r->nodes.count; i++)
        copy_attributes(r, &r->nodes.items[i], all, &used);
    return all;
}

/* ---- the page ---------------------------------------------------------------------- */

const struct reshaped_page *reshaped_make(const struct marks *marks)
{
    struct reshaping r = {
        .page = marks->page,
        .marks = marks,
        .overlay = &marks->overlay,
        .arena = marks->arena,
        .parent = NODE_NONE,
        .head = NODE_NONE,
        .body = NODE_NONE,
    };
    struct reshaped_page *out = arena_alloc(marks->arena, sizeof *out);
    chain_changes(&r);
    copy_page(&r);
    out->page = *marks->page;
    out->page.nodes = r.nodes.items;
    out->page.count = (uint32_t)r.nodes.count;
    out->page.head = r.head;
    out->page.body = r.body;
    out->page.attributes = make_attributes(&r);
    out->marks = *marks;
    out->marks.page = &out->page;
    out->marks.items = r.items.items;
    out->marks.hidden = arena_calloc(r.arena, out->page.count, 1);
    for (uint32_t i = 0; i < out->page.count; i++)
        out->marks.hidden[i] = marks->hidden[r.origin.items[i]];
    out->origin = r.origin.items;
    return out;
}
