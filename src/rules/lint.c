#include "rules/lint.h"

#include "base/array.h"
#include "base/hash.h"
#include "rules/directives.h"
#include "rules/host_names.h"
#include "rules/lint_value.h"
#include "rules/scope.h"
#include "rules/xpath_lint.h"
#include <stdlib.h>
#include <string.h>

/* A file that is being checked. */
struct lint {
    struct arena *arena;
    const struct rulefile *file;
    struct lint_options options;
    struct {
        struct slice *items; /* lines[0] is line 1 */
        size_t count, capacity;
    } lines;
    struct problem_list *problems;
};

static void report(struct lint *l, enum problem_level level, uint32_t line,
                   uint32_t column, const char *code, const char *text)
{
    problems_add(l->problems, l->arena,
                 (struct problem){.file = l->file->path,
                                  .line = line,
                                  .column = column,
                                  .level = level,
                                  .code = code,
                                  .text = slice_of_string(text)});
}

static void warn(struct lint *l, uint32_t line, uint32_t column, const char *code,
                 const char *text)
{
    report(l, PROBLEM_WARNING, line, column, code, text);
}

/* ---- lines ------------------------------------------------------------------------- */

static void split_lines(struct lint *l, struct slice text)
{
    struct slice line;
    if (slice_starts_with(text, SLICE("\xEF\xBB\xBF")))
        text = slice_after(text, 3);
    while (slice_split(&text, '\n', &line))
        ARENA_PUSH(l->arena, &l->lines, line);
}

/* The column at which a directive's value begins. */
static uint32_t column_of_value(const struct lint *l, const struct directive *d)
{
    if (d->line > l->lines.count)
        return d->column;
    struct slice directive = slice_after(l->lines.items[d->line - 1], d->column - 1);
    size_t colon = slice_find_char(directive, ':');
    struct slice rest = slice_after(directive, colon == SIZE_MAX ? 0 : colon + 1);
    size_t value = slice_find(rest, d->value);
    return value == SIZE_MAX ? d->column
                             : d->column + (uint32_t)(directive.len - rest.len + value);
}

/* ---- values ------------------------------------------------------------------------ */

static void check_value(struct lint *l, const struct directive *d)
{
    static const struct {
        enum directive_value value;
        const char *(*find)(struct arena *, struct slice, size_t *);
        const char *code;
    } checks[] = {
        {VALUE_WORDS, lint_words, "selector-as-class"},
        {VALUE_SELECTOR, lint_substring, "part-of-name"},
    };
    enum directive_value value = directive_row(d->kind)->value;
    for (size_t i = 0; i < COUNT_OF(checks); i++) {
        size_t at;
        const char *text =
            value == checks[i].value ? checks[i].find(l->arena, d->value, &at) : NULL;
        if (text)
            warn(l, d->line, column_of_value(l, d) + (uint32_t)at, checks[i].code, text);
    }
}

static bool is_xpath(const struct directive *d)
{
    if (directive_row(d->kind)->value != VALUE_SELECTOR)
        return false;
    struct slice rest = d->argument, word;
    while (slice_next_word(&rest, &word))
        if (slice_equal_nocase(word, SLICE("css")) ||
            slice_equal_nocase(word, SLICE("xpath")))
            return slice_equal_nocase(word, SLICE("xpath"));
    return selector_language_of(d->value) == SELECTOR_XPATH;
}

/* The value that xpath_lint is checking. */
struct xpath_value {
    struct lint *lint;
    const struct directive *directive;
};

static void report_remark(void *context, const struct xpath_remark *remark)
{
    const struct xpath_value *value = context;
    const struct directive *d = value->directive;
    report(value->lint, remark->level, d->line,
           column_of_value(value->lint, d) + remark->column - 1, remark->code,
           remark->text);
}

static void check_xpath(struct lint *l, const struct directive *d)
{
    struct xpath_value value = {l, d};
    struct error err;
    if (is_xpath(d))
        xpath_lint(l->arena, d->value, report_remark, &value, &err);
}

/* ---- duplicates -------------------------------------------------------------------- */

/* Whether a second line with the same meaning has no effect. Tests may be repeated for
   another test_url, and replacements run one after another. */
static bool is_idempotent(const struct directive *d)
{
    return d->selector || (d->regex && d->kind != DIRECTIVE_REPLACE_LINE);
}

