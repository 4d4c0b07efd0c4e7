#include "blocks/reshaped.h"

#include <string.h>

/* An element whose content is being laid out, or the subtree of one that has moved here.
 */
struct open {
    uint32_t shown;     /* its new index; NODE_NONE for a subtree that has moved here */
    uint32_t end;       /* where its content ends in the old page */
    uint32_t resume;    /* of a moved subtree: where to go on behind it */
    uint32_t next_move; /* what has moved into it and is still to come; or NODE_NONE */
};

struct layout {
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
    uint32_t parent;                  /* of what is laid out next */
    uint32_t head, body;
};

/* ---- what stands at a node --------------------------------------------------------- */

static uint32_t *all_none(struct arena *a, size_t count)
{
    uint32_t *items = arena_alloc(a, count * sizeof *items);
    memset(items, 0xFF, count * sizeof *items); /* NODE_NONE */
    return items;
}

/* Chains by node; read backwards, so that each chain is in the order of recording. */
static void chain_changes(struct layout *l)
{
    const struct overlay *o = l->overlay;
    l->first_wrap = all_none(l->arena, l->page->count);
    l->next_wrap = all_none(l->arena, o->wraps.count);
    for (uint32_t w = (uint32_t)o->wraps.count; w-- > 0;) {
        uint32_t node = o->wraps.items[w].node;
        l->next_wrap[w] = l->first_wrap[node];
        l->first_wrap[node] = w;
    }
    l->first_move = all_none(l->arena, l->page->count);
    l->next_move = all_none(l->arena, l->page->count);
    for (size_t m = o->moves.count; m-- > 0;) {
        uint32_t node = o->moves.items[m], target = o->moved_to[node];
        l->next_move[node] = l->first_move[target];
        l->first_move[target] = node;
    }
}

static bool is_moved(const struct layout *l, uint32_t node)
{
    return l->overlay->moved_to && l->overlay->moved_to[node] != NODE_NONE;
}

static bool is_dissolved(const struct layout *l, uint32_t node)
{
    return l->overlay->dissolved && l->overlay->dissolved[node];
}

/* An element that is dissolved no longer says what its text is for. */
static struct mark mark_of(const struct layout *l, uint32_t node)
{
    struct mark mark = l->marks->items[node];
    bool is_kind_of = l->marks->reasons[mark.reason].by == JUDGE_BUILTIN;
    if (is_dissolved(l, node) && is_kind_of && !l->marks->hidden[node])
        return (struct mark){VERDICT_UNDECIDED, 0};
    return mark;
}

/* ---- laying out -------------------------------------------------------------------- */

static uint32_t add_node(struct layout *l, struct node node, uint32_t origin)
{
    uint32_t index = (uint32_t)l->nodes.count;
    node.parent = l->parent;
    node.depth = l->parent == NODE_NONE ? 0 : l->nodes.items[l->parent].depth + 1;
    node.end = index + 1;
    ARENA_PUSH(l->arena, &l->nodes, node);
    ARENA_PUSH(l->arena, &l->items, mark_of(l, origin));
    ARENA_PUSH(l->arena, &l->origin, origin);
    return index;
}

static void open_node(struct layout *l, uint32_t shown, uint32_t end, uint32_t next_move)
{
    struct open open = {shown, end, NODE_NONE, next_move};
    ARENA_PUSH(l->arena, &l->open, open);
    l->parent = shown;
}

/* Lays out what stands at a node, its wraps before it. A dissolved element becomes a
   span, which says nothing. */
