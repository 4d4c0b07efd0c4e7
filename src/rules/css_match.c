#include "rules/css.h"

enum {
    STEPS_A_LOOK = 4096, /* compounds tested between two deadline checks */
    LIMITS_MAX = 4,      /* times a pattern may hit its limit before it is skipped */
    FEW_SIBLINGS = 16,   /* counted per query; if there are more, all at once */
};

/* The number of each node among its siblings, for one kind of :nth-*. 0: not counted yet.
   All siblings of one kind are counted at once, so that a list of n items costs O(n). */
struct css_indices {
    struct css_indices *next;
    bool from_end, of_type;
    const struct css_list *of;
    uint32_t *numbers; /* one per node */
};

static void tick(struct css_match *match)
{
    if (++match->steps % STEPS_A_LOOK == 0)
        arena_check_deadline(match->view->arena);
}

static bool is_seen(const struct css_match *match, uint32_t node)
{
    return !match->view->hidden || !match->view->hidden[node];
}

static bool is_seen_element(const struct css_match *match, uint32_t node)
{
    return node_is_element(&match->view->page->nodes[node]) && is_seen(match, node);
}

/* ---- names and attributes ---------------------------------------------------------- */

static bool same(struct slice a, struct slice b, bool nocase)
{
    return nocase ? slice_equal_nocase(a, b) : slice_equal(a, b);
}

static bool token_is(struct token have, struct token want, bool nocase)
{
    if (!nocase && have.hash != want.hash)
        return false;
    return same(slice_of(have.ptr, have.len), slice_of(want.ptr, want.len), nocase);
}

static bool has_type(const struct node *node, const struct css_compound *compound)
{
    if (compound->tag == TAG_TEXT)
        return true;
    if (node->tag != compound->tag)
        return false;
    return node->tag != TAG_OTHER ||
           slice_equal(node->text, slice_of(compound->name.ptr, compound->name.len));
}

/* Class and id names compare case-insensitively in quirks mode (Selectors 4, section
   6.6). */
static bool has_class(const struct page *page, const struct node *node, struct token name)
{
    for (uint32_t i = 0; i < node->class_count; i++)
        if (token_is(page->classes[node->classes + i], name, page->quirks))
            return true;
    return false;
}

static bool has_id(const struct page *page, uint32_t node, struct token name)
{
    if (!page->quirks && page->nodes[node].id_hash != name.hash)
        return false;
    struct slice id = page_attribute(page, node, SLICE("id"));
    return id.ptr && same(id, slice_of(name.ptr, name.len), page->quirks);
}

static bool has_word(struct slice value, struct slice word, bool nocase)
{
    struct slice have;
    while (slice_next_word(&value, &have))
        if (same(have, word, nocase))
            return true;
    return false;
}

static bool value_matches(const struct css_attribute *want, struct slice have)
{
    struct slice value = want->value;
    bool is_long_enough = value.len && have.len >= value.len;
    switch (want->op) {
    case CSS_EXISTS:
        return true;
    case CSS_EQUALS:
        return same(have, value, want->nocase);
    case CSS_WORD:
        return has_word(have, value, want->nocase);
    case CSS_DASH:
        return same(have, value, want->nocase) ||
               (have.len > value.len && have.ptr[value.len] == '-' &&
                same(slice_of(have.ptr, value.len), value, want->nocase));
    case CSS_PREFIX:
        return is_long_enough && same(slice_of(have.ptr, value.len), value, want->nocase);
    case CSS_SUFFIX:
        return is_long_enough &&
               same(slice_after(have, have.len - value.len), value, want->nocase);
    case CSS_SUBSTRING:
        return is_long_enough && (want->nocase ? slice_find_nocase(have, value)
                                               : slice_find(have, value)) != SIZE_MAX;
    }
    return false;
}

static bool has_attribute(const struct page *page, const struct node *node,
                          const struct css_attribute *want)
{
    bool nocase = node->flags & NODE_FOREIGN; /* viewBox keeps its uppercase letter */
    for (uint32_t i = 0; i < node->attribute_count; i++) {
        const struct attribute *have = &page->attributes[node->attributes + i];
        if (token_is(have->name, want->name, nocase))
            return value_matches(want, have->value);
    }
    return false;
}

