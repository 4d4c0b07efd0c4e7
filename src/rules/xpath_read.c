#include "rules/xpath_tree.h"

#include "base/array.h"
#include <stdarg.h>
#include <stdio.h>

enum {
    LENGTH_MAX =
        1 << 16,      /* expression length in bytes, the limit of a rule file's lines */
    NEST_MAX = 64,    /* nested brackets: the parser and libxml2 recurse on them */
    PARTS_MAX = 1000, /* steps, operands, calls: libxml2 recurses on a chain of them */
};

struct reader {
    struct arena *arena;
    struct xpath_tree *tree;
    char *text; /* a copy; its names are converted to lowercase */
    size_t len;
    size_t at; /* offset of the next byte to read */
    unsigned nesting, parts;
    unsigned predicates; /* number of open predicates */
    struct error *err;
};

/* Always returns NULL, so that a parse function can end with `return fail(...)`. at is an
   offset. */
static void *fail(struct reader *r, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void *fail(struct reader *r, size_t at, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    error_format(text, sizeof text, format, args);
    va_end(args);
    error_at(r->err, NULL, 0, (uint32_t)at + 1, "%s", text);
    return NULL;
}

/* ---- characters -------------------------------------------------------------------- */

static int peek_at(const struct reader *r, size_t at)
{
    return at < r->len ? (unsigned char)r->text[at] : -1;
}

static int peek(const struct reader *r)
{
    return peek_at(r, r->at);
}

static void skip_spaces(struct reader *r)
{
    while (r->at < r->len && is_ascii_space((unsigned char)r->text[r->at]))
        r->at++;
}

static struct slice rest(const struct reader *r)
{
    return slice_of(r->text + r->at, r->len - r->at);
}

static bool take(struct reader *r, const char *sign)
{
    skip_spaces(r);
    struct slice wanted = slice_of_string(sign);
    if (!slice_starts_with(rest(r), wanted))
        return false;
    r->at += wanted.len;
    return true;
}

/* Typographic quotes and dashes, and the no-break space: characters that a word processor
   substitutes for what was typed. They are not part of any name. */
static bool at_typography(const struct reader *r, size_t at)
{
    return (peek_at(r, at) == 0xE2 && peek_at(r, at + 1) == 0x80) ||
           (peek_at(r, at) == 0xC2 && peek_at(r, at + 1) == 0xA0);
}

static bool is_name_start(const struct reader *r, size_t at)
{
    int c = peek_at(r, at);
    if (c >= 0x80)
        return !at_typography(r, at);
    return c == '_' || (c > 0 && is_ascii_letter((unsigned char)c));
}

static bool is_name_byte(const struct reader *r, size_t at)
{
    int c = peek_at(r, at);
    return is_name_start(r, at) || c == '-' || c == '.' ||
           (c > 0 && is_ascii_digit((unsigned char)c));
}

/* Returns the end of the name that starts at `at`, or `at` if there is none. */
static size_t name_end(const struct reader *r, size_t at)
{
    size_t end = at;
    if (is_name_start(r, at))
        while (is_name_byte(r, end))
            end++;
    return end;
}

/* ---- allocating nodes -------------------------------------------------------------- */

static bool count_part(struct reader *r)
{
    if (++r->parts <= PARTS_MAX)
        return true;
    fail(r, r->at, "the XPath has more than %d parts; split it in several lines",
         PARTS_MAX);
    return false;
}

static struct xpath_expr *new_expr(struct reader *r, enum xpath_kind kind,
                                   enum xpath_type type, size_t at)
{
    if (!count_part(r))
        return NULL;
    struct xpath_expr *expr = arena_calloc(r->arena, 1, sizeof *expr);
    expr->kind = kind;
    expr->type = type;
    expr->at = at;
    expr->end = r->at;
    return expr;
}

static struct xpath_expr *read_expr(struct reader *r);

static struct xpath_expr *read_nested(struct reader *r)
{
    if (r->nesting == NEST_MAX)
        return fail(r, r->at, "brackets are nested more than %d deep", NEST_MAX);
    r->nesting++;
    struct xpath_expr *expr = read_expr(r);
    r->nesting--;
    return expr;
}

/* ---- errors: what was expected ----------------------------------------------------- */

/* An operand is expected, and none starts here. */
static void *fail_operand(struct reader *r)
{
    int c = peek(r);
    if (c < 0)
        return fail(r, r->at, "the XPath ends where something is still to come");
    if (at_typography(r, r->at))
        return fail(r, r->at, "a typographic quote, dash or space; type a plain one");
    if (c == '=')
        return fail(r, r->at, "XPath compares with one =");
    if (c == '$')
        return fail(r, r->at, "there are no variables here");
    if (c == ']' || c == ')' || c == ',')
        return fail(r, r->at, "something is missing before \"%c\"", c);
    return fail(r, r->at, "unexpected \"%c\"", c);
}

/* A complete expression precedes this position; `wanted` should close what was opened at
   `open`. */
static void *fail_close(struct reader *r, size_t open, const char *what,
                        const char *wanted)
{
    skip_spaces(r);
    int c = peek(r);
    if (c < 0)
        return fail(r, open, "the %s is not closed; add %s", what, wanted);
    if (at_typography(r, r->at))
        return fail(r, r->at, "a typographic quote, dash or space; type a plain one");
    if (c == '&' || (c == '|' && peek_at(r, r->at + 1) == '|'))
        return fail(r, r->at, "conditions are joined by \"and\" and \"or\"");
    if (is_name_start(r, r->at) || c == '"' || c == '\'')
        return fail(r, r->at,
                    "expected %s, or \"and\" or \"or\" before another condition", wanted);
    return fail(r, r->at, "expected %s", wanted);
}

static void *fail_rest(struct reader *r)
{
    int c = peek(r);
    if (c == ')' || c == ']')
        return fail(r, r->at, "\"%c\" closes nothing; leave it out", c);
    if (at_typography(r, r->at))
        return fail(r, r->at, "a typographic quote, dash or space; type a plain one");
    if (c == ',')
        return fail(r, r->at, "paths are joined by |");
    return fail(r, r->at, "unexpected \"%c\" behind a whole XPath", c);
}

/* ---- steps ------------------------------------------------------------------------- */

static bool read_predicates(struct reader *r, struct xpath_exprs *out)
{
    while (take(r, "[")) {
        size_t open = r->at - 1;
        r->predicates++;
        const struct xpath_expr *predicate = read_nested(r);
        r->predicates--;
        if (!predicate)
            return false;
        if (!take(r, "]")) {
            fail_close(r, open, "bracket", "]");
            return false;
        }
        ARENA_PUSH(r->arena, out, predicate);
    }
    return true;
}

static bool read_axis(struct reader *r, struct xpath_step *step)
{
    static const char *const names[AXIS_COUNT] = {
        [AXIS_ANCESTOR] = "ancestor",
        [AXIS_ANCESTOR_OR_SELF] = "ancestor-or-self",
        [AXIS_ATTRIBUTE] = "attribute",
        [AXIS_CHILD] = "child",
        [AXIS_DESCENDANT] = "descendant",
        [AXIS_DESCENDANT_OR_SELF] = "descendant-or-self",
        [AXIS_FOLLOWING] = "following",
        [AXIS_FOLLOWING_SIBLING] = "following-sibling",
        [AXIS_NAMESPACE] = "namespace",
        [AXIS_PARENT] = "parent",
        [AXIS_PRECEDING] = "preceding",
        [AXIS_PRECEDING_SIBLING] = "preceding-sibling",
        [AXIS_SELF] = "self",
    };
    size_t start = r->at, end = name_end(r, start);
    r->at = end;
    if (end == start || !take(r, "::")) {
        r->at = start;
        step->axis = take(r, "@") ? AXIS_ATTRIBUTE : AXIS_CHILD;
        return true;
    }
    struct slice name = slice_of(r->text + start, end - start);
    for (int i = 0; i < AXIS_COUNT; i++)
        if (slice_equal(name, slice_of_string(names[i]))) {
            step->axis = (enum xpath_axis)i;
            return true;
        }
    fail(r, start, "there is no axis \"%.*s\"", SLICE_ARG(name));
    return false;
}

/* Parses node(), text(), ...: the name precedes r->at and its "(" has been read. */
static bool read_node_type(struct reader *r, size_t start, struct slice name,
                           struct xpath_step *step)
{
    static const struct {
        const char *name;
        enum xpath_test test;
    } types[] = {
        {"node", TEST_NODE},
        {"text", TEST_TEXT},
        {"comment", TEST_COMMENT},
        {"processing-instruction", TEST_PI},
    };
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        if (!slice_equal(name, slice_of_string(types[i].name)))
            continue;
        step->test = types[i].test;
        if (take(r, ")"))
            return true;
        fail(r, start, "%s() takes nothing between its parentheses", types[i].name);
        return false;
    }
    fail(r, start, "%.*s() cannot be a step of a path; a condition stands in brackets",
         SLICE_ARG(name));
    return false;
}