static void place(struct layout *l, uint32_t i)
{
    struct node node = l->page->nodes[i];
    for (uint32_t w = l->first_wrap[i]; w != NODE_NONE; w = l->next_wrap[w]) {
        const struct wrap *wrap = &l->overlay->wraps.items[w];
        struct node around = {.tag = wrap->tag};
        if (wrap->tag == TAG_OTHER)
            around.text = wrap->name;
        open_node(l, add_node(l, around, i), node.end, NODE_NONE);
    }
    if (is_dissolved(l, i))
        node = (struct node){.tag = TAG_SPAN, .flags = node.flags, .end = node.end};
    uint32_t end = node.end, shown = add_node(l, node, i);
    if (i == l->page->head)
        l->head = shown;
    if (i == l->page->body)
        l->body = shown;
    open_node(l, shown, end, l->first_move[i]);
}

/* Ends what ends at i, and returns where to go on. A moved subtree begins where its
   target ends; *is_here then says that it is to be laid out. */
static uint32_t close_nodes(struct layout *l, uint32_t i, bool *is_here)
{
    while (l->open.count) {
        struct open *top = &l->open.items[l->open.count - 1];
        if (i != top->end)
            return i;
        uint32_t moved = top->next_move;
        if (moved != NODE_NONE) {
            top->next_move = l->next_move[moved];
            struct open visit = {NODE_NONE, l->page->nodes[moved].end, i, NODE_NONE};
            ARENA_PUSH(l->arena, &l->open, visit);
            *is_here = true;
            return moved;
        }
        if (top->shown == NODE_NONE) {
            i = top->resume;
        } else {
            l->nodes.items[top->shown].end = (uint32_t)l->nodes.count;
            l->parent = l->nodes.items[top->shown].parent;
        }
        l->open.count--;
    }
    return i;
}

static void lay_out(struct layout *l)
{
    uint32_t i = 0;
    bool is_here = true;
    do {
        if (is_moved(l, i) && !is_here) {
            i = l->page->nodes[i].end;
        } else {
            place(l, i);
            i++;
        }
        is_here = false;
        i = close_nodes(l, i, &is_here);
    } while (l->open.count);
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

/* Gives an image's src the value that scripts would have given it. */
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

/* Appends the attributes that the node still has, and points it to them. */
static void copy_attributes(const struct layout *l, struct node *node,
                            struct attribute *all, uint32_t *used)
{
    uint32_t first = *used;
    for (uint32_t i = 0; i < node->attribute_count; i++) {
        const struct attribute *attribute = &l->page->attributes[node->attributes + i];
        if (!overlay_is_removed(l->overlay, node->attributes + i)) {
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
        load_lazy(l->overlay, all + first, node->attribute_count);
}

static struct attribute *make_attributes(const struct layout *l)
{
    size_t count = 0;
    uint32_t used = 0;
    for (size_t i = 0; i < l->nodes.count; i++)
        count += l->nodes.items[i].attribute_count;
    struct attribute *all = arena_alloc(l->arena, count * sizeof *all);
    for (size_t i = 0; i < l->nodes.count; i++)
        copy_attributes(l, &l->nodes.items[i], all, &used);
    return all;
}

/* ---- the page ---------------------------------------------------------------------- */

const struct reshaped_page *reshaped_make(const struct marks *marks)
{
    struct layout l = {
        .page = marks->page,
        .marks = marks,
        .overlay = &marks->overlay,
        .arena = marks->arena,
        .parent = NODE_NONE,
        .head = NODE_NONE,
        .body = NODE_NONE,
    };
    struct reshaped_page *out = arena_alloc(marks->arena, sizeof *out);
    chain_changes(&l);
    lay_out(&l);
    out->page = *marks->page;
    out->page.nodes = l.nodes.items;
    out->page.count = (uint32_t)l.nodes.count;
    out->page.head = l.head;
    out->page.body = l.body;
    out->page.attributes = make_attributes(&l);
    out->marks = *marks;
    out->marks.page = &out->page;
    out->marks.items = l.items.items;
    out->marks.hidden = arena_calloc(l.arena, out->page.count, 1);
    for (uint32_t i = 0; i < out->page.count; i++)
        out->marks.hidden[i] = marks->hidden[l.origin.items[i]];
    out->origin = l.origin.items;
    return out;
}