/* ---- sibling positions ------------------------------------------------------------- */

/* Returns the nearest visible element before node with the same parent, or NODE_NONE. */
static uint32_t sibling_before(struct css_match *match, uint32_t node)
{
    const struct node *nodes = match->view->page->nodes;
    uint32_t parent = nodes[node].parent;
    while (parent != NODE_NONE && node - 1 != parent) {
        for (node--; nodes[node].parent != parent;)
            node = nodes[node].parent;
        if (is_seen_element(match, node))
            return node;
        tick(match);
    }
    return NODE_NONE;
}

static bool is_empty(struct css_match *match, uint32_t top)
{
    const struct node *nodes = match->view->page->nodes;
    for (uint32_t i = top + 1; i < nodes[top].end; i = nodes[i].end) {
        if (is_seen(match, i) && (node_is_element(&nodes[i]) || nodes[i].text.len))
            return false;
        tick(match);
    }
    return true;
}

static struct css_indices *indices_for(struct css_match *match, const struct css_nth *nth)
{
    struct css_indices *indices = match->indices;
    for (; indices; indices = indices->next)
        if (indices->from_end == nth->from_end && indices->of_type == nth->of_type &&
            indices->of == nth->of)
            return indices;
    struct arena *a = match->view->arena;
    indices = arena_alloc(a, sizeof *indices);
    *indices = (struct css_indices){
        match->indices, nth->from_end, nth->of_type, nth->of,
        arena_calloc(a, match->view->page->count, sizeof *indices->numbers)};
    match->indices = indices;
    return indices;
}

/* Whether sibling counts toward the number of node. */
static bool is_counted(struct css_match *match, const struct css_nth *nth, uint32_t node,
                       uint32_t sibling)
{
    const struct node *a = &match->view->page->nodes[node];
    const struct node *b = &match->view->page->nodes[sibling];
    tick(match);
    if (!is_seen_element(match, sibling))
        return false;
    if (nth->of_type)
        return a->tag == b->tag && (a->tag != TAG_OTHER || slice_equal(a->text, b->text));
    return !nth->of || css_matches(match, nth->of, sibling);
}

static void count_siblings(struct css_match *match, const struct css_nth *nth,
                           uint32_t node, uint32_t *numbers)
{
    const struct node *nodes = match->view->page->nodes;
    uint32_t parent = nodes[node].parent, total = 0;
    for (uint32_t i = parent + 1; i < nodes[parent].end; i = nodes[i].end)
        if (is_counted(match, nth, node, i))
            numbers[i] = ++total;
    if (!nth->from_end)
        return;
    for (uint32_t i = parent + 1; i < nodes[parent].end; i = nodes[i].end)
        if (numbers[i] && is_counted(match, nth, node, i))
            numbers[i] = total + 1 - numbers[i];
}

/* Returns the number of node if it has few siblings on the counted side; otherwise 0. */
static uint32_t count_few(struct css_match *match, const struct css_nth *nth,
                          uint32_t node)
{
    const struct node *nodes = match->view->page->nodes;
    uint32_t parent = nodes[node].parent, number = 1;
    uint32_t i = nth->from_end ? nodes[node].end : parent + 1;
    uint32_t end = nth->from_end ? nodes[parent].end : node;
    for (int few = 0; i < end; i = nodes[i].end, few++) {
        if (few == FEW_SIBLINGS)
            return 0;
        number += is_counted(match, nth, node, i);
    }
    return number;
}

static uint32_t number_of(struct css_match *match, const struct css_nth *nth,
                          uint32_t node)
{
    if (match->view->page->nodes[node].parent == NODE_NONE)
        return 1; /* the root has no siblings */
    uint32_t number = count_few(match, nth, node);
    if (number)
        return number;
    uint32_t *numbers = indices_for(match, nth)->numbers;
    if (!numbers[node])
        count_siblings(match, nth, node, numbers);
    return numbers[node];
}

static bool is_nth(struct css_match *match, const struct css_nth *nth, uint32_t node)
{
    if (nth->of && !css_matches(match, nth->of, node))
        return false;
    int64_t behind = (int64_t)number_of(match, nth, node) - nth->b;
    return nth->a ? behind % nth->a == 0 && behind / nth->a >= 0 : behind == 0;
}

