#include "base/hash.h"
#include "base/hash_table.h"
#include "rules/selector_internal.h"
#include <stdlib.h>
#include <string.h>

/* Each complex selector is indexed under one thing that an element must have for its last
   compound to match: an id, a class, an attribute or part of its value, or a type. An
   element is then tested only against the selectors indexed under what it has. Of those,
   two Bloom filters, as in browsers, skip the selectors whose required ancestors or
   earlier siblings are not there. */

enum {
    KEYS_MAX = 64,      /* per complex selector: the alternatives of an :is() */
    PROBES_MAX = 4,     /* per filter lookup; more would hardly reject more */
    GRAM = 4,           /* shorter ones are in every value, longer ones miss values */
    FILTER_WORDS = 8,   /* 512 bits: 25 ancestors with 3 names each set a seventh */
    FILTER_DEPTH = 512, /* deeper elements use no filter; the parser's depth limit */
};

enum key_kind {
    KEY_ID = 1,
    KEY_CLASS,
    KEY_TYPE,
    KEY_ATTRIBUTE,
    KEY_VALUE, /* an attribute's name and whole value */
    KEY_GRAM,  /* an attribute's name and GRAM bytes of its value */
};

/* Which parts of an attribute's value the selectors need. */
enum ask { ASK_VALUE = 1, ASK_GRAM = 2 };

/* Filter bits that must be set. */
struct probes {
    uint16_t bits[PROBES_MAX];
    uint16_t count;
};

struct reference {
    uint32_t hash;     /* of its key */
    uint32_t selector; /* index in the set */
    const struct css_complex *complex;
    struct probes above;  /* required ancestors */
    struct probes beside; /* required earlier siblings */
};

struct reference_list {
    struct reference *items;
    size_t count, capacity;
};

/* The references that are indexed under one key. */
struct postings {
    uint32_t start, end; /* range in the list of references; empty if equal */
    uint8_t asks;        /* for an attribute: enum ask */
};

/* A key. If it is made from an attribute's value, also the key of the attribute
   itself. */
struct key {
    uint32_t hash;
    uint32_t attribute;
    uint8_t ask;
};

struct key_list {
    struct key *items;
    size_t count, capacity;
};

struct table {
    struct reference_list keyed; /* sorted by hash */
    struct reference_list any;   /* not indexed under any key */
    struct key_list asked;       /* those with an `ask` */
    struct hash_table postings;  /* by the hash of their key */
};

/* An XPath, which is not indexed under any key, and its index in the set. */
struct xpath_reference {
    const struct selector *selector;
    uint32_t index;
};

struct xpath_list {
    struct xpath_reference *items;
    size_t count, capacity;
};

struct selector_set {
    /* Indexed by class and id names as written, and in lowercase for quirks mode. */
    struct table tables[2];
    struct xpath_list xpaths;
    bool has_above, has_beside; /* whether any reference has such probes */
};

/* ---- keys -------------------------------------------------------------------------- */

static uint32_t key_of(enum key_kind kind, uint32_t hash)
{
    return (hash ^ kind) * 0x9E3779B1u; /* Knuth's multiplier separates the kinds */
}

static uint32_t name_key(enum key_kind kind, struct token name, bool quirks)
{
    return key_of(kind,
                  quirks ? hash_token_lower(slice_of(name.ptr, name.len)) : name.hash);
}

static uint32_t type_key(uint16_t tag, struct slice name)
{
    return key_of(KEY_TYPE, tag == TAG_OTHER ? hash_token(name) : tag);
}

static uint32_t value_key(struct token name, struct slice value)
{
    return key_of(KEY_VALUE, name.hash * 31 + hash_token(value));
}

/* The key of the GRAM bytes at `bytes`. */
static uint32_t gram_key(struct token name, const char *bytes)
{
    uint32_t gram;
    memcpy(&gram, bytes, GRAM);
    return key_of(KEY_GRAM,
                  name.hash ^ gram * 0x85EBCA6Bu); /* MurmurHash3's multiplier */
}

struct keys {
    struct key items[KEYS_MAX];
    size_t count;
};

static bool add_whole_key(struct keys *keys, struct key key)
{
    if (keys->count == KEYS_MAX)
        return false;
    keys->items[keys->count++] = key;
    return true;
}

