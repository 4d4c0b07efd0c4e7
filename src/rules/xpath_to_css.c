#include "rules/xpath_to_css.h"

#include "rules/css_parser.h"

enum { CHAIN_MAX = 64 }; /* compounds in a complex selector: matching recurses on them */

/* A path during its translation to a complex selector. */
struct chain {
    struct css_complex complex;
    struct slice attribute; /* at the end of the path */
    bool is_below;          /* there is a compound already, or the scope of a :has() */
    bool is_deep;           /* "//" precedes the next step */
};

static bool lower_condition(struct css_parser *p, const struct xpath_expr *expr,
                            struct css_compound *out);

/* ---- attribute values -------------------------------------------------------------- */

static bool has_space(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_ascii_space((unsigned char)s.ptr[i]))
            return true;
    return false;
}

/* Returns the step of a one-step path without predicates, such as @class or self::p. */
static const struct xpath_step *only_step(const struct xpath_expr *expr)
{
    bool is_one = expr->kind == XPATH_PATH && !expr->start && !expr->is_absolute &&
                  expr->steps.count == 1 && !expr->steps.items[0].predicates.count;
    return is_one ? &expr->steps.items[0] : NULL;
}

/* In the page's array, SVG's xlink:href is href: names with a prefix are left to
   libxml2. */
static bool is_plain_attribute(const struct xpath_step *step)
{
    return step->axis == AXIS_ATTRIBUTE && step->test == TEST_NAME &&
           slice_find_char(step->name, ':') == SIZE_MAX;
}

static bool is_attribute(const struct xpath_expr *expr, struct slice *name)
{
    const struct xpath_step *step = only_step(expr);
    if (!step || !is_plain_attribute(step))
        return false;
    *name = step->name;
    return true;
}

static bool is_literal(const struct xpath_expr *expr, struct slice text)
{
    return expr->kind == XPATH_LITERAL && slice_equal(expr->text, text);
}

/* How an attribute's value is transformed before it is searched. */
enum dress { BARE, PADDED, NORMALIZED, TOKENS }; /* TOKENS: padded and normalized */

static bool is_dressed(const struct xpath_expr *expr, struct slice *name,
                       enum dress *dress)
{
    bool is_padded = xpath_is_call(expr, "concat", 3) &&
                     is_literal(expr->parts.items[0], SLICE(" ")) &&
                     is_literal(expr->parts.items[2], SLICE(" "));
    if (is_padded)
        expr = expr->parts.items[1];
    bool is_normalized = xpath_is_call(expr, "normalize-space", 1);
    if (is_normalized)
        expr = expr->parts.items[0];
    *dress = is_padded       ? is_normalized ? TOKENS : PADDED
             : is_normalized ? NORMALIZED
                             : BARE;
    return is_attribute(expr, name);
}

static bool add_attribute(struct css_parser *p, struct css_compound *out,
                          struct slice name, enum css_operator op, struct slice value)
{
    struct css_attribute attribute = {token_of(name), op, value, false};
    return css_add_test(p, out,
                        (struct css_test){.kind = CSS_ATTRIBUTE, .attribute = attribute});
}

static bool lower_contains(struct css_parser *p, const struct xpath_expr *call,
                           struct css_compound *out)
{
    struct slice name, value = call->parts.items[1]->text;
    enum dress dress;
    if (call->parts.items[1]->kind != XPATH_LITERAL || !value.len ||
        !is_dressed(call->parts.items[0], &name, &dress))
        return false;
    if (dress == BARE || !has_space(value))
        return add_attribute(p, out, name, CSS_SUBSTRING, value);
    bool is_word = dress == TOKENS && value.len > 2 && value.ptr[0] == ' ' &&
                   value.ptr[value.len - 1] == ' ';
    struct slice word = is_word ? slice_of(value.ptr + 1, value.len - 2) : value;
    return !has_space(word) && add_attribute(p, out, name, CSS_WORD, word);
}

static bool lower_starts_with(struct css_parser *p, const struct xpath_expr *call,
                              struct css_compound *out)
{
    const struct xpath_expr *value = call->parts.items[1];
    struct slice name;
    return value->kind == XPATH_LITERAL && value->text.len &&
           is_attribute(call->parts.items[0], &name) &&
           add_attribute(p, out, name, CSS_PREFIX, value->text);
}

