#include "rules/css.h"

#include "base/buffer.h"
#include "base/hash.h"
#include "rules/nearest.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    LENGTH_MAX = 1 << 16, /* of a selector in bytes; lists of a thousand names fit */
    NEST_MAX = 16,        /* of parentheses: parsing and matching recurse on them */
    CHAIN_MAX = 64,       /* compounds in a row: matching recurses on them */
    PARTS_MAX = 1 << 13,  /* simple tests and compounds of a whole selector */
    NTH_MAX = 1000000,    /* of A and B in An+B; no element has more children */
};

struct parser {
    struct arena *arena;
    struct slice text;
    size_t at;
    unsigned nesting, parts;
    bool in_has, positional;
    struct error *err;
};

static bool parse_list(struct parser *p, bool is_relative, struct css_list *out);

/* ---- characters ----------------------------------------------------------------------
 */

static bool fail_at(struct parser *p, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail_at(struct parser *p, size_t at, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return error_at(p->err, NULL, 0, (uint32_t)at + 1, "%s", text);
}

static int peek_at(const struct parser *p, size_t at)
{
    return at < p->text.len ? (unsigned char)p->text.ptr[at] : -1;
}

static int peek(const struct parser *p)
{
    return peek_at(p, p->at);
}

static bool skip_spaces(struct parser *p)
{
    size_t start = p->at;
    while (p->at < p->text.len && is_ascii_space((unsigned char)p->text.ptr[p->at]))
        p->at++;
    return p->at > start;
}

static bool take(struct parser *p, char c)
{
    if (peek(p) != (unsigned char)c)
        return false;
    p->at++;
    return true;
}

static bool count_part(struct parser *p)
{
    if (++p->parts <= PARTS_MAX)
        return true;
    return fail_at(p, p->at, "the selector has more than %d parts; split it in several",
                   PARTS_MAX);
}

struct token css_token(struct slice s)
{
    return (struct token){s.ptr, (uint32_t)s.len, hash_token(s)};
}

static struct slice lower_copy(struct arena *a, struct slice s)
{
    char *copy = arena_string(a, s);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = (char)ascii_lower((unsigned char)copy[i]);
    return slice_of(copy, s.len);
}

/* ---- names and strings (CSS Syntax 3, section 4.3) -----------------------------------
 */

static bool is_name_start(int c)
{
    return c >= 0x80 || c == '_' || c == '\\' ||
           (c > 0 && is_ascii_letter((unsigned char)c));
}

static bool is_name_byte(int c)
{
    return is_name_start(c) || c == '-' || (c > 0 && is_ascii_digit((unsigned char)c));
}

static bool at_name(const struct parser *p)
{
    if (peek(p) != '-')
        return is_name_start(peek(p));
    int next = peek_at(p, p->at + 1);
    return next == '-' || is_name_start(next);
}

static int hex_value(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

/* An escape, its backslash taken already. */
static void append_escape(struct parser *p, struct buffer *out)
{
    uint32_t code = 0;
    int digits = 0;
    for (; digits < 6 && hex_value(peek(p)) >= 0; digits++)
        code = code * 16 + (uint32_t)hex_value(p->text.ptr[p->at++]);
    if (digits) {
        if (peek(p) >= 0 && is_ascii_space((unsigned char)peek(p)))
            p->at++;
        buffer_append_code_point(out, code ? code : 0xFFFD);
    } else if (peek(p) >= 0) {
        buffer_append_char(out, p->text.ptr[p->at++]);
    }
}

/* The name that begins here; at_name or a digit has been seen. */
static struct slice take_name(struct parser *p)
{
    struct buffer name;
    buffer_open(&name, p->arena);
    while (is_name_byte(peek(p))) {
        if (take(p, '\\'))
            append_escape(p, &name);
        else
            buffer_append_char(&name, p->text.ptr[p->at++]);
    }
    return buffer_slice(&name);
}

static bool take_string(struct parser *p, struct slice *out)
{
    size_t start = p->at;
    char quote = p->text.ptr[p->at++];
    struct buffer string;
    buffer_open(&string, p->arena);
    while (peek(p) >= 0) {
        if (take(p, quote)) {
            *out = buffer_slice(&string);
            return true;
        }
        if (take(p, '\\'))
            append_escape(p, &string);
        else
            buffer_append_char(&string, p->text.ptr[p->at++]);
    }
    return fail_at(p, start, "the quote is not closed; add %c behind the value", quote);
}

/* Takes a class or id name, whose '.' or '#' stands at `mark`. */
static bool take_mark_name(struct parser *p, const char *what, struct token *out)
{
    size_t mark = p->at++;
    int c = peek(p);
    if (c > 0 && is_ascii_digit((unsigned char)c)) {
        struct slice name = take_name(p);
        const char *attribute = what[0] == 'c' ? "class~" : "id";
        return fail_at(p, mark + 1,
                       "a %s name does not begin with a digit; write [%s=\"%.*s\"]", what,
                       attribute, SLICE_ARG(name));
    }
    if (!at_name(p))
        return fail_at(p, mark, "no %s name follows \"%c\"", what, p->text.ptr[mark]);
    *out = css_token(take_name(p));
    return true;
}

/* ---- tests ---------------------------------------------------------------------------
 */

/* Keeps the cheap tests in front. */
static bool add_test(struct parser *p, struct css_compound *compound,
                     struct css_test test)
{
    if (!count_part(p))
        return false;
    ARENA_PUSH(p->arena, compound, test);
    size_t i = compound->count - 1;
    for (; i && compound->items[i - 1].kind > test.kind; i--)
        compound->items[i] = compound->items[i - 1];
    compound->items[i] = test;
    return true;
}

/* Attributes whose values compare without case in HTML (HTML standard, section 4.16.2
   "Case-sensitivity of selectors"). */
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
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (slice_equal(name, slice_of_string(names[i])))
            return true;
    return false;
}

static bool take_operator(struct parser *p, enum css_operator *out)
{
    static const struct {
        char text[3];
        enum css_operator op;
    } rows[] = {
        {"=", CSS_EQUALS},  {"~=", CSS_WORD},   {"|=", CSS_DASH},
        {"^=", CSS_PREFIX}, {"$=", CSS_SUFFIX}, {"*=", CSS_SUBSTRING},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct slice text = slice_of_string(rows[i].text);
        if (!slice_starts_with(slice_after(p->text, p->at), text))
            continue;
        p->at += text.len;
        *out = rows[i].op;
        return true;
    }
    return fail_at(p, p->at,
                   "expected ], = or one of ~= |= ^= $= *= after the attribute's name");
}

static bool take_attribute_value(struct parser *p, struct slice *out)
{
    skip_spaces(p);
    if (peek(p) == '"' || peek(p) == '\'')
        return take_string(p, out);
    if (at_name(p)) {
        *out = take_name(p);
        return true;
    }
    return fail_at(p, p->at, "the attribute's value has to stand in quotes");
}

/* " i" and " s" before the closing bracket (Selectors 4, section 6.3). */
static void take_case_flag(struct parser *p, bool *nocase)
{
    skip_spaces(p);
    if (take(p, 'i') || take(p, 'I'))
        *nocase = true;
    else if (take(p, 's') || take(p, 'S'))
        *nocase = false;
    skip_spaces(p);
}

static bool parse_attribute(struct parser *p, struct css_compound *compound)
{
    size_t open = p->at++;
    struct css_attribute attribute = {.op = CSS_EXISTS};
    skip_spaces(p);
    if (peek(p) == '@')
        return fail_at(p, p->at, "CSS names an attribute without @");
    if (!at_name(p))
        return fail_at(p, p->at, "no attribute name follows \"[\"");
    struct slice name = lower_copy(p->arena, take_name(p));
    attribute.name = css_token(name);
    attribute.nocase = is_nocase_attribute(name);
    skip_spaces(p);
    if (peek(p) >= 0 && peek(p) != ']') {
        if (!take_operator(p, &attribute.op) ||
            !take_attribute_value(p, &attribute.value))
            return false;
        take_case_flag(p, &attribute.nocase);
    }
    if (peek(p) < 0)
        return fail_at(p, open, "the bracket is not closed; add ]");
    if (!take(p, ']'))
        return fail_at(p, p->at,
                       "expected ]; a value with other characters stands in quotes");
    return add_test(p, compound,
                    (struct css_test){CSS_ATTRIBUTE, .attribute = attribute});
}

/* ---- pseudo-classes ------------------------------------------------------------------
 */

enum argument { ARGUMENT_NONE, ARGUMENT_LIST, ARGUMENT_NTH, ARGUMENT_TEXT };

struct pseudo {
    const char *name;
    enum css_test_kind kind;
    enum argument argument;
    bool from_end, of_type; /* of CSS_NTH */
    bool only;              /* of CSS_NTH: the first, and the last too */
};

static const struct pseudo pseudos[] = {
    {.name = "not", .kind = CSS_NOT, .argument = ARGUMENT_LIST},
    {.name = "is", .kind = CSS_IS, .argument = ARGUMENT_LIST},
    {.name = "where", .kind = CSS_IS, .argument = ARGUMENT_LIST},
    {.name = "has", .kind = CSS_HAS, .argument = ARGUMENT_LIST},
    {.name = "has-text", .kind = CSS_TEXT, .argument = ARGUMENT_TEXT},
    {.name = "contains", .kind = CSS_TEXT, .argument = ARGUMENT_TEXT},
    {.name = "nth-child", .kind = CSS_NTH, .argument = ARGUMENT_NTH},
    {.name = "nth-last-child",
     .kind = CSS_NTH,
     .argument = ARGUMENT_NTH,
     .from_end = true},
    {.name = "nth-of-type", .kind = CSS_NTH, .argument = ARGUMENT_NTH, .of_type = true},
    {.name = "nth-last-of-type",
     .kind = CSS_NTH,
     .argument = ARGUMENT_NTH,
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
    for (size_t i = 0; i < sizeof pseudos / sizeof pseudos[0]; i++)
        if (slice_equal_nocase(name, slice_of_string(pseudos[i].name)))
            return &pseudos[i];
    return NULL;
}

static bool fail_unknown_pseudo(struct parser *p, size_t at, struct slice name)
{
    static const char *const elements[] = {"before", "after", "first-line",
                                           "first-letter"};
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
        if (slice_equal_nocase(name, slice_of_string(elements[i])))
            return fail_at(p, at,
                           "the pseudo-element :%s is no part of a page; leave it out",
                           elements[i]);
    struct nearest nearest = {.word = lower_copy(p->arena, name)};
    for (size_t i = 0; i < sizeof pseudos / sizeof pseudos[0]; i++)
        nearest_offer(&nearest, pseudos[i].name);
    if (nearest.best)
        return fail_at(p, at, "unknown pseudo-class \":%.*s\"; did you mean \":%s\"?",
                       SLICE_ARG(name), nearest.best);
    return fail_at(p, at,
                   "unknown pseudo-class \":%.*s\"; known are :not :is :where :has "
                   ":has-text :contains :nth-* :first-* :last-* :only-* :empty :root",
                   SLICE_ARG(name));
}

static bool close_argument(struct parser *p, size_t open)
{
    skip_spaces(p);
    if (take(p, ')'))
        return true;
    if (peek(p) < 0)
        return fail_at(p, open, "the parenthesis is not closed; add )");
    return fail_at(p, p->at, "unexpected \"%c\"; expected )", peek(p));
}

static bool parse_nested_list(struct parser *p, bool is_relative, struct css_list **out)
{
    if (p->nesting == NEST_MAX)
        return fail_at(p, p->at, "parentheses are nested more than %d deep", NEST_MAX);
    p->nesting++;
    *out = arena_calloc(p->arena, 1, sizeof **out);
    bool ok = parse_list(p, is_relative, *out);
    p->nesting--;
    return ok;
}

static bool parse_list_argument(struct parser *p, struct css_compound *compound,
                                const struct pseudo *pseudo, size_t colon)
{
    bool is_has = pseudo->kind == CSS_HAS;
    if (is_has && p->in_has)
        return fail_at(p, colon,
                       "a :has() cannot stand inside another; "
                       "write :has(a b) in place of :has(a:has(b))");
    p->in_has = p->in_has || is_has;
    p->positional = p->positional || is_has;
    struct css_list *list;
    if (!parse_nested_list(p, is_has, &list))
        return false;
    p->in_has = p->in_has && !is_has;
    return add_test(p, compound, (struct css_test){pseudo->kind, .list = list});
}

/* ---- An+B (CSS Syntax 3, section 6) --------------------------------------------------
 */

/* Digits at the front, up to NTH_MAX. False when there are none. */
static bool take_digits(struct parser *p, int *out)
{
    size_t start = p->at;
    int number = 0;
    for (; peek(p) > 0 && is_ascii_digit((unsigned char)peek(p)); p->at++)
        if (number < NTH_MAX)
            number = number * 10 + (peek(p) - '0');
    *out = number < NTH_MAX ? number : NTH_MAX;
    return p->at > start;
}

static bool take_word(struct parser *p, const char *word)
{
    struct slice expected = slice_of_string(word);
    if (!slice_starts_with_nocase(slice_after(p->text, p->at), expected) ||
        is_name_byte(peek_at(p, p->at + expected.len)))
        return false;
    p->at += expected.len;
    return true;
}

/* "+ B" behind An. */
static bool parse_nth_offset(struct parser *p, int *b)
{
    size_t before = p->at;
    skip_spaces(p);
    bool minus = peek(p) == '-';
    *b = 0;
    if (!minus && peek(p) != '+') {
        p->at = before;
        return true;
    }
    p->at++;
    skip_spaces(p);
    if (!take_digits(p, b))
        return false;
    *b = minus ? -*b : *b;
    return true;
}

static bool parse_nth_formula(struct parser *p, struct css_nth *nth)
{
    if (take_word(p, "odd") || take_word(p, "even")) {
        nth->a = 2;
        nth->b = (p->text.ptr[p->at - 1] | 0x20) == 'd';
        return true;
    }
    bool minus = take(p, '-');
    if (!minus)
        take(p, '+');
    int number;
    bool has_number = take_digits(p, &number);
    if (take(p, 'n') || take(p, 'N')) {
        nth->a = has_number ? number : 1;
        nth->a = minus ? -nth->a : nth->a;
        return parse_nth_offset(p, &nth->b);
    }
    nth->b = minus ? -number : number;
    return has_number;
}

static bool parse_nth_argument(struct parser *p, struct css_compound *compound,
                               const struct pseudo *pseudo)
{
    struct css_nth nth = {.from_end = pseudo->from_end, .of_type = pseudo->of_type};
    skip_spaces(p);
    size_t start = p->at;
    if (!parse_nth_formula(p, &nth))
        return fail_at(p, start, "expected a number, odd, even or a formula like 2n+1");
    if (skip_spaces(p) && !nth.of_type && take_word(p, "of")) {
        struct css_list *of;
        if (!parse_nested_list(p, false, &of))
            return false;
        nth.of = of;
    }
    return add_test(p, compound, (struct css_test){CSS_NTH, .nth = nth});
}

/* ---- text ----------------------------------------------------------------------------
 */

/* Where the pattern that begins at p->at ends, its flags included: before the ")". */
static size_t pattern_end(const struct parser *p)
{
    size_t i = p->at + 1;
    while (i < p->text.len && p->text.ptr[i] != '/')
        i += p->text.ptr[i] == '\\' ? 2 : 1;
    while (peek_at(p, i) >= 0 && peek_at(p, i) != ')')
        i++;
    return i < p->text.len ? i : p->text.len;
}

/* The end of words that stand without quotes: the ")" that no "(" of theirs takes. */
static size_t words_end(const struct parser *p)
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

static bool parse_text_pattern(struct parser *p, struct css_test *test)
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

static bool parse_text_argument(struct parser *p, struct css_compound *compound)
{
    struct css_test test = {.kind = CSS_TEXT};
    skip_spaces(p);
    if (peek(p) == '/') {
        if (!parse_text_pattern(p, &test))
            return false;
    } else if (peek(p) == '"' || peek(p) == '\'') {
        if (!take_string(p, &test.text))
            return false;
    } else {
        size_t end = words_end(p);
        test.text = slice_trim(slice_of(p->text.ptr + p->at, end - p->at));
        p->at = end;
    }
    if (test.kind == CSS_TEXT && !test.text.len)
        return fail_at(p, p->at, "no text to look for; write :has-text(words)");
    return add_test(p, compound, test);
}

/* ---- compounds -----------------------------------------------------------------------
 */

static bool add_plain_pseudo(struct parser *p, struct css_compound *compound,
                             const struct pseudo *pseudo)
{
    struct css_test test = {.kind = pseudo->kind};
    if (pseudo->kind == CSS_NTH)
        test.nth = (struct css_nth){
            .b = 1, .from_end = pseudo->from_end, .of_type = pseudo->of_type};
    if (!add_test(p, compound, test))
        return false;
    if (!pseudo->only)
        return true;
    test.nth.from_end = true;
    return add_test(p, compound, test);
}

static bool parse_pseudo(struct parser *p, struct css_compound *compound)
{
    size_t colon = p->at++;
    if (peek(p) == ':')
        return fail_at(p, colon,
                       "pseudo-elements (::) are no part of a page; leave it out");
    if (!at_name(p))
        return fail_at(p, colon, "no name follows \":\"");
    struct slice name = take_name(p);
    const struct pseudo *pseudo = find_pseudo(name);
    if (!pseudo)
        return fail_unknown_pseudo(p, colon, name);
    if (pseudo->kind == CSS_NTH || pseudo->kind == CSS_EMPTY ||
        pseudo->argument == ARGUMENT_TEXT)
        p->positional = true;
    size_t open = p->at;
    bool has_argument = take(p, '(');
    if (has_argument != (pseudo->argument != ARGUMENT_NONE))
        return fail_at(p, open,
                       has_argument ? ":%s takes no argument; leave (...) out"
                                    : ":%s needs an argument in (...)",
                       pseudo->name);
    bool ok = true;
    switch (pseudo->argument) {
    case ARGUMENT_NONE:
        return add_plain_pseudo(p, compound, pseudo);
    case ARGUMENT_LIST:
        ok = parse_list_argument(p, compound, pseudo, colon);
        break;
    case ARGUMENT_NTH:
        ok = parse_nth_argument(p, compound, pseudo);
        break;
    case ARGUMENT_TEXT:
        ok = parse_text_argument(p, compound);
        break;
    }
    return ok && close_argument(p, open);
}

static bool parse_type(struct parser *p, struct css_compound *compound)
{
    size_t start = p->at;
    if (!take(p, '*')) {
        struct slice name = lower_copy(p->arena, take_name(p));
        compound->tag = (uint16_t)tag_of_name(name);
        compound->name = css_token(name);
    }
    if (peek(p) == '|' && peek_at(p, p->at + 1) != '=')
        return fail_at(p, start,
                       "namespaces are not known here; write what follows the |");
    return count_part(p);
}

static bool parse_simple(struct parser *p, struct css_compound *compound)
{
    struct css_test test = {.kind = CSS_CLASS};
    switch (peek(p)) {
    case '.':
        return take_mark_name(p, "class", &test.name) && add_test(p, compound, test);
    case '#':
        test.kind = CSS_ID;
        return take_mark_name(p, "id", &test.name) && add_test(p, compound, test);
    case '[':
        return parse_attribute(p, compound);
    default:
        return parse_pseudo(p, compound);
    }
}

static bool at_simple(const struct parser *p)
{
    int c = peek(p);
    return c == '.' || c == '#' || c == '[' || c == ':';
}

static bool parse_compound(struct parser *p, struct css_compound *compound)
{
    if ((at_name(p) || peek(p) == '*') && !parse_type(p, compound))
        return false;
    while (at_simple(p))
        if (!parse_simple(p, compound))
            return false;
    return true;
}

/* ---- lists ---------------------------------------------------------------------------
 */

static bool at_compound(const struct parser *p)
{
    return at_name(p) || peek(p) == '*' || at_simple(p);
}

static bool take_combinator(struct parser *p, enum css_combinator *out)
{
    static const char signs[] = {[CSS_CHILD] = '>', [CSS_NEXT] = '+', [CSS_LATER] = '~'};
    for (size_t i = CSS_CHILD; i < sizeof signs; i++)
        if (take(p, signs[i])) {
            *out = (enum css_combinator)i;
            p->positional = p->positional || i != CSS_CHILD;
            skip_spaces(p);
            return true;
        }
    return false;
}

/* Nothing that could be a compound stands here. */
static bool fail_no_compound(struct parser *p)
{
    int c = peek(p);
    if (c < 0 || c == ')' || c == ',' || c == '@')
        return fail_at(p, p->at, "a selector is missing here");
    if (c == '>' || c == '+' || c == '~')
        return fail_at(p, p->at, "nothing stands before \"%c\"", c);
    if (is_ascii_digit((unsigned char)c))
        return fail_at(p, p->at, "a name does not begin with a digit");
    return fail_at(p, p->at, "unexpected \"%c\"", c);
}

static bool add_compound(struct parser *p, struct css_complex *complex,
                         enum css_combinator combinator)
{
    if (!at_compound(p))
        return fail_no_compound(p);
    if (complex->count == CHAIN_MAX)
        return fail_at(p, p->at, "more than %d parts in a row", CHAIN_MAX);
    struct css_compound compound = {.combinator = combinator};
    if (!parse_compound(p, &compound))
        return false;
    ARENA_PUSH(p->arena, complex, compound);
    return true;
}

/* A relative selector begins with the element that :has() is asked of. */
static void add_scope(struct parser *p, struct css_complex *complex)
{
    struct css_compound compound = {0};
    ARENA_PUSH(p->arena, &compound, (struct css_test){.kind = CSS_SCOPE});
    ARENA_PUSH(p->arena, complex, compound);
}

static bool parse_complex(struct parser *p, bool is_relative, struct css_complex *out)
{
    enum css_combinator combinator = CSS_DESCENDANT;
    skip_spaces(p);
    if (is_relative) {
        add_scope(p, out);
        take_combinator(p, &combinator);
    }
    if (!add_compound(p, out, combinator))
        return false;
    for (;;) {
        bool spaced = skip_spaces(p);
        combinator = CSS_DESCENDANT;
        bool joined = take_combinator(p, &combinator);
        if (!joined && !(spaced && at_compound(p)))
            return true;
        if (!add_compound(p, out, combinator))
            return false;
    }
}

static bool parse_list(struct parser *p, bool is_relative, struct css_list *out)
{
    do {
        struct css_complex complex = {0};
        if (!parse_complex(p, is_relative, &complex))
            return false;
        ARENA_PUSH(p->arena, out, complex);
    } while (take(p, ','));
    return true;
}

/* ---- the whole -----------------------------------------------------------------------
 */

static bool parse_value_attribute(struct parser *p, struct slice *out)
{
    if (!take(p, '@'))
        return true;
    if (!at_name(p))
        return fail_at(p, p->at, "no attribute name follows \"@\"");
    *out = lower_copy(p->arena, take_name(p));
    skip_spaces(p);
    return true;
}

bool css_compile(struct arena *a, struct slice text, struct css *out, struct error *err)
{
    struct parser p = {.arena = a, .text = arena_copy(a, text), .err = err};
    if (text.len > LENGTH_MAX)
        return fail_at(&p, LENGTH_MAX, "the selector is longer than %d bytes",
                       LENGTH_MAX);
    *out = (struct css){0};
    skip_spaces(&p);
    if (peek(&p) < 0)
        return fail_at(&p, 0, "the selector is empty");
    if (!parse_list(&p, false, &out->list) || !parse_value_attribute(&p, &out->attribute))
        return false;
    out->positional = p.positional;
    if (peek(&p) < 0)
        return true;
    if (peek(&p) == ')' || peek(&p) == ']')
        return fail_at(&p, p.at, "\"%c\" closes nothing; leave it out", peek(&p));
    return fail_at(&p, p.at, "unexpected \"%c\"", peek(&p));
}

void css_of_words(struct arena *a, struct slice words, struct css *out)
{
    *out = (struct css){0};
    struct css_compound classes = {0}, id = {0};
    struct slice rest = arena_copy(a, words), word = {0};
    while (slice_next_word(&rest, &word)) {
        struct css_test test = {CSS_CLASS, .name = css_token(word)};
        ARENA_PUSH(a, &classes, test);
    }
    struct css_complex complex = {0};
    ARENA_PUSH(a, &complex, classes);
    ARENA_PUSH(a, &out->list, complex);
    if (classes.count != 1)
        return;
    struct css_test test = {CSS_ID, .name = css_token(word)};
    ARENA_PUSH(a, &id, test);
    complex = (struct css_complex){0};
    ARENA_PUSH(a, &complex, id);
    ARENA_PUSH(a, &out->list, complex);
}