static bool add_key(struct keys *keys, uint32_t hash)
{
    return add_whole_key(keys, (struct key){.hash = hash});
}

/* Every operator except EXISTS needs the whole value to be present somewhere. The end of
   a name is more selective than its beginning: article-share, article-related, ... */
static bool add_attribute_key(const struct css_attribute *attribute, bool quirks,
                              struct keys *keys)
{
    struct slice value = attribute->value;
    struct slice name = slice_of(attribute->name.ptr, attribute->name.len);
    if (attribute->op == CSS_WORD && !attribute->nocase &&
        slice_equal(name, SLICE("class")))
        return add_key(keys, name_key(KEY_CLASS, token_of(value), quirks));
    struct key key = {.attribute = key_of(KEY_ATTRIBUTE, attribute->name.hash)};
    key.hash = key.attribute;
    if (attribute->op == CSS_EQUALS && !attribute->nocase) {
        key.hash = value_key(attribute->name, value);
        key.ask = ASK_VALUE;
    } else if (attribute->op != CSS_EXISTS && !attribute->nocase && value.len >= GRAM) {
        key.hash = gram_key(attribute->name, value.ptr + value.len - GRAM);
        key.ask = ASK_GRAM;
    }
    return add_whole_key(keys, key);
}

static bool add_list_keys(const struct css_list *list, bool quirks, struct keys *keys);

/* Adds the key of the compound's most selective simple test. Tests are sorted id, class,
   attribute. */
static bool add_test_key(const struct css_compound *compound, bool quirks,
                         struct keys *keys)
{
    for (size_t i = 0; i < compound->count; i++) {
        const struct css_test *test = &compound->items[i];
        if (test->kind == CSS_ID)
            return add_key(keys, name_key(KEY_ID, test->name, quirks));
        if (test->kind == CSS_CLASS)
            return add_key(keys, name_key(KEY_CLASS, test->name, quirks));
        if (test->kind == CSS_ATTRIBUTE)
            return add_attribute_key(&test->attribute, quirks, keys);
        if (test->kind == CSS_IS) {
            size_t before = keys->count;
            if (add_list_keys(test->list, quirks, keys))
                return true;
            keys->count = before;
        }
    }
    return false;
}

/* Adds keys of which a matching element has at least one. Returns false if there are
   none. */
static bool add_keys(const struct css_compound *compound, bool quirks, struct keys *keys)
{
    if (add_test_key(compound, quirks, keys))
        return true;
    struct slice name = slice_of(compound->name.ptr, compound->name.len);
    return compound->tag != TAG_TEXT && add_key(keys, type_key(compound->tag, name));
}

static bool add_list_keys(const struct css_list *list, bool quirks, struct keys *keys)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct css_complex *complex = &list->items[i];
        if (!add_keys(&complex->items[complex->count - 1], quirks, keys))
            return false;
    }
    return true;
}

/* ---- building ---------------------------------------------------------------------- */

static void add_probe(struct probes *probes, uint32_t key)
{
    if (probes->count < PROBES_MAX)
        probes->bits[probes->count++] = (uint16_t)(key % (FILTER_WORDS * 64));
}

/* [id="x"] and [class="x y"] require the same names as #x and .x.y; XPath often produces
   them. */
static void probe_attribute(struct probes *probes, const struct css_attribute *attribute,
                            bool quirks)
{
    struct slice name = slice_of(attribute->name.ptr, attribute->name.len);
    struct slice rest = attribute->value, word;
    if (attribute->nocase || (attribute->op != CSS_EQUALS && attribute->op != CSS_WORD))
        return;
    if (slice_equal(name, SLICE("id")) && rest.len)
        add_probe(probes, name_key(KEY_ID, token_of(rest), quirks));
    else if (slice_equal(name, SLICE("class")))
        while (slice_next_word(&rest, &word))
            add_probe(probes, name_key(KEY_CLASS, token_of(word), quirks));
}

static void probe_compound(struct probes *probes, const struct css_compound *compound,
                           bool quirks)
{
    struct slice name = slice_of(compound->name.ptr, compound->name.len);
    for (size_t i = 0; i < compound->count; i++) {
        const struct css_test *test = &compound->items[i];
        if (test->kind == CSS_ID)
            add_probe(probes, name_key(KEY_ID, test->name, quirks));
        if (test->kind == CSS_CLASS)
            add_probe(probes, name_key(KEY_CLASS, test->name, quirks));
        if (test->kind == CSS_ATTRIBUTE)
            probe_attribute(probes, &test->attribute, quirks);
    }
    if (compound->tag != TAG_TEXT)
        add_probe(probes, type_key(compound->tag, name));
}