static void add_prefix(struct reader *r, struct slice prefix)
{
    struct xpath_prefixes *prefixes = &r->tree->prefixes;
    for (size_t i = 0; i < prefixes->count; i++)
        if (slice_equal(prefixes->items[i], prefix))
            return;
    ARENA_PUSH(r->arena, prefixes, prefix);
}

static void lower(struct reader *r, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        r->text[i] = (char)ascii_lower((unsigned char)r->text[i]);
}

static bool read_test(struct reader *r, struct xpath_step *step)
{
    skip_spaces(r);
    size_t start = r->at, end = name_end(r, start);
    if (take(r, "*")) {
        step->test = TEST_ANY;
        return true;
    }
    if (end == start) {
        if (step->axis == AXIS_ATTRIBUTE)
            fail(r, start, "no attribute name follows \"@\"");
        else
            fail_operand(r);
        return false;
    }
    r->at = end;
    if (take(r, "("))
        return read_node_type(r, start, slice_of(r->text + start, end - start), step);
    r->at = end;
    if (peek(r) == ':' && (is_name_start(r, end + 1) || peek_at(r, end + 1) == '*')) {
        r->at = peek_at(r, end + 1) == '*' ? end + 2 : name_end(r, end + 1);
        add_prefix(r, slice_of(r->text + start, end - start));
    }
    lower(r, start, r->at);
    step->test = TEST_NAME;
    step->name = slice_of(r->text + start, r->at - start);
    return true;
}

