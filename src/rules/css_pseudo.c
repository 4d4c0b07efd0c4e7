#include "rules/css_parser.h"

#include "base/array.h"
#include "rules/suggest.h"

enum {
    NEST_MAX = 16,     /* nested parentheses: parsing and matching recurse on them */
    NTH_MAX = 1000000, /* limit of A and B in An+B; no element has more children */
};

/* ---- pseudo-classes ---------------------------------------------------------------- */

enum takes { TAKES_NOTHING, TAKES_LIST, TAKES_NTH, TAKES_TEXT };

struct pseudo {
    const char *name;
    enum css_test_kind kind;
    enum takes takes;
    bool from_end, of_type; /* for CSS_NTH */
    bool only;              /* for CSS_NTH: both the first and the last */
};

static const struct pseudo pseudos[] = {
    {.name = "not", .kind = CSS_NOT, .takes = TAKES_LIST},
    {.name = "is", .kind = CSS_IS, .takes = TAKES_LIST},
    {.name = "where", .kind = CSS_IS, .takes = TAKES_LIST},
    {.name = "has", .kind = CSS_HAS, .takes = TAKES_LIST},
    {.name = "has-text", .kind = CSS_TEXT, .takes = TAKES_TEXT},
    {.name = "contains", .kind = CSS_TEXT, .takes = TAKES_TEXT},
    {.name = "nth-child", .kind = CSS_NTH, .takes = TAKES_NTH},
    {.name = "nth-last-child", .kind = CSS_NTH, .takes = TAKES_NTH, .from_end = true},
    {.name = "nth-of-type", .kind = CSS_NTH, .takes = TAKES_NTH, .of_type = true},
    {.name = "nth-last-of-type",
     .kind = CSS_NTH,
     .takes = TAKES_NTH,
     .from_end = true,
     .of_type = true},
    {.name = "first-child", .kind = CSS_NTH},
    {.name = "last-child", .kind = CSS_NTH, .from_end = true},
    {.name = "only-child", .kind = CSS_NTH, .only = true},
    {.name = "first-of-type", .kind = CSS_NTH, .of_type = true},
    {.name = "last-of-type", .kind = CSS_NTH, .from_end = true, .of_type = true},
    {.name = "only-of-type", .kind = CSS_NTH, .of_type = true, .only = true},
    {.name = "empty", .kind = CSS_EMPTY},
    {.name = "root", .kind = CSS_ROOT},
};

static const struct pseudo *find_pseudo(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(pseudos); i++)
        if (slice_equal_nocase(name, slice_of_string(pseudos[i].name)))
            return &pseudos[i];
    return NULL;
}

static bool fail_unknown_pseudo(struct css_parser *p, size_t at, struct slice name)
{
    static const char *const elements[] = {"before", "after", "first-line",
                                           "first-letter"};
    for (size_t i = 0; i < COUNT_OF(elements); i++)
        if (slice_equal_nocase(name, slice_of_string(elements[i])))
            return css_fail(p, at,
                            "the pseudo-element :%s is no part of a page; leave it out",
                            elements[i]);
    struct suggestion nearest = {.word = arena_copy_lower(p->arena, name)};
    for (size_t i = 0; i < COUNT_OF(pseudos); i++)
        suggest_offer(&nearest, pseudos[i].name);
    if (nearest.best)
        return css_fail(p, at, "unknown pseudo-class \":%.*s\"; did you mean \":%s\"?",
                        SLICE_ARG(name), nearest.best);
    return css_fail(p, at,
                    "unknown pseudo-class \":%.*s\"; known are :not :is :where :has "
                    ":has-text :contains :nth-* :first-* :last-* :only-* :empty :root",
                    SLICE_ARG(name));
}

static bool close_argument(struct css_parser *p, size_t open)
{
    css_skip_spaces(p);
    if (css_take(p, ')'))
        return true;
    if (css_peek(p) < 0)
        return css_fail(p, open, "the parenthesis is not closed; add )");
    return css_fail(p, p->at, "unexpected \"%c\"; expected )", css_peek(p));
}

