#include "page/parse.h"

#include "page/number_references.h"
#include <gumbo.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* Browsers stop nesting at this depth (Blink's and WebKit's maximum DOM tree depth).
       Elements nested deeper become siblings on the last level, and no text is lost. */
    NEST_MAX = 512,
    /* Real pages do not have more on one element; the counts in struct node have 16
       bits. */
    ATTRIBUTES_MAX = 1024,
    CLASSES_MAX = 1024,
    /* Estimated number of nodes for two tags and the text between them. The estimate is
       high: an array that must be moved to grow costs three times its size, and a page of
       100,000 items would run out of memory. */
    NODES_FOR_TWO_TAGS = 3,
    NODES_MIN = 16, /* nodes that the parser adds, even to a page without tags */
};

/* ---- gumbo's tags ------------------------------------------------------------------ */

/* Elements that gumbo 0.10.1 does not recognise: it reports "unknown", and they are found
   by name. Their rows follow those of gumbo's own tags and are never looked up. */
enum {
    GUMBO_TAG_ANNOTATION = GUMBO_TAG_LAST + 1,
    GUMBO_TAG_DIALOG,
    GUMBO_TAG_PICTURE,
    GUMBO_TAG_SEARCH,
    GUMBO_TAG_SLOT,
};

static const uint16_t tag_of_gumbo[] = {
#define X(id, name, kind) [GUMBO_TAG_##id] = TAG_##id,
    TAG_TABLE(X)
#undef X
};

/* Returns the name from the source, in lower case, in the arena. */
static struct slice original_name(struct arena *a, const GumboElement *element)
{
    GumboStringPiece piece = element->original_tag;
    if (!piece.data)
        return slice_of("", 0);
    gumbo_tag_from_original_text(&piece);
    return arena_copy_lower(a, slice_of(piece.data, piece.length));
}

/* ---- the array --------------------------------------------------------------------- */

/* An element whose children are being added to the array. */
struct level {
    const GumboVector *children;
    unsigned next;
    uint32_t node; /* parent of its children */
    bool is_own;   /* node is this element itself, and ends with it */
};

struct builder {
    struct arena *arena;
    const struct prefiltered *source;
    uint8_t *is_back; /* for each run of text: whether it has been restored */
    struct {
        struct node *items;
        size_t count, capacity;
    } nodes;
    struct {
        struct attribute *items;
        size_t count, capacity;
    } attributes;
    struct {
        struct token *items;
        size_t count, capacity;
    } classes;
    struct {
        struct level *items;
        size_t count, capacity;
    } levels;
};

static void add_classes(struct builder *b, struct node *node, struct slice value)
{
    struct slice word;
    while (node->class_count < CLASSES_MAX && slice_next_word(&value, &word)) {
        ARENA_PUSH(b->arena, &b->classes, token_of(word));
        node->class_count++;
    }
}

static int compare_place(const void *key, const void *item)
{
    const size_t *at = key;
    const struct aside *aside = item;
    return (*at > aside->at) - (*at < aside->at);
}

/* Returns the value that was set aside for the attribute value at this offset; empty if
   there is none. */
static struct slice find_aside(const struct prefiltered *source, size_t at)
{
    const struct aside_list *asides = &source->asides;
    const struct aside *found = asides->count
                                    ? bsearch(&at, asides->items, asides->count,
                                              sizeof *asides->items, compare_place)
                                    : NULL;
    return found ? found->value : slice_of("", 0);
}

static struct slice value_of(const struct builder *b, const GumboAttribute *given)
{
    if (given->value[0] || !given->original_value.data)
        return slice_of_string(given->value);
    return find_aside(b->source,
                      (size_t)(given->original_value.data - b->source->html.ptr));
}

static void add_attributes(struct builder *b, struct node *node, const GumboVector *from)
{
    for (unsigned i = 0; i < from->length && i < ATTRIBUTES_MAX; i++) {
        const GumboAttribute *given = from->data[i];
        struct attribute attribute = {token_of(slice_of_string(given->name)),
                                      value_of(b, given)};
        ARENA_PUSH(b->arena, &b->attributes, attribute);
        node->attribute_count++;
        if (strcmp(given->name, "class") == 0)
            add_classes(b, node, attribute.value);
        else if (strcmp(given->name, "id") == 0)
            node->id_hash = hash_token(attribute.value);
    }
}

static uint16_t flags_below(const struct builder *b, uint32_t parent)
{
    if (parent == NODE_NONE)
        return 0;
    const struct node *node = &b->nodes.items[parent];
    bool in_noscript = node->tag == TAG_NOSCRIPT || node->flags & NODE_NOSCRIPT;
    return in_noscript ? NODE_NOSCRIPT : 0;
}

static struct node new_node(const struct builder *b, uint32_t parent)
{
    return (struct node){
        .parent = parent,
        .end = (uint32_t)b->nodes.count + 1,
        .attributes = (uint32_t)b->attributes.count,
        .classes = (uint32_t)b->classes.count,
        .flags = flags_below(b, parent),
        .depth = parent == NODE_NONE ? 0 : b->nodes.items[parent].depth + 1,
    };
}

static void open_element(struct builder *b, const GumboElement *element, uint32_t parent)
{
    struct node node = new_node(b, parent);
    node.tag = tag_of_gumbo[element->tag];
    if (node.tag == TAG_TEXT) {
        node.text = original_name(b->arena, element);
        node.tag = (uint16_t)tag_of_name(node.text);
        if (slice_equal(node.text, SLICE("fencedframe")))
            node.tag = TAG_IFRAME; /* Chromium's frame for ads */
    }
    if (element->tag_namespace != GUMBO_NAMESPACE_HTML)
        node.flags |= NODE_FOREIGN;
    add_attributes(b, &node, &element->attributes);

    uint32_t index = (uint32_t)b->nodes.count;
    bool is_own = node.depth < NEST_MAX;
    struct level level = {&element->children, 0, is_own ? index : parent, is_own};
    ARENA_PUSH(b->arena, &b->nodes, node);
    ARENA_PUSH(b->arena, &b->levels, level);
}