/* A compound is matched above the element if the combinator after it leads to a
   descendant or child, and beside the element if no combinator from there on does. */
static void add_probes(struct reference *reference, bool quirks)
{
    const struct css_complex *complex = reference->complex;
    bool is_beside = true;
    for (size_t i = complex->count - 1; i; i--) {
        bool goes_down = complex->items[i].combinator <= CSS_CHILD;
        is_beside = is_beside && !goes_down;
        if (goes_down || is_beside)
            probe_compound(is_beside ? &reference->beside : &reference->above,
                           &complex->items[i - 1], quirks);
    }
}

static void add_complex(struct arena *a, struct table *table, struct reference reference,
                        bool quirks)
{
    const struct css_complex *complex = reference.complex;
    struct keys keys = {.count = 0};
    add_probes(&reference, quirks);
    if (!add_keys(&complex->items[complex->count - 1], quirks, &keys)) {
        ARENA_PUSH(a, &table->any, reference);
        return;
    }
    for (size_t i = 0; i < keys.count; i++) {
        reference.hash = keys.items[i].hash;
        ARENA_PUSH(a, &table->keyed, reference);
        if (keys.items[i].ask)
            ARENA_PUSH(a, &table->asked, keys.items[i]);
    }
}

static int by_hash_then_selector(const void *left, const void *right)
{
    const struct reference *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->selector > b->selector) - (a->selector < b->selector);
}

static void fill_postings(struct arena *a, struct table *table)
{
    struct reference_list *keyed = &table->keyed;
    if (keyed->count)
        qsort(keyed->items, keyed->count, sizeof *keyed->items, by_hash_then_selector);
    hash_table_open(&table->postings, a, sizeof(struct postings));
    for (uint32_t i = 0; i < keyed->count; i++) {
        bool is_new;
        struct postings *postings =
            hash_table_put_number(&table->postings, keyed->items[i].hash, &is_new);
        postings->start = is_new ? i : postings->start;
        postings->end = i + 1;
    }
    for (size_t i = 0; i < table->asked.count; i++) {
        const struct key *key = &table->asked.items[i];
        struct postings *postings =
            hash_table_put_number(&table->postings, key->attribute, NULL);
        postings->asks |= key->ask;
    }
}

static void build_table(struct arena *a, struct table *table,
                        const struct selector *const *selectors, size_t count,
                        bool quirks)
{
    for (size_t i = 0; i < count; i++) {
        const struct css_list *list = &selectors[i]->css.list;
        for (size_t j = 0; j < list->count; j++)
            add_complex(
                a, table,
                (struct reference){.selector = (uint32_t)i, .complex = &list->items[j]},
                quirks);
    }
    fill_postings(a, table);
}

static void note_probes(struct selector_set *set, const struct reference_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        set->has_above = set->has_above || list->items[i].above.count;
        set->has_beside = set->has_beside || list->items[i].beside.count;
    }
}

const struct selector_set *
selector_set_build(struct arena *a, const struct selector *const *selectors, size_t count)
{
    struct selector_set *set = arena_calloc(a, 1, sizeof *set);
    build_table(a, &set->tables[false], selectors, count, false);
    build_table(a, &set->tables[true], selectors, count, true);
    for (uint32_t i = 0; i < count; i++) {
        struct xpath_reference reference = {selectors[i], i};
        if (selector_is_xpath(selectors[i]))
            ARENA_PUSH(a, &set->xpaths, reference);
    }
    note_probes(set, &set->tables[false].keyed);
    note_probes(set, &set->tables[false].any);
    return set;
}

/* ---- filters of ancestors and siblings --------------------------------------------- */

struct filter {
    uint64_t words[FILTER_WORDS];
};

struct walk {
    const struct selector_set *set;
    const struct table *table;
    const struct view *view;
    struct css_match match;
    struct arena *arena;
    struct selector_hits *hits;
    /* At index d: the names of the elements above depth d, and the names of the elements
       at depth d that come earlier under the same parent. NULL if no selector needs
       them. */
    struct filter *above, *beside;
    uint32_t *tried; /* per key: the last node tested for it through a gram, plus 1 */
};