static bool parse_nested_list(struct css_parser *p, bool is_relative,
                              struct css_list **out)
{
    if (p->nesting == NEST_MAX)
        return css_fail(p, p->at, "parentheses are nested more than %d deep", NEST_MAX);
    p->nesting++;
    *out = arena_calloc(p->arena, 1, sizeof **out);
    bool ok = css_parse_list(p, is_relative, *out);
    p->nesting--;
    return ok;
}

static bool parse_list_argument(struct css_parser *p, struct css_compound *compound,
                                const struct pseudo *pseudo, size_t colon)
{
    bool is_has = pseudo->kind == CSS_HAS;
    if (is_has && p->in_has)
        return css_fail(p, colon,
                        "a :has() cannot stand inside another; "
                        "write :has(a b) in place of :has(a:has(b))");
    p->in_has = p->in_has || is_has;
    struct css_list *list;
    if (!parse_nested_list(p, is_has, &list))
        return false;
    p->in_has = p->in_has && !is_has;
    return css_add_test(p, compound,
                        (struct css_test){.kind = pseudo->kind, .list = list});
}

/* ---- An+B (CSS Syntax 3, section 6) ------------------------------------------------ */

/* Reads digits, up to NTH_MAX. Returns false if there are none. */
static bool take_digits(struct css_parser *p, int *out)
{
    size_t start = p->at;
    int number = 0;
    for (; css_peek(p) > 0 && is_ascii_digit((unsigned char)css_peek(p)); p->at++)
        if (number < NTH_MAX)
            number = number * 10 + (css_peek(p) - '0');
    *out = number < NTH_MAX ? number : NTH_MAX;
    return p->at > start;
}

static bool take_word(struct css_parser *p, const char *word)
{
    struct slice expected = slice_of_string(word);
    if (!slice_starts_with_nocase(slice_after(p->text, p->at), expected) ||
        css_is_name_byte(css_peek_at(p, p->at + expected.len)))
        return false;
    p->at += expected.len;
    return true;
}

/* Parses "+ B" after An. */
static bool parse_nth_offset(struct css_parser *p, int *b)
{
    size_t before = p->at;
    css_skip_spaces(p);
    bool minus = css_peek(p) == '-';
    *b = 0;
    if (!minus && css_peek(p) != '+') {
        p->at = before;
        return true;
    }
    p->at++;
    css_skip_spaces(p);
    if (!take_digits(p, b))
        return false;
    *b = minus ? -*b : *b;
    return true;
}

static bool parse_nth_formula(struct css_parser *p, struct css_nth *nth)
{
    if (take_word(p, "odd") || take_word(p, "even")) {
        nth->a = 2;
        nth->b = (p->text.ptr[p->at - 1] | 0x20) == 'd';
        return true;
    }
    bool minus = css_take(p, '-');
    if (!minus)
        css_take(p, '+');
    int number;
    bool has_number = take_digits(p, &number);
    if (css_take(p, 'n') || css_take(p, 'N')) {
        nth->a = has_number ? number : 1;
        nth->a = minus ? -nth->a : nth->a;
        return parse_nth_offset(p, &nth->b);
    }
    nth->b = minus ? -number : number;
    return has_number;
}

static bool parse_nth_argument(struct css_parser *p, struct css_compound *compound,
                               const struct pseudo *pseudo)
{
    struct css_nth nth = {.from_end = pseudo->from_end, .of_type = pseudo->of_type};
    css_skip_spaces(p);
    size_t start = p->at;
    if (!parse_nth_formula(p, &nth))
        return css_fail(p, start, "expected a number, odd, even or a formula like 2n+1");
    if (css_skip_spaces(p) && !nth.of_type && take_word(p, "of")) {
        struct css_list *of;
        if (!parse_nested_list(p, false, &of))
            return false;
        nth.of = of;
    }
    return css_add_test(p, compound, (struct css_test){.kind = CSS_NTH, .nth = nth});
}

/* ---- text -------------------------------------------------------------------------- */

/* Returns the end of the pattern at p->at, including its flags: the offset of the ")". */
static size_t pattern_end(const struct css_parser *p)
{
    size_t i = p->at + 1;
    while (i < p->text.len && p->text.ptr[i] != '/')
        i += p->text.ptr[i] == '\\' ? 2 : 1;
    while (css_peek_at(p, i) >= 0 && css_peek_at(p, i) != ')')
        i++;
    return i < p->text.len ? i : p->text.len;
}

