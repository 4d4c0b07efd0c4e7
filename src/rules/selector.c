#include "base/array.h"
#include "rules/selector_internal.h"
#include "rules/xpath.h"
#include "rules/xpath_to_css.h"

/* ---- language detection ------------------------------------------------------------ */

static bool starts_with_any(struct slice text, const char *const *words)
{
    for (; *words; words++)
        if (slice_starts_with(text, slice_of_string(*words)))
            return true;
    return false;
}

/* XPath 1.0, sections 4 and 2.3: an expression may start with one of these names and
   "(". */
static bool begins_with_function(struct slice text)
{
    static const char *const functions[] = {
        "boolean",
        "ceiling",
        "comment",
        "concat",
        "contains",
        "count",
        "false",
        "floor",
        "id",
        "lang",
        "last",
        "local-name",
        "name",
        "namespace-uri",
        "node",
        "normalize-space",
        "not",
        "number",
        "position",
        "processing-instruction",
        "round",
        "starts-with",
        "string",
        "string-length",
        "substring",
        "substring-after",
        "substring-before",
        "sum",
        "text",
        "translate",
        "true",
    };
    size_t open = slice_find_char(text, '(');
    if (open == SIZE_MAX)
        return false;
    struct slice name = slice_trim(slice_of(text.ptr, open));
    for (size_t i = 0; i < COUNT_OF(functions); i++)
        if (slice_equal(name, slice_of_string(functions[i])))
            return true;
    return false;
}

/* Whether text ends with an XPath axis and "::" (XPath 1.0, section 2.2). */
static bool ends_with_axis(struct slice text)
{
    static const char *const axes[] = {
        "ancestor::",  "ancestor-or-self::",  "attribute::",
        "child::",     "descendant::",        "descendant-or-self::",
        "following::", "following-sibling::", "namespace::",
        "parent::",    "preceding::",         "preceding-sibling::",
        "self::",
    };
    for (size_t i = 0; i < COUNT_OF(axes); i++)
        if (slice_ends_with(text, slice_of_string(axes[i])))
            return true;
    return false;
}

/* Whether text contains syntax that only XPath has, outside quotes: a CSS attribute value
   may be "https://...". */
static bool holds_xpath(struct slice text)
{
    static const char *const signs[] = {"//", "[@", "/@", NULL};
    char quote = '\0';
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (quote) {
            quote = c == quote ? '\0' : quote;
            continue;
        }
        if (c == '"' || c == '\'')
            quote = c;
        else if (starts_with_any(slice_after(text, i), signs))
            return true;
        else if (c == ':' && ends_with_axis(slice_of(text.ptr, i + 1)))
            return true;
    }
    return false;
}

enum selector_language selector_language_of(struct slice text)
{
    static const char *const fronts[] = {"/", "(", "'", "\"", "./", "..", NULL};
    text = slice_trim(text);
    bool is_xpath =
        starts_with_any(text, fronts) || begins_with_function(text) || holds_xpath(text);
    return is_xpath ? SELECTOR_XPATH : SELECTOR_CSS;
}

/* ---- compiling --------------------------------------------------------------------- */

static bool compile_xpath(struct arena *a, struct slice text, struct selector *out,
                          struct error *err)
{
    struct xpath_tree tree;
    if (!xpath_read(a, text, &tree, err))
        return false;
    return xpath_to_css(a, &tree, &out->css) || xpath_compile(a, &tree, &out->xpath, err);
}

bool selector_compile(struct arena *a, struct slice text, enum selector_language language,
                      const struct selector **out, struct error *err)
{
    struct selector *selector = arena_calloc(a, 1, sizeof *selector);
    *out = selector;
    if (language == SELECTOR_AUTO)
        language = selector_language_of(text);
    return language == SELECTOR_XPATH ? compile_xpath(a, text, selector, err)
                                      : css_compile(a, text, &selector->css, err);
}

const struct selector *selector_of_words(struct arena *a, struct slice words)
{
    struct selector *selector = arena_calloc(a, 1, sizeof *selector);
    css_of_words(a, words, &selector->css);
    return selector;
}