/* ---- text -------------------------------------------------------------------------- */

static bool breaks_line(const struct node *node)
{
    enum tag_kind kind = tag_kind(node->tag);
    return node_is_element(node) &&
           (kind == TAG_BLOCK || kind == TAG_BREAK || kind == TAG_CELL);
}

/* Whether a reader sees a break between two text nodes: an element that breaks the line
   ends or begins between them. */
static bool is_apart(const struct page *page, uint32_t before, uint32_t text)
{
    const struct node *nodes = page->nodes;
    for (uint32_t i = nodes[before].parent; !page_is_inside(page, text, i);
         i = nodes[i].parent)
        if (breaks_line(&nodes[i]))
            return true;
    for (uint32_t i = text - 1; i > before; i--)
        if (breaks_line(&nodes[i]))
            return true;
    return false;
}

/* Appends text with each run of white space collapsed to one space. */
static void append_collapsed(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        bool is_space = is_ascii_space((unsigned char)text.ptr[i]);
        if (!is_space)
            buffer_append_char(out, text.ptr[i]);
        else if (out->len && out->ptr[out->len - 1] != ' ')
            buffer_append_char(out, ' ');
    }
}

/* Returns the visible text of a subtree on one line. The whole walk shares one buffer. */
static struct slice text_of(struct css_match *match, uint32_t top)
{
    const struct page *page = match->view->page;
    if (!match->text) {
        match->text = arena_alloc(match->view->arena, sizeof *match->text);
        buffer_open(match->text, match->view->arena);
    }
    buffer_truncate(match->text, 0);
    uint32_t last = NODE_NONE;
    for (uint32_t i = top; i < page->nodes[top].end; i++) {
        const struct node *node = &page->nodes[i];
        tick(match);
        if (i != top && node_is_element(node) && tag_kind(node->tag) == TAG_SILENT)
            i = node->end - 1;
        else if (node_is_text(node) && is_seen(match, i)) {
            if (last != NODE_NONE && is_apart(page, last, i))
                append_collapsed(match->text, SLICE(" "));
            append_collapsed(match->text, node->text);
            last = i;
        }
    }
    return slice_trim(buffer_slice(match->text));
}

/* ---- tests ------------------------------------------------------------------------- */

/* Whether the relative selector matches, starting from node. */
static bool has_relative(struct css_match *match, const struct css_complex *complex,
                         uint32_t node)
{
    const struct node *nodes = match->view->page->nodes;
    enum css_combinator first = complex->items[1].combinator;
    uint32_t i = node + 1, end = nodes[node].end;
    if (first == CSS_NEXT || first == CSS_LATER) {
        uint32_t parent = nodes[node].parent;
        i = end;
        end = parent == NODE_NONE ? end : nodes[parent].end;
    }
    bool is_shallow = complex->count == 2 && first != CSS_DESCENDANT;
    for (; i < end; i = is_shallow ? nodes[i].end : i + 1)
        if (css_matches_complex(match, complex, i))
            return true;
    return false;
}

static bool has_any(struct css_match *match, const struct css_list *list, uint32_t node)
{
    uint32_t outer = match->scope;
    bool found = false;
    match->scope = node;
    for (size_t i = 0; i < list->count && !found; i++)
        found = has_relative(match, &list->items[i], node);
    match->scope = outer;
    return found;
}

static bool matches_pattern(struct css_match *match, const struct regex *regex,
                            uint32_t node)
{
    uint32_t *limits = match->view->limits;
    if (limits && *limits >= LIMITS_MAX)
        return false;
    enum regex_result result = regex_match(regex, text_of(match, node), 0, NULL);
    if (result == REGEX_LIMIT && limits)
        ++*limits;
    return result == REGEX_YES;
}

