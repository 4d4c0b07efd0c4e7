#include "rules/css_parser.h"

#include "base/array.h"

enum {
    LENGTH_MAX = 1 << 16, /* selector length in bytes; lists of a thousand names fit */
    CHAIN_MAX = 64,       /* compounds in a complex selector: matching recurses on them */
    PARTS_MAX = 1 << 13,  /* simple tests and compounds in a whole selector */
};

/* ---- tests ------------------------------------------------------------------------- */

static bool count_part(struct css_parser *p)
{
    if (++p->parts <= PARTS_MAX)
        return true;
    return css_fail(p, p->at, "the selector has more than %d parts; split it in several",
                    PARTS_MAX);
}

static bool is_list_positional(const struct css_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < list->items[i].count; j++) {
            const struct css_compound *compound = &list->items[i].items[j];
            if (compound->combinator >= CSS_NEXT)
                return true;
            for (size_t k = 0; k < compound->count; k++)
                if (compound->items[k].positional)
                    return true;
        }
    return false;
}

static bool is_test_positional(const struct css_test *test)
{
    switch (test->kind) {
    case CSS_EMPTY:
    case CSS_NTH:
    case CSS_HAS:
    case CSS_TEXT:
    case CSS_PATTERN:
        return true;
    case CSS_IS:
    case CSS_NOT:
        return is_list_positional(test->list);
    default:
        return false;
    }
}

bool css_add_test(struct css_parser *p, struct css_compound *compound,
                  struct css_test test)
{
    if (!count_part(p))
        return false;
    test.positional = is_test_positional(&test);
    ARENA_PUSH(p->arena, compound, test);
    size_t i = compound->count - 1;
    for (; i && compound->items[i - 1].kind > test.kind; i--)
        compound->items[i] = compound->items[i - 1];
    compound->items[i] = test;
    return true;
}

/* Attributes whose values compare case-insensitively in HTML (HTML standard, section
   4.16.2 "Case-sensitivity of selectors"). */
static bool is_nocase_attribute(struct slice name)
{
    static const char *const names[] = {
        "accept",  "accept-charset", "align",     "alink",      "axis",     "bgcolor",
        "charset", "checked",        "clear",     "codetype",   "color",    "compact",
        "declare", "defer",          "dir",       "direction",  "disabled", "enctype",
        "face",    "frame",          "hreflang",  "http-equiv", "lang",     "language",
        "link",    "media",          "method",    "multiple",   "nohref",   "noresize",
        "noshade", "nowrap",         "readonly",  "rel",        "rev",      "rules",
        "scope",   "scrolling",      "selected",  "shape",      "target",   "text",
        "type",    "valign",         "valuetype", "vlink",
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_equal(name, slice_of_string(names[i])))
            return true;
    return false;
}

static bool take_operator(struct css_parser *p, enum css_operator *out)
{
    static const struct {
        char text[3];
        enum css_operator op;
    } rows[] = {
        {"=", CSS_EQUALS},  {"~=", CSS_WORD},   {"|=", CSS_DASH},
        {"^=", CSS_PREFIX}, {"$=", CSS_SUFFIX}, {"*=", CSS_SUBSTRING},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct slice text = slice_of_string(rows[i].text);
        if (!slice_starts_with(slice_after(p->text, p->at), text))
            continue;
        p->at += text.len;
        *out = rows[i].op;
        return true;
    }
    return css_fail(p, p->at,
                    "expected ], = or one of ~= |= ^= $= *= after the attribute's name");
}

static bool take_attribute_value(struct css_parser *p, struct slice *out)
{
    css_skip_spaces(p);
    if (css_peek(p) == '"' || css_peek(p) == '\'')
        return css_take_string(p, out);
    if (css_at_name(p)) {
        *out = css_take_name(p);
        return true;
    }
    return css_fail(p, p->at, "the attribute's value has to stand in quotes");
}

/* Parses " i" or " s" before the closing bracket (Selectors 4, section 6.3). */
static void take_case_flag(struct css_parser *p, bool *nocase)
{
    css_skip_spaces(p);
    if (css_take(p, 'i') || css_take(p, 'I'))
        *nocase = true;
    else if (css_take(p, 's') || css_take(p, 'S'))
        *nocase = false;
    css_skip_spaces(p);
}