static bool is_comparison(const struct xpath_expr *expr, struct slice *name,
                          struct slice *value)
{
    const struct xpath_expr *left = expr->parts.items[0], *right = expr->parts.items[1];
    const struct xpath_expr *literal = left->kind == XPATH_LITERAL ? left : right;
    *value = literal->text;
    return literal->kind == XPATH_LITERAL &&
           is_attribute(literal == left ? right : left, name);
}

/* ---- lists of compounds ------------------------------------------------------------ */

static struct css_complex alone(struct css_parser *p, struct css_compound compound)
{
    struct css_complex complex = {0};
    ARENA_PUSH(p->arena, &complex, compound);
    return complex;
}

static bool add_list(struct css_parser *p, struct css_compound *out,
                     enum css_test_kind kind, struct css_list list)
{
    struct css_list *kept = arena_alloc(p->arena, sizeof *kept);
    *kept = list;
    return css_add_test(p, out, (struct css_test){.kind = kind, .list = kept});
}

static bool add_complex(struct css_parser *p, struct css_compound *out,
                        enum css_test_kind kind, struct css_complex complex)
{
    struct css_list list = {0};
    ARENA_PUSH(p->arena, &list, complex);
    return add_list(p, out, kind, list);
}

static bool lower_not(struct css_parser *p, const struct xpath_expr *call,
                      struct css_compound *out)
{
    struct css_compound inner = {0};
    return lower_condition(p, call->parts.items[0], &inner) &&
           add_complex(p, out, CSS_NOT, alone(p, inner));
}

static bool lower_or(struct css_parser *p, const struct xpath_expr *expr,
                     struct css_compound *out)
{
    struct css_list list = {0};
    for (size_t i = 0; i < expr->parts.count; i++) {
        struct css_compound inner = {0};
        if (!lower_condition(p, expr->parts.items[i], &inner))
            return false;
        ARENA_PUSH(p->arena, &list, alone(p, inner));
    }
    return add_list(p, out, CSS_IS, list);
}

/* ---- positions --------------------------------------------------------------------- */

/* Accepts whole numbers from 1 to a limit at which n + 1 still fits an int. */
static bool is_number(const struct xpath_expr *expr, int *out)
{
    if (expr->kind != XPATH_NUMERAL || expr->number < 1 || expr->number > 1000000)
        return false;
    *out = (int)expr->number;
    return *out == expr->number;
}

/* Parses position() compared with a number or last(), which must be on the right. */
static bool read_position_test(const struct xpath_expr *expr, struct css_nth *nth)
{
    int n = 0;
    if (expr->parts.count != 2 || !xpath_is_call(expr->parts.items[0], "position", 0))
        return false;
    const struct xpath_expr *right = expr->parts.items[1];
    if (expr->kind == XPATH_EQUAL && xpath_is_call(right, "last", 0)) {
        *nth = (struct css_nth){.b = 1, .from_end = true};
        return true;
    }
    if (!is_number(right, &n))
        return false;
    switch (expr->kind) {
    case XPATH_EQUAL:
        *nth = (struct css_nth){.b = n};
        return true;
    case XPATH_LESS:
        *nth = (struct css_nth){.a = -1, .b = n - 1};
        return n > 1;
    case XPATH_LESS_EQUAL:
        *nth = (struct css_nth){.a = -1, .b = n};
        return true;
    case XPATH_GREATER:
        *nth = (struct css_nth){.a = 1, .b = n + 1};
        return true;
    case XPATH_GREATER_EQUAL:
        *nth = (struct css_nth){.a = 1, .b = n};
        return true;
    default:
        return false;
    }
}

static bool read_position(const struct xpath_expr *expr, struct css_nth *nth)
{
    int n = 0;
    *nth = (struct css_nth){0};
    if (is_number(expr, &nth->b))
        return true;
    if (xpath_is_call(expr, "last", 0)) {
        *nth = (struct css_nth){.b = 1, .from_end = true};
        return true;
    }
    if (expr->kind == XPATH_MINUS && xpath_is_call(expr->parts.items[0], "last", 0) &&
        is_number(expr->parts.items[1], &n)) {
        *nth = (struct css_nth){.b = n + 1, .from_end = true};
        return true;
    }
    return read_position_test(expr, nth);
}

/* A position counts the children that passed the tests before it. */
static bool add_position(struct css_parser *p, struct css_compound *out,
                         struct css_nth nth)
{
    bool is_bare = !out->count;
    nth.of_type = is_bare && out->tag != TAG_TEXT;
    if (!is_bare) {
        struct css_compound copy = *out;
        copy.items = NULL;
        copy.count = copy.capacity = 0;
        for (size_t i = 0; i < out->count; i++)
            ARENA_PUSH(p->arena, &copy, out->items[i]);
        struct css_list *of = arena_calloc(p->arena, 1, sizeof *of);
        ARENA_PUSH(p->arena, of, alone(p, copy));
        nth.of = of;
    }
    p->positional = true;
    return css_add_test(p, out, (struct css_test){.kind = CSS_NTH, .nth = nth});
}

