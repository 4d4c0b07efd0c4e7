#include "write/suggest_selector.h"

#include "base/buffer.h"
#include "base/hash_table.h"
#include "base/search.h"
#include "rules/selector.h"
#include <stdlib.h>

enum {
    LEVELS_MAX = 8,  /* ancestors of a block that are used */
    CLASSES_MAX = 4, /* of one element; generated style sheets have dozens */
    STEPS_MAX = 5,   /* of a positional path: longer ones do not match the next article */
    OFFERS_MAX = 10, /* suggestions per block */
    NAME_MAX = 60,   /* bytes of a class; longer ones are generated for each page */
    BLOCKS_MAX = 5000,       /* per page; blocks after that get no suggestions */
    CANDIDATES_A_BLOCK = 32, /* on average over all blocks */
};

/* A selector that is suggested for at least one block. */
struct candidate {
    struct slice text;
    const struct selector *selector;
    uint32_t blocks, kept; /* the number of blocks that it matches; that are kept */
    uint32_t end;          /* of the last match: nodes before it are counted already */
    bool is_positional;
};

/* A candidate for a block. */
struct offer {
    uint32_t block, candidate;
};

struct suggest_selector {
    const struct cleaned *cleaned;
    const struct block_list *blocks;
    struct arena *arena;
    uint8_t *stripped; /* by node: a rule added to the site's file would not see it */
    struct {
        struct candidate *items;
        size_t count, capacity;
    } candidates;
    struct hash_table known; /* the index of each candidate, by its text */
    size_t candidates_max;
    struct {
        struct offer *items;
        size_t count, capacity;
    } offers; /* in order of their blocks */
    size_t *first_offer;
};

/* ---- selectors of an element ------------------------------------------------------- */

/* Whether a name needs no escapes in a selector. */
static bool is_plain_name(struct slice s)
{
    if (!s.len || s.len > NAME_MAX)
        return false;
    if (!is_ascii_letter((unsigned char)s.ptr[0]) && s.ptr[0] != '_')
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (!is_ascii_letter(c) && !is_ascii_digit(c) && c != '-' && c != '_')
            return false;
    }
    return true;
}

static struct slice id_of(const struct page *page, uint32_t node)
{
    struct slice id = page_attribute(page, node, SLICE("id"));
    return is_plain_name(id) ? id : SLICE("");
}

/* Appends ".a.b" for the classes with plain names; returns false if there are none. */
static bool append_classes(const struct page *page, uint32_t node, struct buffer *out)
{
    const struct node *n = &page->nodes[node];
    unsigned used = 0;
    for (uint16_t i = 0; i < n->class_count && used < CLASSES_MAX; i++) {
        const struct token *token = &page->classes[n->classes + i];
        struct slice name = slice_of(token->ptr, token->len);
        if (!is_plain_name(name))
            continue;
        buffer_append_char(out, '.');
        buffer_append(out, name);
        used++;
    }
    return used > 0;
}

/* Appends "#id" or "tag.a.b"; returns false if the element has neither. */
static bool append_names(const struct page *page, uint32_t node, struct buffer *out)
{
    struct slice id = id_of(page, node);
    size_t before = out->len;
    if (id.len) {
        buffer_append_char(out, '#');
        buffer_append(out, id);
        return true;
    }
    buffer_append(out, page_name(page, node));
    if (append_classes(page, node, out))
        return true;
    buffer_truncate(out, before);
    return false;
}

static unsigned index_of_type(const struct page *page, uint32_t node,
                              const uint8_t *hidden)
{
    uint32_t parent = page->nodes[node].parent;
    struct slice name = page_name(page, node);
    unsigned index = 1;
    for (uint32_t i = parent + 1; i < node; i = page->nodes[i].end)
        index += node_is_element(&page->nodes[i]) && !(hidden && hidden[i]) &&
                 slice_equal(page_name(page, i), name);
    return index;
}

/* Returns a path such as "div.story > p:nth-of-type(3)", starting at the nearest ancestor
   with an id or class. */
static struct slice path_to(const struct page *page, uint32_t node, const uint8_t *hidden,
                            struct arena *a)
{
    uint32_t steps[STEPS_MAX];
    size_t count = 0;
    struct buffer out;
    buffer_open(&out, a);
    while (count < STEPS_MAX && node != NODE_NONE && node != page->body &&
           page->nodes[node].parent != NODE_NONE &&
           (!count || !append_names(page, node, &out))) {
        steps[count++] = node;
        node = page->nodes[node].parent;
    }
    while (count--) {
        buffer_append_string(&out, out.len ? " > " : "");
        buffer_append(&out, page_name(page, steps[count]));
        buffer_printf(&out, ":nth-of-type(%u)",
                      index_of_type(page, steps[count], hidden));
    }
    return buffer_slice(&out);
}