static int by_meaning(const void *left, const void *right)
{
    const struct directive *a = *(const struct directive *const *)left;
    const struct directive *b = *(const struct directive *const *)right;
    int order = (int)a->kind - (int)b->kind;
    if (!order)
        order = slice_compare(a->value, b->value);
    if (!order)
        order = slice_compare(a->argument, b->argument);
    if (!order)
        order = (a->scope > b->scope) - (a->scope < b->scope);
    return order;
}

static int by_meaning_then_line(const void *left, const void *right)
{
    const struct directive *a = *(const struct directive *const *)left;
    const struct directive *b = *(const struct directive *const *)right;
    int order = by_meaning(left, right);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

static void check_duplicates(struct lint *l)
{
    const struct directive **sorted =
        arena_alloc(l->arena, (l->file->count + 1) * sizeof *sorted);
    size_t count = 0;
    for (size_t i = 0; i < l->file->count; i++)
        if (is_idempotent(&l->file->directives[i]))
            sorted[count++] = &l->file->directives[i];
    if (!count)
        return;
    qsort(sorted, count, sizeof *sorted, by_meaning_then_line);
    for (size_t i = 1, first = 0; i < count; i++) {
        if (by_meaning(&sorted[first], &sorted[i]) != 0) {
            first = i;
            continue;
        }
        warn(l, sorted[i]->line, sorted[i]->column, "duplicate",
             arena_printf(l->arena, "the same as line %u; remove one of them",
                          (unsigned)sorted[first]->line));
    }
}

/* ---- tests ------------------------------------------------------------------------- */

static bool is_about_a_test(enum directive_kind kind)
{
    return kind > DIRECTIVE_TEST_URL && kind <= DIRECTIVE_TEST_LAST_LINE;
}

static void check_tests(struct lint *l)
{
    bool has_url = false;
    for (size_t i = 0; i < l->file->count; i++) {
        const struct directive *d = &l->file->directives[i];
        has_url = has_url || d->kind == DIRECTIVE_TEST_URL;
        if (!has_url && is_about_a_test(d->kind))
            warn(l, d->line, d->column, "test-without-url",
                 "there is no test_url above this line, so it tests nothing");
    }
    if (!has_url && !l->options.is_shared)
        report(l, PROBLEM_NOTE, 1, 1, "no-test",
               "there is no test_url, so winnow rules test has nothing to run");
}

/* ---- scopes ------------------------------------------------------------------------ */

static void check_scopes(struct lint *l)
{
    uint32_t header = 0; /* the line of a scope that has no directive so far */
    for (size_t i = 0; i <= l->lines.count; i++) {
        bool is_end = i == l->lines.count;
        struct slice line = is_end ? SLICE("[") : slice_trim(l->lines.items[i]);
        if (!line.len || line.ptr[0] == '#')
            continue;
        if (line.ptr[0] == '[' && header)
            warn(l, header, 1, "empty-scope", "there is no directive in this scope");
        header = 0;
        if (line.ptr[0] == '[' && !slice_starts_with_nocase(line, SLICE("[all")))
            header = (uint32_t)i + 1;
    }
}

/* ---- directives without an effect -------------------------------------------------- */

/* An invalid selector that is never used is not an error, but its author may have made
   the same mistake elsewhere. */
static void check_unused_xpath(struct lint *l, uint32_t number, struct slice line,
                               struct slice value)
{
    struct error err;
    const struct selector *selector;
    if (selector_compile(l->arena, value, SELECTOR_XPATH, &selector, &err))
        return;
    warn(l, number, (uint32_t)(value.ptr - line.ptr) + (err.column ? err.column : 1),
         "bad-selector", err.text);
}

static void check_accepted(struct lint *l, uint32_t number, struct slice line)
{
    struct slice trimmed = slice_trim(line);
    size_t end = 0;
    while (end < trimmed.len && trimmed.ptr[end] != ':' && trimmed.ptr[end] != '(')
        end++;
    if (end == trimmed.len || trimmed.ptr[0] == '#')
        return;
    struct slice name =
        arena_copy_lower(l->arena, slice_trim(slice_of(trimmed.ptr, end)));
    const char *help = directive_accepted_help(name);
    if (help && slice_equal(name, SLICE("not_logged_in_xpath")))
        check_unused_xpath(l, number, line, slice_trim(slice_after(trimmed, end + 1)));
    if (help && l->options.explains_accepted)
        report(l, PROBLEM_NOTE, number, (uint32_t)(trimmed.ptr - line.ptr) + 1,
               "accepted", arena_printf(l->arena, "%.*s: %s", SLICE_ARG(name), help));
}

/* ---- the name ---------------------------------------------------------------------- */

struct slice lint_file_name(struct slice path)
{
    size_t slash = slice_find_last_char(path, '/');
    return slash == SIZE_MAX ? path : slice_after(path, slash + 1);
}

static bool is_used_for(struct lint *l, struct slice host, struct slice name)
{
    struct slice normal = host_names_normalize(l->arena, host), tried;
    for (size_t i = 0; normal.len && host_names_file_name(l->arena, normal, i, &tried);
         i++)
        if (slice_equal(tried, name))
            return true;
    return false;
}

static bool has_upper_case(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z')
            return true;
    return false;
}

static const char *why_never_used(struct lint *l, struct slice stem)
{
    struct slice bare = slice_after(stem, slice_starts_with(stem, SLICE(".")));
    struct slice lower = arena_copy_lower(l->arena, bare);
    if (slice_starts_with(lower, SLICE("www.")))
        return arena_printf(l->arena,
                            "never used: hosts are looked up without www.; rename it "
                            "to %.*s.txt",
                            SLICE_ARG(slice_after(lower, 4)));
    if (has_upper_case(bare))
        return arena_printf(l->arena,
                            "never used: hosts are looked up in lower case; rename it "
                            "to %s%.*s.txt",
                            bare.len < stem.len ? "." : "", SLICE_ARG(lower));
    if (l->options.ascii_host)
        return arena_printf(l->arena,
                            "never used: hosts are looked up in Punycode; rename it "
                            "to %s%s.txt",
                            bare.len < stem.len ? "." : "", l->options.ascii_host);
    if (bare.len && is_ascii_digit((unsigned char)bare.ptr[bare.len - 1]))
        return "never used: an address has no subdomains; remove the first dot";
    if (bare.len < stem.len)
        return "never used: a name that begins with a dot is for the subdomains of a "
               "site, as in .example.com.txt";
    return "never used: this is not the name of a host; a name is like example.com.txt";
}

static void check_name(struct lint *l)
{
    struct slice name = lint_file_name(l->file->path);
    if (l->options.is_shared || slice_equal(name, SLICE("default.txt")) ||
        slice_equal(name, SLICE("global.txt")))
        return;
    if (!slice_ends_with(name, SLICE(".txt")) || name.len == 4) {
        warn(l, 1, 1, "never-chosen",
             "never used: the name of a rule file is the host and .txt");
        return;
    }
    struct slice stem = slice_of(name.ptr, name.len - 4);
    struct slice host = stem;
    if (slice_starts_with(stem, SLICE(".")))
        host = slice_of_string(arena_printf(l->arena, "x%.*s", SLICE_ARG(stem)));
    if (l->options.ascii_host || !is_used_for(l, host, name))
        warn(l, 1, 1, "never-chosen", why_never_used(l, stem));
}

/* ---- the file ---------------------------------------------------------------------- */

static int by_place(const void *left, const void *right)
{
    const struct problem *a = left, *b = right;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return strcmp(a->code, b->code);
}

const struct problem_list *lint_file(struct arena *a, const struct rulefile *file,
                                     struct slice text, struct lint_options options)
{
    struct lint l = {.arena = a, .file = file, .options = options};
    l.problems = arena_calloc(a, 1, sizeof *l.problems);
    for (size_t i = 0; i < file->problems.count; i++)
        problems_add(l.problems, a, file->problems.items[i]);
    split_lines(&l, text);
    check_name(&l);
    for (size_t i = 0; i < file->count; i++) {
        check_value(&l, &file->directives[i]);
        check_xpath(&l, &file->directives[i]);
    }
    check_duplicates(&l);
    check_tests(&l);
    check_scopes(&l);
    for (uint32_t i = 0; i < l.lines.count; i++)
        check_accepted(&l, i + 1, l.lines.items[i]);
    if (l.problems->count)
        qsort(l.problems->items, l.problems->count, sizeof *l.problems->items, by_place);
    return l.problems;
}