static bool parse_attribute(struct css_parser *p, struct css_compound *compound)
{
    size_t open = p->at++;
    struct css_attribute attribute = {.op = CSS_EXISTS};
    css_skip_spaces(p);
    if (css_peek(p) == '@')
        return css_fail(p, p->at, "CSS names an attribute without @");
    if (!css_at_name(p))
        return css_fail(p, p->at, "no attribute name follows \"[\"");
    struct slice name = arena_copy_lower(p->arena, css_take_name(p));
    attribute.name = token_of(name);
    attribute.nocase = is_nocase_attribute(name);
    css_skip_spaces(p);
    if (css_peek(p) >= 0 && css_peek(p) != ']') {
        if (!take_operator(p, &attribute.op) ||
            !take_attribute_value(p, &attribute.value))
            return false;
        take_case_flag(p, &attribute.nocase);
    }
    if (css_peek(p) < 0)
        return css_fail(p, open, "the bracket is not closed; add ]");
    if (!css_take(p, ']'))
        return css_fail(p, p->at,
                        "expected ]; a value with other characters stands in quotes");
    return css_add_test(p, compound,
                        (struct css_test){.kind = CSS_ATTRIBUTE, .attribute = attribute});
}

/* ---- compounds --------------------------------------------------------------------- */

/* Parses a class or id name; its '.' or '#' is at `mark`. */
static bool take_mark_name(struct css_parser *p, const char *what, struct token *out)
{
    size_t mark = p->at++;
    int c = css_peek(p);
    if (c > 0 && is_ascii_digit((unsigned char)c)) {
        struct slice name = css_take_name(p);
        const char *attribute = what[0] == 'c' ? "class~" : "id";
        return css_fail(p, mark + 1,
                        "a %s name does not begin with a digit; write [%s=\"%.*s\"]",
                        what, attribute, SLICE_ARG(name));
    }
    if (!css_at_name(p))
        return css_fail(p, mark, "no %s name follows \"%c\"", what, p->text.ptr[mark]);
    *out = token_of(css_take_name(p));
    return true;
}

static bool parse_type(struct css_parser *p, struct css_compound *compound)
{
    size_t start = p->at;
    if (!css_take(p, '*')) {
        struct slice name = arena_copy_lower(p->arena, css_take_name(p));
        compound->tag = (uint16_t)tag_of_name(name);
        compound->name = token_of(name);
    }
    if (css_peek(p) == '|' && css_peek_at(p, p->at + 1) != '=')
        return css_fail(p, start,
                        "namespaces are not known here; write what follows the |");
    return count_part(p);
}

static bool parse_simple(struct css_parser *p, struct css_compound *compound)
{
    struct css_test test = {.kind = CSS_CLASS};
    switch (css_peek(p)) {
    case '.':
        return take_mark_name(p, "class", &test.name) && css_add_test(p, compound, test);
    case '#':
        test.kind = CSS_ID;
        return take_mark_name(p, "id", &test.name) && css_add_test(p, compound, test);
    case '[':
        return parse_attribute(p, compound);
    default:
        return css_parse_pseudo(p, compound);
    }
}

static bool at_simple(const struct css_parser *p)
{
    int c = css_peek(p);
    return c == '.' || c == '#' || c == '[' || c == ':';
}

static bool parse_compound(struct css_parser *p, struct css_compound *compound)
{
    if ((css_at_name(p) || css_peek(p) == '*') && !parse_type(p, compound))
        return false;
    while (at_simple(p))
        if (!parse_simple(p, compound))
            return false;
    return true;
}

/* ---- lists ------------------------------------------------------------------------- */

static bool at_compound(const struct css_parser *p)
{
    return css_at_name(p) || css_peek(p) == '*' || at_simple(p);
}

static bool take_combinator(struct css_parser *p, enum css_combinator *out)
{
    static const char signs[] = {[CSS_CHILD] = '>', [CSS_NEXT] = '+', [CSS_LATER] = '~'};
    for (size_t i = CSS_CHILD; i < sizeof signs; i++)
        if (css_take(p, signs[i])) {
            *out = (enum css_combinator)i;
            p->positional = p->positional || i != CSS_CHILD;
            css_skip_spaces(p);
            return true;
        }
    return false;
}