struct slice suggest_selector_for_node(const struct page *page, uint32_t node,
                                       struct arena *a)
{
    struct buffer out;
    buffer_open(&out, a);
    if (append_names(page, node, &out))
        return buffer_slice(&out);
    if (node == page->body || page->nodes[node].parent == NODE_NONE)
        return page_name(page, node);
    return path_to(page, node, NULL, a);
}

/* ---- candidates -------------------------------------------------------------------- */

static uint32_t find_candidate(struct suggest_selector *p, struct slice text)
{
    const uint32_t *known = hash_table_find(&p->known, text);
    struct candidate candidate = {.text = text};
    if (known)
        return *known;
    if (p->candidates.count > p->candidates_max ||
        !selector_compile(p->arena, text, SELECTOR_CSS, &candidate.selector, NULL))
        return UINT32_MAX;
    candidate.is_positional = selector_is_positional(candidate.selector);
    uint32_t index = (uint32_t)p->candidates.count;
    ARENA_PUSH(p->arena, &p->candidates, candidate);
    *(uint32_t *)hash_table_put(&p->known, text, NULL) = index;
    return index;
}

static void offer(struct suggest_selector *p, uint32_t block, struct slice text)
{
    uint32_t candidate = text.len ? find_candidate(p, text) : UINT32_MAX;
    if (candidate == UINT32_MAX)
        return;
    ARENA_PUSH(p->arena, &p->offers, ((struct offer){block, candidate}));
}

static struct slice with_prefix(struct arena *a, const char *prefix, struct slice s)
{
    return slice_of_string(arena_printf(a, "%s%.*s", prefix, (int)s.len, s.ptr));
}

static void offer_element(struct suggest_selector *p, uint32_t block, uint32_t node)
{
    const struct page *page = &p->cleaned->page;
    const struct node *n = &page->nodes[node];
    struct slice id = id_of(page, node), name = page_name(page, node);
    if (id.len)
        offer(p, block, with_prefix(p->arena, "#", id));
    struct buffer names;
    buffer_open(&names, p->arena);
    buffer_append(&names, name);
    if (append_classes(page, node, &names))
        offer(p, block, buffer_slice(&names));
    for (uint16_t i = 0; i < n->class_count && i < CLASSES_MAX; i++) {
        const struct token *token = &page->classes[n->classes + i];
        struct slice class = slice_of(token->ptr, token->len);
        if (is_plain_name(class))
            offer(p, block, with_prefix(p->arena, ".", class));
    }
}

static void offer_for_block(struct suggest_selector *p, uint32_t index)
{
    const struct page *page = &p->cleaned->page;
    uint32_t node = page->nodes[p->blocks->items[index].first].parent;
    uint32_t last = p->blocks->items[index].last;
    if (node == NODE_NONE)
        return;
    /* up to the element that contains all of the block */
    while (page->nodes[node].end <= last && page->nodes[node].parent != NODE_NONE)
        node = page->nodes[node].parent;
    if (node == page->body || page->nodes[node].parent == NODE_NONE)
        return;
    if (p->blocks->items[index].verdict != VERDICT_DROP)
        offer(p, index, path_to(page, node, p->stripped, p->arena));
    offer(p, index, page_name(page, node));
    for (int level = 0; level < LEVELS_MAX && node != NODE_NONE && node != page->body &&
                        page->nodes[node].parent != NODE_NONE;
         level++, node = page->nodes[node].parent)
        offer_element(p, index, node);
}

/* ---- counting ---------------------------------------------------------------------- */

static int compare_first_node(const void *key, const void *item)
{
    const struct block *block = item;
    return search_compare_keys(key, &block->first);
}

/* Returns the first block whose first node is not before `node`. */
static size_t find_block(const struct block_list *blocks, uint32_t node)
{
    return search_first(&node, blocks->items, blocks->count, sizeof *blocks->items,
                        compare_first_node);
}

static void count_hit(struct suggest_selector *p, const uint32_t *kept_before,
                      struct candidate *candidate, uint32_t node)
{
    if (node < candidate->end)
        return;
    candidate->end = p->cleaned->page.nodes[node].end;
    size_t first = find_block(p->blocks, node);
    size_t last = find_block(p->blocks, candidate->end);
    candidate->blocks += (uint32_t)(last - first);
    candidate->kept += kept_before[last] - kept_before[first];
}

