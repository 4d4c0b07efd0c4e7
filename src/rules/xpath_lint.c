#include "rules/xpath_lint.h"

#include "base/array.h"
#include "rules/xpath_tree.h"
#include <stdarg.h>
#include <stdio.h>

struct linter {
    xpath_tell *tell;
    void *context;
};

static void remark(const struct linter *l, enum problem_level level, const char *code,
                   size_t at, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

static void remark(const struct linter *l, enum problem_level level, const char *code,
                   size_t at, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    error_format(text, sizeof text, format, args);
    va_end(args);
    l->tell(l->context, &(struct xpath_remark){level, code, (uint32_t)at + 1, text});
}

/* ---- queries ----------------------------------------------------------------------- */

/* Returns the step if the path is one step, by name and without predicates, such as
   @class or foo. */
static const struct xpath_step *named_step(const struct xpath_expr *expr,
                                           enum xpath_axis axis)
{
    if (expr->kind != XPATH_PATH || expr->start || expr->is_absolute ||
        expr->steps.count != 1)
        return NULL;
    const struct xpath_step *step = &expr->steps.items[0];
    bool is_it = step->axis == axis && step->test == TEST_NAME && !step->predicates.count;
    return is_it ? step : NULL;
}

static bool is_attribute(const struct xpath_expr *expr, const char *name)
{
    const struct xpath_step *step = named_step(expr, AXIS_ATTRIBUTE);
    return step && slice_equal(step->name, slice_of_string(name));
}

static bool is_among(struct slice word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(word, slice_of_string(words[i])))
            return true;
    return false;
}

/* Attribute names that are not element names. */
static bool names_attribute(struct slice name)
{
    static const char *const names[] = {
        "alt",      "aria-label", "class", "content",  "datetime", "href", "id",
        "itemprop", "itemtype",   "name",  "property", "rel",      "role", "src",
    };
    return is_among(name, names, COUNT_OF(names)) ||
           slice_starts_with(name, SLICE("data-"));
}

static bool has_space(struct slice s)
{
    struct slice word;
    slice_next_word(&s, &word);
    return slice_next_word(&s, &word);
}

/* ---- names without @, text without quotes ------------------------------------------ */

/* Checks two operands that are compared, or one that is searched for in the other. */
static void check_pair(const struct linter *l, const struct xpath_expr *a,
                       const struct xpath_expr *b)
{
    const struct xpath_step *name = named_step(a, AXIS_CHILD);
    if (!name)
        return;
    if (b->kind == XPATH_LITERAL && names_attribute(name->name))
        remark(l, PROBLEM_WARNING, "missing-at", name->at,
               "%.*s is a child element here; write @%.*s for the attribute",
               SLICE_ARG(name->name), SLICE_ARG(name->name));
    else if (named_step(b, AXIS_ATTRIBUTE))
        remark(l, PROBLEM_WARNING, "unquoted-literal", name->at,
               "%.*s is a child element here; write '%.*s' for the text",
               SLICE_ARG(name->name), SLICE_ARG(name->name));
}

/* ---- class names ------------------------------------------------------------------- */

/* Returns a word that is common in class names and contains part: a search for part also
   matches that word. */
static const char *word_around(struct slice part)
{
    static const char *const words[] = {
        "header",  "shadow",     "loading",    "download",  "thread",    "breadcrumb",
        "badge",   "update",     "context",    "desktop",   "instagram", "percentage",
        "vintage", "article",    "start",      "chart",     "wrapper",   "image",
        "page",    "inside",     "outside",    "public",    "product",   "headline",
        "email",   "background", "container",  "character", "language",  "information",
        "podcast", "broadcast",  "mainstream", "dropdown",  "thumbnail", "accordion",
    };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        size_t at = slice_find(slice_of_string(words[i]), part);
        if (at != SIZE_MAX && at > 0)
            return words[i];
    }
    return NULL;
}

static void check_mark(const struct linter *l, const struct xpath_expr *value,
                       struct slice text, const char *attribute, char sign)
{
    if (is_attribute(value, attribute) && text.len > 1 && text.ptr[0] == sign)
        remark(l, PROBLEM_WARNING, "css-in-xpath", value->at,
               "the %s attribute holds names without \"%c\"; write '%.*s', or the whole "
               "line in CSS",
               attribute, sign, SLICE_ARG(slice_after(text, 1)));
}

static void check_value(const struct linter *l, const struct xpath_expr *value,
                        const struct xpath_expr *literal)
{
    if (literal->kind != XPATH_LITERAL)
        return;
    check_mark(l, value, literal->text, "class", '.');
    check_mark(l, value, literal->text, "id", '#');
}

static void check_equal(const struct linter *l, const struct xpath_expr *expr)
{
    const struct xpath_expr *left = expr->parts.items[0], *right = expr->parts.items[1];
    check_pair(l, left, right);
    check_pair(l, right, left);
    check_value(l, left, right);
    if (is_attribute(left, "class") && right->kind == XPATH_LITERAL &&
        has_space(right->text))
        remark(l, PROBLEM_NOTE, "exact-class", left->at,
               "matches these classes in this order and no others; in CSS .a.b asks for "
               "each");
}