/* Gumbo splits text at comments, and where white space begins or ends. Appends text to
   the previous node; returns false if that is not a text node with the same parent. */
static bool join_text(struct builder *b, struct slice text, uint32_t parent)
{
    struct node *last = &b->nodes.items[b->nodes.count - 1];
    if (last->tag != TAG_TEXT || last->parent != parent)
        return false;
    char *joined = arena_grow(b->arena, (char *)last->text.ptr, last->text.len,
                              last->text.len + text.len);
    memcpy(joined + last->text.len, text.ptr, text.len);
    last->text = slice_of(joined, last->text.len + text.len);
    return true;
}

static void add_text(struct builder *b, struct slice text, uint32_t parent)
{
    if (text.len == 0 || join_text(b, text, parent))
        return;
    struct node node = new_node(b, parent);
    node.tag = TAG_TEXT;
    node.text = text;
    ARENA_PUSH(b->arena, &b->nodes, node);
}

static void close_level(struct builder *b)
{
    const struct level *level = &b->levels.items[--b->levels.count];
    if (level->is_own)
        b->nodes.items[level->node].end = (uint32_t)b->nodes.count;
}

static void lay_out(struct builder *b, const GumboNode *root)
{
    open_element(b, &root->v.element, NODE_NONE);
    while (b->levels.count) {
        struct level *level = &b->levels.items[b->levels.count - 1];
        if (level->next == level->children->length) {
            close_level(b);
            continue;
        }
        const GumboNode *child = level->children->data[level->next++];
        switch (child->type) {
        case GUMBO_NODE_ELEMENT:
        case GUMBO_NODE_TEMPLATE:
            open_element(b, &child->v.element, level->node);
            break;
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_CDATA:
        case GUMBO_NODE_WHITESPACE:
            add_text(b,
                     placeholder_restore(b->arena, &b->source->texts, b->is_back,
                                         slice_of_string(child->v.text.text)),
                     level->node);
            break;
        case GUMBO_NODE_COMMENT:
        case GUMBO_NODE_DOCUMENT:
            break;
        }
    }
}

/* ---- the parse --------------------------------------------------------------------- */

static void *take(void *arena, size_t size)
{
    return arena_alloc(arena, size);
}

static void give_back(void *arena, void *place)
{
    (void)arena;
    (void)place;
}

/* Whether a subtree may contain text to read, and not only the parts of a button. */
static bool holds_text(const struct page *page, uint32_t top)
{
    for (uint32_t i = top + 1; i < page->nodes[top].end; i++) {
        uint16_t tag = page->nodes[i].tag;
        if (tag == TAG_P || tag == TAG_H1 || tag == TAG_ARTICLE || tag == TAG_MAIN)
            return true;
    }
    return false;
}

/* Browsers show a declarative shadow root (HTML standard, 4.12.3) in place of its
   parent's content, so it is no longer a template. */
static void open_shadow_roots(struct page *page)
{
    for (uint32_t i = 0; i < page->count; i++) {
        struct node *node = &page->nodes[i];
        if (node->tag != TAG_TEMPLATE ||
            !page_attribute(page, i, SLICE("shadowrootmode")).ptr || !holds_text(page, i))
            continue;
        node->tag = TAG_OTHER;
        node->text = SLICE("template");
    }
}

static uint32_t find_child(const struct page *page, enum tag tag)
{
    for (uint32_t i = 1; i < page->count; i = page->nodes[i].end)
        if (page->nodes[i].tag == tag)
            return i;
    return NODE_NONE;
}

/* Gumbo reads one byte past the end when it parses a character reference, so html is
   terminated by a NUL. The output is never destroyed: gumbo's function for that recurses,
   and closing the arena frees everything. */
bool parse_blanked(struct arena *a, const struct prefiltered *blanked, struct page *out,
                   struct error *err)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = take;
    options.deallocator = give_back;
    options.userdata = a;
    options.max_errors = 0; /* with the default, 50 kB of <div> took 767 MB */

    struct slice html = blanked->html;
    const GumboOutput *parsed = gumbo_parse_with_options(&options, html.ptr, html.len);
    memset(out, 0, sizeof *out);
    if (!parsed || !parsed->root || parsed->root->type != GUMBO_NODE_ELEMENT)
        return error_set(err, "the HTML parser gave no document");

    struct builder b = {.arena = a, .source = blanked};
    b.is_back = arena_calloc(a, blanked->texts.count, 1);
    b.nodes.capacity = blanked->tags / 2 * NODES_FOR_TWO_TAGS + NODES_MIN;
    b.nodes.items = arena_alloc(a, b.nodes.capacity * sizeof *b.nodes.items);
    lay_out(&b, parsed->root);
    out->nodes = b.nodes.items;
    out->count = (uint32_t)b.nodes.count;
    out->attributes = b.attributes.items;
    out->classes = b.classes.items;
    out->embedded = blanked->embedded;
    out->embedded_count = blanked->embedded_count;
    out->head = find_child(out, TAG_HEAD);
    out->body = find_child(out, TAG_BODY);
    open_shadow_roots(out);
    out->quirks =
        parsed->document->v.document.doc_type_quirks_mode == GUMBO_DOCTYPE_QUIRKS;
    return true;
}

bool parse_html(struct arena *a, struct slice html, struct page *out, struct error *err)
{
    struct prefiltered whole = {.html = number_references_check(a, arena_copy(a, html))};
    return parse_blanked(a, &whole, out, err);
}