/* ---- steps ------------------------------------------------------------------------- */

static bool lower_test(const struct xpath_step *step, struct css_compound *out)
{
    if (step->test == TEST_ANY)
        return true;
    if (step->test != TEST_NAME || slice_find_char(step->name, '*') != SIZE_MAX)
        return false;
    out->tag = (uint16_t)tag_of_name(step->name);
    out->name = token_of(step->name);
    return true;
}

/* Translates positions only where they count children of one parent, and at most one:
   counting among counted elements would double the work with each. */
static bool lower_predicates(struct css_parser *p, const struct xpath_step *step,
                             bool may_count, struct css_compound *out)
{
    struct css_nth nth;
    for (size_t i = 0; i < step->predicates.count; i++) {
        const struct xpath_expr *predicate = step->predicates.items[i];
        if (read_position(predicate, &nth)) {
            if (!may_count || !add_position(p, out, nth))
                return false;
            may_count = false;
        } else if (predicate->type == GIVES_NUMBER ||
                   !lower_condition(p, predicate, out)) {
            return false;
        }
    }
    return true;
}

static bool lower_combinator(struct css_parser *p, const struct chain *chain,
                             const struct xpath_step *step, struct css_compound *out)
{
    bool is_root = !chain->is_below && !chain->is_deep;
    switch (step->axis) {
    case AXIS_CHILD:
        out->combinator = chain->is_deep ? CSS_DESCENDANT : CSS_CHILD;
        return !is_root || css_add_test(p, out, (struct css_test){.kind = CSS_ROOT});
    case AXIS_DESCENDANT:
        out->combinator = CSS_DESCENDANT;
        return true;
    case AXIS_FOLLOWING_SIBLING:
        out->combinator = CSS_LATER;
        p->positional = true;
        return chain->is_below && !chain->is_deep;
    default:
        return false;
    }
}

/* The last step of a path may be an attribute: its element must have it. */
static bool lower_attribute(struct css_parser *p, struct chain *chain,
                            const struct xpath_step *step)
{
    if (!is_plain_attribute(step) || step->predicates.count || !chain->is_below ||
        chain->is_deep)
        return false;
    chain->attribute = step->name;
    return add_attribute(p, &chain->complex.items[chain->complex.count - 1], step->name,
                         CSS_EXISTS, SLICE(""));
}

static bool lower_step(struct css_parser *p, struct chain *chain,
                       const struct xpath_step *step)
{
    if (chain->attribute.len || chain->complex.count == CHAIN_MAX)
        return false;
    if (step->is_implied) {
        chain->is_deep = true;
        return true;
    }
    if (step->axis == AXIS_ATTRIBUTE)
        return lower_attribute(p, chain, step);
    struct css_compound compound = {0};
    if (!lower_combinator(p, chain, step, &compound) || !lower_test(step, &compound) ||
        !lower_predicates(p, step, step->axis == AXIS_CHILD, &compound))
        return false;
    ARENA_PUSH(p->arena, &chain->complex, compound);
    chain->is_below = true;
    chain->is_deep = false;
    return true;
}

static bool lower_steps(struct css_parser *p, struct chain *chain,
                        const struct xpath_steps *steps, size_t first)
{
    for (size_t i = first; i < steps->count; i++)
        if (!lower_step(p, chain, &steps->items[i]))
            return false;
    return chain->complex.count;
}

/* ---- conditions -------------------------------------------------------------------- */

/* Translates a test of the element itself, its parent, an ancestor or a preceding
   sibling. */
static bool lower_upward(struct css_parser *p, const struct xpath_step *step,
                         struct css_compound *out)
{
    struct css_compound wanted = {0}, self = {.combinator = CSS_DESCENDANT};
    if (!lower_test(step, &wanted) || !lower_predicates(p, step, false, &wanted))
        return false;
    struct css_complex complex = alone(p, wanted);
    if (step->axis == AXIS_PARENT)
        self.combinator = CSS_CHILD;
    else if (step->axis == AXIS_PRECEDING_SIBLING)
        self.combinator = CSS_LATER;
    if (self.combinator == CSS_LATER)
        p->positional = true;
    if (step->axis != AXIS_SELF)
        ARENA_PUSH(p->arena, &complex, self);
    return add_complex(p, out, CSS_IS, complex);
}