/* contains(concat(' ', normalize-space(@class), ' '), ' x ') matches a whole name. */
static void check_idiom(const struct linter *l, const struct xpath_expr *concat,
                        const struct xpath_expr *literal)
{
    const struct xpath_expr *const *parts = concat->parts.items;
    bool is_dressed = xpath_is_call(parts[1], "normalize-space", 1);
    const struct xpath_expr *value = is_dressed ? parts[1]->parts.items[0] : parts[1];
    if (!is_attribute(value, "class") || parts[0]->kind != XPATH_LITERAL ||
        parts[2]->kind != XPATH_LITERAL)
        return;
    struct slice name = literal->text;
    bool is_spaced = name.len > 2 && name.ptr[0] == ' ' && name.ptr[name.len - 1] == ' ';
    bool is_padded = slice_equal(parts[0]->text, SLICE(" ")) &&
                     slice_equal(parts[2]->text, SLICE(" "));
    if (!is_spaced)
        remark(l, PROBLEM_WARNING, "token-idiom", literal->at,
               "without a space on either side this finds parts of names too; write "
               "' %.*s '",
               SLICE_ARG(slice_trim(name)));
    else if (!is_padded)
        remark(l, PROBLEM_WARNING, "token-idiom", concat->at,
               "the first and the last name are missed; write concat(' ', "
               "normalize-space(@class), ' ')");
    else if (!is_dressed)
        remark(l, PROBLEM_NOTE, "token-idiom", value->at,
               "a name beside a line break is missed; write normalize-space(@class)");
}

static void check_substring(const struct linter *l, const struct xpath_expr *value,
                            const struct xpath_expr *literal)
{
    struct slice part = literal->text;
    const char *around = is_attribute(value, "class") ? word_around(part) : NULL;
    if (!slice_trim(part).len)
        remark(l, PROBLEM_WARNING, "empty-literal", literal->at,
               part.len ? "a space says nothing about a name" : "this is always true");
    else if (around)
        remark(l, PROBLEM_WARNING, "part-of-name", literal->at,
               "\"%.*s\" is in \"%s\" too; for the whole name write contains(concat(' ', "
               "normalize-space(@class), ' '), ' %.*s ')",
               SLICE_ARG(part), around, SLICE_ARG(part));
}

static void check_contains(const struct linter *l, const struct xpath_expr *call)
{
    const struct xpath_expr *value = call->parts.items[0];
    const struct xpath_expr *literal = call->parts.items[1];
    check_pair(l, value, literal);
    check_pair(l, literal, value);
    check_value(l, value, literal);
    if (literal->kind != XPATH_LITERAL)
        return;
    if (xpath_is_call(value, "concat", 3))
        check_idiom(l, value, literal);
    else if (xpath_is_call(call, "contains", 2))
        check_substring(l, value, literal);
}

/* ---- positions and results --------------------------------------------------------- */

static void check_steps(const struct linter *l, const struct xpath_expr *path)
{
    for (size_t i = 0; i < path->steps.count; i++) {
        const struct xpath_step *step = &path->steps.items[i];
        const struct xpath_expr *first =
            step->predicates.count ? step->predicates.items[0] : NULL;
        if (!first || first->kind != XPATH_NUMERAL)
            continue;
        if (first->number == 0)
            remark(l, PROBLEM_WARNING, "position-zero", first->at,
                   "positions count from 1: this matches nothing");
        else if (i == 1 && path->is_absolute && path->steps.items[0].is_implied &&
                 path->steps.count == 2)
            remark(l, PROBLEM_NOTE, "first-of-each", first->at,
                   "counts among the children of each parent; (//%.*s)[%.*s] counts in "
                   "the page",
                   SLICE_ARG(step->test == TEST_ANY ? SLICE("*") : step->name),
                   SLICE_ARG(first->text));
    }
}

static void check_result(const struct linter *l, const struct xpath_expr *top)
{
    if (top->kind == XPATH_OR || top->kind == XPATH_AND)
        remark(l, PROBLEM_WARNING, "boolean-result", top->at,
               "\"or\" and \"and\" give true or false, and no element; join paths by |");
    else if (top->type == GIVES_BOOLEAN)
        remark(l, PROBLEM_NOTE, "boolean-result", top->at,
               "this gives true or false, and no element; a condition stands in brackets "
               "behind a path");
}

/* ---- the walk ---------------------------------------------------------------------- */

static void walk(const struct linter *l, const struct xpath_expr *expr);

static void walk_all(const struct linter *l, const struct xpath_exprs *list)
{
    for (size_t i = 0; i < list->count; i++)
        walk(l, list->items[i]);
}

static void walk(const struct linter *l, const struct xpath_expr *expr)
{
    if (expr->kind == XPATH_EQUAL || expr->kind == XPATH_UNEQUAL)
        check_equal(l, expr);
    else if (xpath_is_call(expr, "contains", 2) || xpath_is_call(expr, "starts-with", 2))
        check_contains(l, expr);
    else if (expr->kind == XPATH_PATH)
        check_steps(l, expr);
    if (expr->start)
        walk(l, expr->start);
    walk_all(l, &expr->parts);
    for (size_t i = 0; i < expr->steps.count; i++)
        walk_all(l, &expr->steps.items[i].predicates);
}

bool xpath_lint(struct arena *a, struct slice text, xpath_tell *tell, void *context,
                struct error *err)
{
    struct linter linter = {tell, context};
    struct xpath_tree tree;
    if (!xpath_read(a, text, &tree, err))
        return false;
    check_result(&linter, tree.top);
    walk(&linter, tree.top);
    return true;
}