struct slice selector_attribute(const struct selector *selector)
{
    return selector->css.attribute;
}

bool selector_is_positional(const struct selector *selector)
{
    return selector->css.positional || selector->xpath;
}

bool selector_is_xpath(const struct selector *selector)
{
    return selector->xpath;
}

/* ---- matching ---------------------------------------------------------------------- */

struct view view_open(const struct page *page, const uint8_t *hidden, struct arena *a)
{
    return (struct view){page, hidden, a, xpath_mirror_new(a),
                         arena_calloc(a, 1, sizeof(uint32_t))};
}

bool view_take_fault(const struct view *view, struct error *err)
{
    return view->mirror && xpath_take_fault(view->mirror, err);
}

bool view_take_limit(const struct view *view)
{
    bool any = view->limits && *view->limits;
    if (any)
        *view->limits = 0;
    return any;
}

static const struct value_list *evaluate(const struct selector *selector,
                                         const struct view *view)
{
    struct xpath_mirror *mirror =
        view->mirror ? view->mirror : xpath_mirror_new(view->arena);
    return xpath_evaluate(selector->xpath, view, mirror);
}

/* Whether the value is a node, not an attribute or a string, in the subtree of top. */
static bool is_node_below(const struct selector_value *value, const struct page *page,
                          uint32_t top)
{
    return value->node != NODE_NONE && !value->attribute.ptr &&
           page_is_inside(page, value->node, top);
}

static void select_xpath(const struct selector *selector, const struct view *view,
                         uint32_t top, struct arena *a, struct node_list *out)
{
    const struct value_list *values = evaluate(selector, view);
    for (size_t i = 0; i < values->count; i++)
        if (is_node_below(&values->items[i], view->page, top))
            ARENA_PUSH(a, out, values->items[i].node);
}

void selector_sift(const struct selector *selector, const struct view *view,
                   const uint32_t *nodes, size_t count, struct arena *a,
                   struct node_list *out)
{
    struct css_match match = {.view = view, .scope = NODE_NONE};
    for (size_t i = 0; i < count; i++)
        if (!(view->hidden && view->hidden[nodes[i]]) &&
            css_matches(&match, &selector->css.list, nodes[i]))
            ARENA_PUSH(a, out, nodes[i]);
}

void selector_select(const struct selector *selector, const struct view *view,
                     uint32_t top, struct arena *a, struct node_list *out)
{
    if (selector->xpath) {
        select_xpath(selector, view, top, a, out);
        return;
    }
    struct css_match match = {.view = view, .scope = NODE_NONE};
    for (uint32_t i = top; i < view->page->nodes[top].end; i++)
        if (css_matches(&match, &selector->css.list, i))
            ARENA_PUSH(a, out, i);
}

uint32_t selector_first(const struct selector *selector, const struct view *view,
                        uint32_t top)
{
    struct css_match match = {.view = view, .scope = NODE_NONE};
    if (selector->xpath) {
        struct node_list list = {0};
        select_xpath(selector, view, top, view->arena, &list);
        return list.count ? list.items[0] : NODE_NONE;
    }
    for (uint32_t i = top; i < view->page->nodes[top].end; i++)
        if (css_matches(&match, &selector->css.list, i))
            return i;
    return NODE_NONE;
}

void selector_values(const struct selector *selector, const struct view *view,
                     struct arena *a, struct value_list *out)
{
    if (selector->xpath) {
        const struct value_list *values = evaluate(selector, view);
        for (size_t i = 0; i < values->count; i++)
            ARENA_PUSH(a, out, values->items[i]);
        return;
    }
    struct node_list nodes = {0};
    selector_select(selector, view, 0, a, &nodes);
    for (size_t i = 0; i < nodes.count; i++) {
        struct selector_value value = {.node = nodes.items[i]};
        if (selector->css.attribute.len) {
            value.attribute = selector->css.attribute;
            value.text = page_attribute(view->page, value.node, value.attribute);
            if (!value.text.ptr)
                continue;
        }
        ARENA_PUSH(a, out, value);
    }
}