static bool read_step(struct reader *r, struct xpath_steps *steps)
{
    skip_spaces(r);
    struct xpath_step step = {.at = r->at, .test = TEST_NODE};
    if (!count_part(r))
        return false;
    if (take(r, ".."))
        step.axis = AXIS_PARENT;
    else if (take(r, "."))
        step.axis = AXIS_SELF;
    else if (!read_axis(r, &step) || !read_test(r, &step))
        return false;
    if (!read_predicates(r, &step.predicates))
        return false;
    ARENA_PUSH(r->arena, steps, step);
    return true;
}

static bool at_step(struct reader *r)
{
    skip_spaces(r);
    int c = peek(r);
    return is_name_start(r, r->at) || c == '@' || c == '*' || c == '.';
}

/* Parses the step after "//", with its implied descendant-or-self::node(). */
static bool read_deep_step(struct reader *r, struct xpath_steps *steps)
{
    struct xpath_step implied = {AXIS_DESCENDANT_OR_SELF, TEST_NODE, .at = r->at - 2,
                                 .is_implied = true};
    ARENA_PUSH(r->arena, steps, implied);
    return read_step(r, steps);
}

/* Parses the steps after the first step or after a filter. */
static bool read_more_steps(struct reader *r, struct xpath_steps *steps)
{
    for (;;) {
        if (take(r, "//")) {
            if (!read_deep_step(r, steps))
                return false;
        } else if (!take(r, "/")) {
            return true;
        } else if (!read_step(r, steps)) {
            return false;
        }
    }
}

/* ---- operands ---------------------------------------------------------------------- */

static struct xpath_expr *read_literal(struct reader *r)
{
    size_t start = r->at;
    char quote = r->text[start];
    size_t length = slice_find_char(slice_after(rest(r), 1), quote);
    if (length == SIZE_MAX)
        return fail(r, start, "the quote is not closed; add %c behind the value", quote);
    r->at = start + length + 2;
    struct xpath_expr *expr = new_expr(r, XPATH_LITERAL, GIVES_STRING, start);
    if (expr)
        expr->text = slice_of(r->text + start + 1, length);
    return expr;
}

static struct xpath_expr *read_numeral(struct reader *r)
{
    size_t start = r->at;
    double value = 0, weight = 1;
    bool behind_point = false;
    for (; peek(r) == '.' || is_ascii_digit((unsigned char)peek(r)); r->at++) {
        if (peek(r) == '.' && behind_point)
            break;
        if (peek(r) == '.') {
            behind_point = true;
            continue;
        }
        value = value * 10 + (peek(r) - '0');
        weight *= behind_point ? 10 : 1;
    }
    struct xpath_expr *expr = new_expr(r, XPATH_NUMERAL, GIVES_NUMBER, start);
    if (expr) {
        expr->text = slice_of(r->text + start, r->at - start);
        expr->number = value / weight;
    }
    return expr;
}

static struct xpath_expr *read_group(struct reader *r)
{
    size_t open = r->at++;
    struct xpath_expr *expr = read_nested(r);
    if (!expr)
        return NULL;
    return take(r, ")") ? expr : fail_close(r, open, "parenthesis", ")");
}