/* Returns the end of unquoted text: the ")" that does not match a "(" inside the text. */
static size_t words_end(const struct css_parser *p)
{
    unsigned open = 0;
    for (size_t i = p->at; i < p->text.len; i++) {
        char c = p->text.ptr[i];
        if (c == ')' && open-- == 0)
            return i;
        open += c == '(';
    }
    return p->text.len;
}

static bool parse_text_pattern(struct css_parser *p, struct css_test *test)
{
    size_t start = p->at;
    struct slice value = slice_of(p->text.ptr + start, pattern_end(p) - start);
    p->at += value.len;
    test->kind = CSS_PATTERN;
    if (regex_parse(p->arena, slice_trim(value), &test->regex, p->err))
        return true;
    if (p->err)
        p->err->column += (uint32_t)start;
    return false;
}

static bool parse_text_argument(struct css_parser *p, struct css_compound *compound)
{
    struct css_test test = {.kind = CSS_TEXT};
    css_skip_spaces(p);
    if (css_peek(p) == '/') {
        if (!parse_text_pattern(p, &test))
            return false;
    } else if (css_peek(p) == '"' || css_peek(p) == '\'') {
        if (!css_take_string(p, &test.text))
            return false;
    } else {
        size_t end = words_end(p);
        test.text = slice_trim(slice_of(p->text.ptr + p->at, end - p->at));
        p->at = end;
    }
    if (test.kind == CSS_TEXT && !test.text.len)
        return css_fail(p, p->at, "no text to look for; write :has-text(words)");
    return css_add_test(p, compound, test);
}

/* ---- entry point ------------------------------------------------------------------- */

static bool add_plain_pseudo(struct css_parser *p, struct css_compound *compound,
                             const struct pseudo *pseudo)
{
    struct css_test test = {.kind = pseudo->kind};
    if (pseudo->kind == CSS_NTH)
        test.nth = (struct css_nth){
            .b = 1, .from_end = pseudo->from_end, .of_type = pseudo->of_type};
    if (!css_add_test(p, compound, test))
        return false;
    if (!pseudo->only)
        return true;
    test.nth.from_end = true;
    return css_add_test(p, compound, test);
}

static bool parse_argument(struct css_parser *p, struct css_compound *compound,
                           const struct pseudo *pseudo, size_t colon)
{
    switch (pseudo->takes) {
    case TAKES_LIST:
        return parse_list_argument(p, compound, pseudo, colon);
    case TAKES_NTH:
        return parse_nth_argument(p, compound, pseudo);
    case TAKES_TEXT:
        return parse_text_argument(p, compound);
    case TAKES_NOTHING:
        break;
    }
    return false;
}

static bool is_positional(const struct pseudo *pseudo)
{
    return pseudo->kind == CSS_NTH || pseudo->kind == CSS_EMPTY ||
           pseudo->kind == CSS_HAS || pseudo->kind == CSS_TEXT;
}

bool css_parse_pseudo(struct css_parser *p, struct css_compound *compound)
{
    size_t colon = p->at++;
    if (css_peek(p) == ':')
        return css_fail(p, colon,
                        "pseudo-elements (::) are no part of a page; leave it out");
    if (!css_at_name(p))
        return css_fail(p, colon, "no name follows \":\"");
    struct slice name = css_take_name(p);
    const struct pseudo *pseudo = find_pseudo(name);
    if (!pseudo)
        return fail_unknown_pseudo(p, colon, name);
    p->positional = p->positional || is_positional(pseudo);
    size_t open = p->at;
    bool has_argument = css_take(p, '(');
    if (!has_argument && pseudo->takes == TAKES_NOTHING)
        return add_plain_pseudo(p, compound, pseudo);
    if (pseudo->takes == TAKES_NOTHING)
        return css_fail(p, open, ":%s takes no argument; leave (...) out", pseudo->name);
    if (!has_argument)
        return css_fail(p, open, ":%s needs an argument in (...)", pseudo->name);
    return parse_argument(p, compound, pseudo, colon) && close_argument(p, open);
}