static bool passes(struct css_match *match, const struct css_test *test, uint32_t node)
{
    const struct page *page = match->view->page;
    if (match->early && test->positional && test->kind != CSS_IS)
        return true;
    switch (test->kind) {
    case CSS_ID:
        return has_id(page, node, test->name);
    case CSS_CLASS:
        return has_class(page, &page->nodes[node], test->name);
    case CSS_SCOPE:
        return node == match->scope;
    case CSS_ROOT:
        return page->nodes[node].parent == NODE_NONE;
    case CSS_ATTRIBUTE:
        return has_attribute(page, &page->nodes[node], &test->attribute);
    case CSS_EMPTY:
        return is_empty(match, node);
    case CSS_IS:
        return css_matches(match, test->list, node);
    case CSS_NOT:
        return !css_matches(match, test->list, node);
    case CSS_NTH:
        return is_nth(match, &test->nth, node);
    case CSS_HAS:
        return has_any(match, test->list, node);
    case CSS_TEXT:
        return slice_find(text_of(match, node), test->text) != SIZE_MAX;
    case CSS_PATTERN:
        return matches_pattern(match, test->regex, node);
    }
    return false;
}

static bool matches_compound(struct css_match *match, const struct css_compound *compound,
                             uint32_t node)
{
    tick(match);
    if (!has_type(&match->view->page->nodes[node], compound))
        return false;
    for (size_t i = 0; i < compound->count; i++)
        if (!passes(match, &compound->items[i], node))
            return false;
    return true;
}

/* ---- complex selectors ------------------------------------------------------------- */

/* How the part of a complex selector up to one compound failed, and so which loops may
   continue. If the left part of "a b" finds no ancestor, a higher b finds none either:
   with this, n compounds cost at most n walks, where plain backtracking is
   exponential. */
enum outcome { MATCHED, FAILED_HERE, FAILED_FOR_SIBLINGS, FAILED_EVERYWHERE };

static enum outcome match_chain(struct css_match *match,
                                const struct css_complex *complex, size_t last,
                                uint32_t node);

static enum outcome match_ancestors(struct css_match *match,
                                    const struct css_complex *complex, size_t last,
                                    uint32_t node)
{
    const struct node *nodes = match->view->page->nodes;
    for (uint32_t i = nodes[node].parent; i != NODE_NONE; i = nodes[i].parent) {
        enum outcome outcome = match_chain(match, complex, last, i);
        if (outcome == MATCHED || outcome == FAILED_EVERYWHERE)
            return outcome;
    }
    return FAILED_EVERYWHERE;
}

static enum outcome match_siblings(struct css_match *match,
                                   const struct css_complex *complex, size_t last,
                                   uint32_t node)
{
    while ((node = sibling_before(match, node)) != NODE_NONE) {
        enum outcome outcome = match_chain(match, complex, last, node);
        if (outcome != FAILED_HERE)
            return outcome;
    }
    return FAILED_FOR_SIBLINGS;
}

/* Whether the compounds [0, last] match, with the last of them at node. */
static enum outcome match_chain(struct css_match *match,
                                const struct css_complex *complex, size_t last,
                                uint32_t node)
{
    const struct css_compound *compound = &complex->items[last];
    if (!matches_compound(match, compound, node))
        return FAILED_HERE;
    if (last == 0)
        return MATCHED;
    switch (compound->combinator) {
    case CSS_DESCENDANT:
        return match_ancestors(match, complex, last - 1, node);
    case CSS_CHILD:
        node = match->view->page->nodes[node].parent;
        return node == NODE_NONE ? FAILED_EVERYWHERE
                                 : match_chain(match, complex, last - 1, node);
    case CSS_NEXT:
        if (match->early)
            return match_siblings(match, complex, last - 1, node);
        node = sibling_before(match, node);
        return node == NODE_NONE ? FAILED_FOR_SIBLINGS
                                 : match_chain(match, complex, last - 1, node);
    case CSS_LATER:
        return match_siblings(match, complex, last - 1, node);
    }
    return FAILED_HERE;
}

bool css_matches_complex(struct css_match *match, const struct css_complex *complex,
                         uint32_t node)
{
    return is_seen_element(match, node) &&
           match_chain(match, complex, complex->count - 1, node) == MATCHED;
}

bool css_matches(struct css_match *match, const struct css_list *list, uint32_t node)
{
    for (size_t i = 0; i < list->count; i++)
        if (css_matches_complex(match, &list->items[i], node))
            return true;
    return false;
}