/* The name ends at `end`; spaces may precede the "(". */
static struct xpath_expr *read_call(struct reader *r, size_t end)
{
    size_t start = r->at;
    r->at = end;
    take(r, "(");
    size_t open = r->at - 1;
    struct xpath_expr *call = new_expr(r, XPATH_CALL, GIVES_BOOLEAN, start);
    if (!call)
        return NULL;
    call->text = slice_of(r->text + start, end - start);
    while (!take(r, ")")) {
        if (call->parts.count && !take(r, ","))
            return fail_close(r, open, "parenthesis", ")");
        const struct xpath_expr *argument = read_nested(r);
        if (!argument)
            return NULL;
        ARENA_PUSH(r->arena, &call->parts, argument);
    }
    call->end = r->at;
    return xpath_check_call(call, r->err) ? call : NULL;
}

/* Returns the end of the function name in a call that starts here; r->at if there is no
   call. */
static size_t call_end(const struct reader *r)
{
    static const char *const node_types[] = {"comment", "node", "processing-instruction",
                                             "text"};
    size_t end = name_end(r, r->at), next = end;
    while (peek_at(r, next) >= 0 && is_ascii_space((unsigned char)peek_at(r, next)))
        next++;
    if (end == r->at || peek_at(r, next) != '(')
        return r->at;
    struct slice name = slice_of(r->text + r->at, end - r->at);
    for (size_t i = 0; i < COUNT_OF(node_types); i++)
        if (slice_equal(name, slice_of_string(node_types[i])))
            return r->at;
    return end;
}

/* Parses an operand that is not a path. If there is none, *out stays NULL. Returns false
   on a syntax error. */
static bool read_primary(struct reader *r, struct xpath_expr **out)
{
    int c = peek(r);
    size_t end = call_end(r);
    bool is_number =
        c > 0 && is_ascii_digit((unsigned char)(c == '.' ? peek_at(r, r->at + 1) : c));
    if (c == '"' || c == '\'')
        *out = read_literal(r);
    else if (is_number)
        *out = read_numeral(r);
    else if (c == '(')
        *out = read_group(r);
    else if (end > r->at)
        *out = read_call(r, end);
    else
        return true;
    return *out != NULL;
}

static struct xpath_expr *read_filter(struct reader *r, struct xpath_expr *primary,
                                      size_t start)
{
    skip_spaces(r);
    size_t at = r->at;
    if (peek(r) != '[' && peek(r) != '/')
        return primary;
    if (primary->type != GIVES_NODES)
        return fail(r, at, "what stands before \"%c\" is not a path", peek(r));
    struct xpath_expr *path = new_expr(r, XPATH_PATH, GIVES_NODES, start);
    if (!path)
        return NULL;
    path->start = primary;
    if (!read_predicates(r, &path->parts) || !read_more_steps(r, &path->steps))
        return NULL;
    path->end = r->at;
    return path;
}

static struct xpath_expr *read_path(struct reader *r)
{
    skip_spaces(r);
    size_t start = r->at;
    struct xpath_expr *primary = NULL;
    if (!read_primary(r, &primary))
        return NULL;
    if (primary)
        return read_filter(r, primary, start);
    struct xpath_expr *path = new_expr(r, XPATH_PATH, GIVES_NODES, start);
    if (!path)
        return NULL;
    bool fine = true;
    if (take(r, "//")) {
        path->is_absolute = true;
        fine = read_deep_step(r, &path->steps);
    } else if (take(r, "/")) {
        path->is_absolute = true;
        fine = !at_step(r) || read_step(r, &path->steps);
    } else {
        fine = at_step(r) ? read_step(r, &path->steps) : fail_operand(r) != NULL;
    }
    if (!fine || !read_more_steps(r, &path->steps))
        return NULL;
    if (path->is_absolute && r->predicates)
        r->tree->asks_page_again = true;
    path->end = r->at;
    return path;
}

/* ---- operators --------------------------------------------------------------------- */

/* From lowest to highest precedence (XPath 1.0, section 3.5). The minus sign comes before
   UNIONS. */
enum level { ORS, ANDS, EQUALITIES, ORDERS, SUMS, PRODUCTS, SIGNS, UNIONS, PATHS };