static void filter_add(struct filter *filter, uint32_t key)
{
    uint32_t bit = key % (FILTER_WORDS * 64);
    filter->words[bit / 64] |= (uint64_t)1 << bit % 64;
}

/* Without a filter, everything passes. */
static bool may_pass(const struct filter *filter, const struct probes *probes)
{
    for (uint16_t i = 0; filter && i < probes->count; i++) {
        uint32_t bit = probes->bits[i];
        if (!(filter->words[bit / 64] >> bit % 64 & 1))
            return false;
    }
    return true;
}

static uint32_t id_key(const struct page *page, uint32_t node)
{
    if (!page->quirks)
        return key_of(KEY_ID, page->nodes[node].id_hash);
    struct slice id = page_attribute(page, node, SLICE("id"));
    return key_of(KEY_ID, hash_token_lower(id));
}

static void add_names(struct filter *filter, const struct page *page, uint32_t node)
{
    const struct node *element = &page->nodes[node];
    filter_add(filter, type_key(element->tag, element->text));
    if (element->id_hash)
        filter_add(filter, id_key(page, node));
    for (uint32_t i = 0; i < element->class_count; i++)
        filter_add(filter, name_key(KEY_CLASS, page->classes[element->classes + i],
                                    page->quirks));
}

/* Prepares the filters for the children of an element. */
static void enter(struct walk *walk, uint32_t node)
{
    const struct page *page = walk->view->page;
    const struct node *element = &page->nodes[node];
    size_t below = element->depth + 1u;
    if (below >= FILTER_DEPTH || element->end == node + 1)
        return;
    if (walk->above) {
        walk->above[below] = walk->above[below - 1];
        add_names(&walk->above[below], page, node);
    }
    if (walk->beside)
        walk->beside[below] = (struct filter){{0}};
}

/* Adds an element to the filter that its later siblings use. */
static void pass_by(struct walk *walk, uint32_t node)
{
    const struct page *page = walk->view->page;
    uint32_t depth = page->nodes[node].depth;
    if (walk->beside && depth < FILTER_DEPTH)
        add_names(&walk->beside[depth], page, node);
}

/* ---- matching ---------------------------------------------------------------------- */

static void try_references(struct walk *walk, const struct reference *items, size_t count,
                           uint32_t node)
{
    uint32_t depth = walk->view->page->nodes[node].depth;
    bool is_deep = depth >= FILTER_DEPTH;
    const struct filter *above = walk->above && !is_deep ? &walk->above[depth] : NULL;
    const struct filter *beside = walk->beside && !is_deep ? &walk->beside[depth] : NULL;
    for (size_t i = 0; i < count; i++) {
        if (!may_pass(above, &items[i].above) || !may_pass(beside, &items[i].beside))
            continue;
        if (!css_matches_complex(&walk->match, items[i].complex, node))
            continue;
        struct selector_hit hit = {items[i].selector, node};
        ARENA_PUSH(walk->arena, walk->hits, hit);
    }
}

static const struct postings *find_postings(const struct walk *walk, uint32_t key)
{
    return hash_table_find_number(&walk->table->postings, key);
}

static void try_postings(struct walk *walk, const struct postings *postings,
                         uint32_t node)
{
    if (postings && postings->start != postings->end)
        try_references(walk, walk->table->keyed.items + postings->start,
                       postings->end - postings->start, node);
}

static void try_key(struct walk *walk, uint32_t key, uint32_t node)
{
    try_postings(walk, find_postings(walk, key), node);
}

/* A value may contain the same bytes a million times; they are tested once. */
static void try_grams(struct walk *walk, struct token name, struct slice value,
                      uint32_t node)
{
    for (size_t i = 0; i + GRAM <= value.len; i++) {
        const struct postings *postings =
            find_postings(walk, gram_key(name, value.ptr + i));
        uint32_t *tried =
            postings ? &walk->tried[hash_table_index(&walk->table->postings, postings)]
                     : NULL;
        if (tried && *tried != node + 1) {
            *tried = node + 1;
            try_postings(walk, postings, node);
        }
    }
}