/* Reports that a compound was expected at the current position. */
static bool fail_no_compound(struct css_parser *p)
{
    int c = css_peek(p);
    if (c < 0 || c == ')' || c == ',' || c == '@')
        return css_fail(p, p->at, "a selector is missing here");
    if (c == '>' || c == '+' || c == '~')
        return css_fail(p, p->at, "nothing stands before \"%c\"", c);
    if (is_ascii_digit((unsigned char)c))
        return css_fail(p, p->at, "a name does not begin with a digit");
    return css_fail(p, p->at, "unexpected \"%c\"", c);
}

static bool add_compound(struct css_parser *p, struct css_complex *complex,
                         enum css_combinator combinator)
{
    if (!at_compound(p))
        return fail_no_compound(p);
    if (complex->count == CHAIN_MAX)
        return css_fail(p, p->at, "more than %d parts in a row", CHAIN_MAX);
    struct css_compound compound = {.combinator = combinator};
    if (!parse_compound(p, &compound))
        return false;
    ARENA_PUSH(p->arena, complex, compound);
    return true;
}

/* A relative selector starts with the element that :has() is evaluated on. */
static void add_scope(struct css_parser *p, struct css_complex *complex)
{
    struct css_compound compound = {0};
    ARENA_PUSH(p->arena, &compound, (struct css_test){.kind = CSS_SCOPE});
    ARENA_PUSH(p->arena, complex, compound);
}

static bool parse_complex(struct css_parser *p, bool is_relative, struct css_complex *out)
{
    enum css_combinator combinator = CSS_DESCENDANT;
    css_skip_spaces(p);
    if (is_relative) {
        add_scope(p, out);
        take_combinator(p, &combinator);
    }
    if (!add_compound(p, out, combinator))
        return false;
    for (;;) {
        bool spaced = css_skip_spaces(p);
        combinator = CSS_DESCENDANT;
        bool joined = take_combinator(p, &combinator);
        if (!joined && !(spaced && at_compound(p)))
            return true;
        if (!add_compound(p, out, combinator))
            return false;
    }
}

bool css_parse_list(struct css_parser *p, bool is_relative, struct css_list *out)
{
    do {
        struct css_complex complex = {0};
        if (!parse_complex(p, is_relative, &complex))
            return false;
        ARENA_PUSH(p->arena, out, complex);
    } while (css_take(p, ','));
    return true;
}

/* ---- entry points ------------------------------------------------------------------ */

static bool parse_value_attribute(struct css_parser *p, struct slice *out)
{
    if (!css_take(p, '@'))
        return true;
    if (!css_at_name(p))
        return css_fail(p, p->at, "no attribute name follows \"@\"");
    *out = arena_copy_lower(p->arena, css_take_name(p));
    css_skip_spaces(p);
    return true;
}

bool css_compile(struct arena *a, struct slice text, struct css *out, struct error *err)
{
    struct css_parser p = {.arena = a, .text = arena_copy(a, text), .err = err};
    if (text.len > LENGTH_MAX)
        return css_fail(&p, LENGTH_MAX, "the selector is longer than %d bytes",
                        LENGTH_MAX);
    *out = (struct css){0};
    css_skip_spaces(&p);
    if (css_peek(&p) < 0)
        return css_fail(&p, 0, "the selector is empty");
    if (!css_parse_list(&p, false, &out->list) ||
        !parse_value_attribute(&p, &out->attribute))
        return false;
    out->positional = p.positional;
    if (css_peek(&p) < 0)
        return true;
    if (css_peek(&p) == ')' || css_peek(&p) == ']')
        return css_fail(&p, p.at, "\"%c\" closes nothing; leave it out", css_peek(&p));
    return css_fail(&p, p.at, "unexpected \"%c\"", css_peek(&p));
}

void css_of_words(struct arena *a, struct slice words, struct css *out)
{
    *out = (struct css){0};
    struct css_compound classes = {0}, id = {0};
    struct slice rest = arena_copy(a, words), word = {0};
    while (slice_next_word(&rest, &word)) {
        struct css_test test = {.kind = CSS_CLASS, .name = token_of(word)};
        ARENA_PUSH(a, &classes, test);
    }
    struct css_complex complex = {0};
    ARENA_PUSH(a, &complex, classes);
    ARENA_PUSH(a, &out->list, complex);
    if (classes.count != 1)
        return;
    struct css_test test = {.kind = CSS_ID, .name = token_of(word)};
    ARENA_PUSH(a, &id, test);
    complex = (struct css_complex){0};
    ARENA_PUSH(a, &complex, id);
    ARENA_PUSH(a, &out->list, complex);
}