/* Translates a test for something below the element to :has(). These are not nested,
   because their costs multiply. */
static bool lower_downward(struct css_parser *p, const struct xpath_steps *steps,
                           struct css_compound *out)
{
    const struct xpath_step *first = &steps->items[0];
    bool has_dot =
        first->axis == AXIS_SELF && first->test == TEST_NODE && !first->predicates.count;
    if (p->in_has)
        return false;
    struct css_compound scope = {0};
    if (!css_add_test(p, &scope, (struct css_test){.kind = CSS_SCOPE}))
        return false;
    struct chain chain = {.complex = alone(p, scope), .is_below = true};
    p->in_has = true;
    bool fine = lower_steps(p, &chain, steps, has_dot) && chain.complex.count > 1;
    p->in_has = false;
    p->positional = true;
    return fine && add_complex(p, out, CSS_HAS, chain.complex);
}

static bool lower_path_condition(struct css_parser *p, const struct xpath_expr *expr,
                                 struct css_compound *out)
{
    if (expr->start || expr->is_absolute)
        return false;
    const struct xpath_step *first = &expr->steps.items[0];
    struct slice name;
    if (is_attribute(expr, &name))
        return add_attribute(p, out, name, CSS_EXISTS, SLICE(""));
    bool is_upward = first->axis == AXIS_ANCESTOR || first->axis == AXIS_PARENT ||
                     first->axis == AXIS_PRECEDING_SIBLING || first->axis == AXIS_SELF;
    if (is_upward && expr->steps.count == 1)
        return lower_upward(p, first, out);
    return lower_downward(p, &expr->steps, out);
}

static bool lower_unequal(struct css_parser *p, struct slice name, struct slice value,
                          struct css_compound *out)
{
    struct css_compound equal = {0};
    return add_attribute(p, out, name, CSS_EXISTS, SLICE("")) &&
           add_attribute(p, &equal, name, CSS_EQUALS, value) &&
           add_complex(p, out, CSS_NOT, alone(p, equal));
}

/* Adds to the compound what the condition requires of an element. */
static bool lower_condition(struct css_parser *p, const struct xpath_expr *expr,
                            struct css_compound *out)
{
    struct slice name, value;
    switch (expr->kind) {
    case XPATH_AND:
        for (size_t i = 0; i < expr->parts.count; i++)
            if (!lower_condition(p, expr->parts.items[i], out))
                return false;
        return true;
    case XPATH_OR:
        return lower_or(p, expr, out);
    case XPATH_EQUAL:
        return is_comparison(expr, &name, &value) &&
               add_attribute(p, out, name, CSS_EQUALS, value);
    case XPATH_UNEQUAL:
        return is_comparison(expr, &name, &value) && lower_unequal(p, name, value, out);
    case XPATH_PATH:
        return lower_path_condition(p, expr, out);
    case XPATH_CALL:
        return (xpath_is_call(expr, "not", 1) && lower_not(p, expr, out)) ||
               (xpath_is_call(expr, "contains", 2) && lower_contains(p, expr, out)) ||
               (xpath_is_call(expr, "starts-with", 2) && lower_starts_with(p, expr, out));
    default:
        return false;
    }
}

/* ---- entry point ------------------------------------------------------------------- */

static bool lower_path(struct css_parser *p, const struct xpath_expr *path,
                       struct css *out, bool is_first)
{
    struct chain chain = {.is_deep = false};
    if (path->kind != XPATH_PATH || path->start ||
        !lower_steps(p, &chain, &path->steps, 0) || chain.is_deep)
        return false;
    ARENA_PUSH(p->arena, &out->list, chain.complex);
    bool is_same = is_first || slice_equal(out->attribute, chain.attribute);
    out->attribute = chain.attribute;
    return is_same;
}

bool xpath_to_css(struct arena *a, const struct xpath_tree *tree, struct css *out)
{
    struct error ignored;
    struct css_parser p = {.arena = a, .text = tree->text, .err = &ignored};
    const struct xpath_expr *top = tree->top;
    size_t count = top->kind == XPATH_UNION ? top->parts.count : 1;
    *out = (struct css){0};
    bool fine = true;
    for (size_t i = 0; i < count && fine; i++)
        fine = lower_path(&p, top->kind == XPATH_UNION ? top->parts.items[i] : top, out,
                          i == 0);
    out->positional = p.positional;
    if (!fine)
        *out = (struct css){0};
    return fine;
}