static void try_attribute(struct walk *walk, const struct attribute *attribute,
                          uint32_t node)
{
    struct token name = attribute->name;
    /* SVG names may have uppercase letters; selector names never do. */
    if (walk->view->page->nodes[node].flags & NODE_FOREIGN)
        name.hash = hash_token_lower(slice_of(name.ptr, name.len));
    const struct postings *postings =
        find_postings(walk, key_of(KEY_ATTRIBUTE, name.hash));
    try_postings(walk, postings, node);
    if (postings && postings->asks & ASK_VALUE)
        try_key(walk, value_key(name, attribute->value), node);
    if (postings && postings->asks & ASK_GRAM)
        try_grams(walk, name, attribute->value, node);
}

static int by_selector(const void *left, const void *right)
{
    const struct selector_hit *a = left, *b = right;
    return (a->selector > b->selector) - (a->selector < b->selector);
}

/* Sorts the hits of one node and removes duplicates: several keys may lead to one
   selector. */
static void settle(struct selector_hits *hits, size_t start)
{
    if (hits->count - start < 2)
        return;
    qsort(hits->items + start, hits->count - start, sizeof *hits->items, by_selector);
    size_t end = start + 1;
    for (size_t i = start + 1; i < hits->count; i++)
        if (hits->items[i].selector != hits->items[end - 1].selector)
            hits->items[end++] = hits->items[i];
    hits->count = end;
}

static void match_node(struct walk *walk, uint32_t node)
{
    const struct page *page = walk->view->page;
    const struct node *element = &page->nodes[node];
    size_t start = walk->hits->count;
    if (element->id_hash)
        try_key(walk, id_key(page, node), node);
    for (uint32_t i = 0; i < element->class_count; i++)
        try_key(walk,
                name_key(KEY_CLASS, page->classes[element->classes + i], page->quirks),
                node);
    for (uint32_t i = 0; i < element->attribute_count; i++)
        try_attribute(walk, &page->attributes[element->attributes + i], node);
    try_key(walk, type_key(element->tag, element->text), node);
    try_references(walk, walk->table->any.items, walk->table->any.count, node);
    settle(walk->hits, start);
}

static void match_page(const struct selector_set *set, const struct view *view,
                       struct arena *a, bool early, struct selector_hits *out)
{
    struct walk walk = {.set = set,
                        .table = &set->tables[view->page->quirks],
                        .view = view,
                        .match = {.view = view, .scope = NODE_NONE, .early = early},
                        .arena = a,
                        .hits = out};
    if (!walk.table->keyed.count && !walk.table->any.count)
        return;
    if (set->has_above)
        walk.above = arena_calloc(a, FILTER_DEPTH, sizeof *walk.above);
    if (set->has_beside)
        walk.beside = arena_calloc(a, FILTER_DEPTH, sizeof *walk.beside);
    if (walk.table->asked.count)
        walk.tried = arena_calloc(a, walk.table->postings.count, sizeof *walk.tried);
    for (uint32_t i = 0; i < view->page->count; i++) {
        if (!node_is_element(&view->page->nodes[i]))
            continue;
        enter(&walk, i);
        if (!view->hidden || !view->hidden[i])
            match_node(&walk, i);
        pass_by(&walk, i);
    }
}

static int by_node_then_selector(const void *left, const void *right)
{
    const struct selector_hit *a = left, *b = right;
    return a->node == b->node ? by_selector(left, right) : a->node < b->node ? -1 : 1;
}

static void match_xpaths(const struct selector_set *set, const struct view *view,
                         struct arena *a, struct selector_hits *out)
{
    for (size_t i = 0; i < set->xpaths.count; i++) {
        const struct xpath_reference *xpath = &set->xpaths.items[i];
        struct node_list nodes = {0};
        selector_select(xpath->selector, view, 0, a, &nodes);
        for (size_t n = 0; n < nodes.count; n++) {
            struct selector_hit hit = {xpath->index, nodes.items[n]};
            ARENA_PUSH(a, out, hit);
        }
    }
    if (set->xpaths.count && out->count)
        qsort(out->items, out->count, sizeof *out->items, by_node_then_selector);
}

void selector_set_match(const struct selector_set *set, const struct view *view,
                        struct arena *a, struct selector_hits *out)
{
    match_page(set, view, a, false, out);
    match_xpaths(set, view, a, out);
}

void selector_set_match_early(const struct selector_set *set, const struct view *view,
                              struct arena *a, struct selector_hits *out)
{
    match_page(set, view, a, true, out);
}