/* Counts the matches of positional selectors, or of the others. */
static void count_hits(struct suggest_selector *p, const uint32_t *kept_before,
                       bool positional)
{
    size_t count = 0;
    const struct selector **selectors =
        arena_alloc(p->arena, (p->candidates.count + 1) * sizeof *selectors);
    uint32_t *indexes =
        arena_alloc(p->arena, (p->candidates.count + 1) * sizeof *indexes);
    for (uint32_t i = 0; i < p->candidates.count; i++) {
        if (p->candidates.items[i].is_positional != positional)
            continue;
        indexes[count] = i;
        selectors[count++] = p->candidates.items[i].selector;
    }
    struct view view =
        view_open(&p->cleaned->page, positional ? p->stripped : NULL, p->arena);
    struct selector_hits hits = {0};
    if (count)
        selector_set_match(selector_set_build(p->arena, selectors, count), &view,
                           p->arena, &hits);
    for (size_t i = 0; i < hits.count; i++)
        count_hit(p, kept_before, &p->candidates.items[indexes[hits.items[i].selector]],
                  hits.items[i].node);
}

static void count_all_hits(struct suggest_selector *p)
{
    uint32_t *kept = arena_alloc(p->arena, (p->blocks->count + 1) * sizeof *kept);
    kept[0] = 0;
    for (size_t i = 0; i < p->blocks->count; i++)
        kept[i + 1] = kept[i] + (p->blocks->items[i].verdict != VERDICT_DROP);
    count_hits(p, kept, false);
    count_hits(p, kept, true);
}

/* A strip rule of the site's file sees only what built-in rules and the file's own rules
   have left. */
static uint8_t *find_stripped(const struct cleaned *cleaned, struct arena *a)
{
    const struct marks *marks = &cleaned->marks;
    uint8_t *stripped = arena_calloc(a, cleaned->page.count + 1, 1);
    for (uint32_t i = 0; i < cleaned->page.count; i++) {
        const struct reason *reason = &marks->reasons[marks_reason_at(marks, i)];
        bool is_early =
            reason->by == JUDGE_BUILTIN ||
            (reason->by == JUDGE_RULE && reason->file->authority != AUTHORITY_DEFAULT);
        stripped[i] = marks->hidden[i] && is_early;
    }
    return stripped;
}

struct suggest_selector *suggest_selector_open(const struct cleaned *cleaned,
                                               const struct block_list *blocks,
                                               struct arena *a)
{
    struct suggest_selector *p = arena_calloc(a, 1, sizeof *p);
    size_t count = blocks->count < BLOCKS_MAX ? blocks->count : BLOCKS_MAX;
    *p = (struct suggest_selector){.cleaned = cleaned, .blocks = blocks, .arena = a};
    p->stripped = find_stripped(cleaned, a);
    p->candidates_max = CANDIDATES_A_BLOCK * count;
    hash_table_open(&p->known, a, sizeof(uint32_t));
    p->first_offer = arena_calloc(a, blocks->count + 1, sizeof *p->first_offer);
    for (uint32_t i = 0; i < blocks->count; i++) {
        p->first_offer[i] = p->offers.count;
        if (i < count && cleaned->page.count && blocks->items[i].first != NODE_NONE)
            offer_for_block(p, i);
    }
    p->first_offer[blocks->count] = p->offers.count;
    if (p->candidates.count)
        count_all_hits(p);
    return p;
}

static int compare_breadth(const void *left, const void *right)
{
    const struct selector_suggestion *a = left, *b = right;
    if (a->blocks != b->blocks)
        return a->blocks < b->blocks ? -1 : 1;
    if (a->selector.len != b->selector.len)
        return a->selector.len < b->selector.len ? -1 : 1;
    return slice_compare(a->selector, b->selector);
}

static bool is_listed(const struct selector_suggestion_list *list, struct slice selector)
{
    for (size_t i = 0; i < list->count; i++)
        if (slice_equal(list->items[i].selector, selector))
            return true;
    return false;
}

void suggest_selector_for_block(struct suggest_selector *suggestions, size_t index,
                                struct selector_suggestion_list *out)
{
    bool is_kept = suggestions->blocks->items[index].verdict != VERDICT_DROP;
    for (size_t i = suggestions->first_offer[index];
         i < suggestions->first_offer[index + 1]; i++) {
        const struct candidate *c =
            &suggestions->candidates.items[suggestions->offers.items[i].candidate];
        struct selector_suggestion suggestion = {c->text, c->blocks,
                                                 is_kept ? c->kept : c->blocks - c->kept};
        if (suggestion.changes && out->count < OFFERS_MAX && !is_listed(out, c->text))
            ARENA_PUSH(suggestions->arena, out, suggestion);
    }
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, compare_breadth);
}