static const struct operator_row {
    enum level level;
    const char *sign;
    enum xpath_kind kind;
    enum xpath_type type;
} operators[] = {
    {ORS, "or", XPATH_OR, GIVES_BOOLEAN},
    {ANDS, "and", XPATH_AND, GIVES_BOOLEAN},
    {EQUALITIES, "=", XPATH_EQUAL, GIVES_BOOLEAN},
    {EQUALITIES, "!=", XPATH_UNEQUAL, GIVES_BOOLEAN},
    {ORDERS, "<=", XPATH_LESS_EQUAL, GIVES_BOOLEAN},
    {ORDERS, "<", XPATH_LESS, GIVES_BOOLEAN},
    {ORDERS, ">=", XPATH_GREATER_EQUAL, GIVES_BOOLEAN},
    {ORDERS, ">", XPATH_GREATER, GIVES_BOOLEAN},
    {SUMS, "+", XPATH_PLUS, GIVES_NUMBER},
    {SUMS, "-", XPATH_MINUS, GIVES_NUMBER},
    {PRODUCTS, "*", XPATH_TIMES, GIVES_NUMBER},
    {PRODUCTS, "div", XPATH_DIV, GIVES_NUMBER},
    {PRODUCTS, "mod", XPATH_MOD, GIVES_NUMBER},
    {UNIONS, "|", XPATH_UNION, GIVES_NODES},
};

static const struct operator_row *take_operator(struct reader *r, enum level level)
{
    for (size_t i = 0; i < COUNT_OF(operators); i++) {
        const struct operator_row *row = &operators[i];
        size_t before = r->at;
        if (row->level != level || !take(r, row->sign))
            continue;
        bool is_word = is_ascii_letter((unsigned char)row->sign[0]);
        if (!is_word || !is_name_byte(r, r->at))
            return row;
        r->at = before;
    }
    return NULL;
}

static struct xpath_expr *read_level(struct reader *r, enum level level);

/* Parses -a. Consecutive minus signs count toward nesting, as brackets do. */
static struct xpath_expr *read_sign(struct reader *r)
{
    skip_spaces(r);
    size_t start = r->at;
    if (!take(r, "-"))
        return read_level(r, UNIONS);
    if (r->nesting == NEST_MAX)
        return fail(r, start, "more than %d minus signs and brackets", NEST_MAX);
    r->nesting++;
    const struct xpath_expr *operand = read_sign(r);
    r->nesting--;
    struct xpath_expr *expr =
        operand ? new_expr(r, XPATH_NEGATIVE, GIVES_NUMBER, start) : NULL;
    if (expr)
        ARENA_PUSH(r->arena, &expr->parts, operand);
    return expr;
}

static bool is_of_many(enum xpath_kind kind)
{
    return kind == XPATH_OR || kind == XPATH_AND || kind == XPATH_UNION;
}

static struct xpath_expr *join(struct reader *r, struct xpath_expr *left,
                               const struct operator_row *row, bool is_chain,
                               const struct xpath_expr *right)
{
    struct xpath_expr *expr = left;
    if (!is_chain || left->kind != row->kind || !is_of_many(row->kind)) {
        expr = new_expr(r, row->kind, row->type, left->at);
        if (!expr)
            return NULL;
        ARENA_PUSH(r->arena, &expr->parts, left);
    }
    ARENA_PUSH(r->arena, &expr->parts, right);
    expr->end = r->at;
    return expr;
}

static struct xpath_expr *read_level(struct reader *r, enum level level)
{
    if (level == SIGNS)
        return read_sign(r);
    if (level == PATHS)
        return read_path(r);
    struct xpath_expr *left = read_level(r, level + 1);
    const struct operator_row *row;
    for (bool is_chain = false; left && (row = take_operator(r, level));
         is_chain = true) {
        size_t sign = r->at - 1;
        const struct xpath_expr *right = read_level(r, level + 1);
        if (!right)
            return NULL;
        if (row->kind == XPATH_UNION &&
            (left->type != GIVES_NODES || right->type != GIVES_NODES))
            return fail(r, sign, "| joins paths; between conditions write \"or\"");
        left = join(r, left, row, is_chain, right);
    }
    return left;
}

static struct xpath_expr *read_expr(struct reader *r)
{
    return read_level(r, ORS);
}

/* ---- entry point ------------------------------------------------------------------- */

bool xpath_read(struct arena *a, struct slice text, struct xpath_tree *out,
                struct error *err)
{
    struct reader r = {.arena = a, .tree = out, .len = text.len, .err = err};
    *out = (struct xpath_tree){0};
    if (text.len > LENGTH_MAX)
        return error_at(err, NULL, 0, LENGTH_MAX, "the XPath is longer than %d bytes",
                        LENGTH_MAX);
    r.text = arena_string(a, text);
    out->text = slice_of(r.text, text.len);
    skip_spaces(&r);
    if (r.at == r.len)
        return error_at(err, NULL, 0, 1, "the XPath is empty");
    out->top = read_expr(&r);
    if (!out->top)
        return false;
    skip_spaces(&r);
    if (r.at < r.len)
        fail_rest(&r);
    return r.at == r.len;
}
