/* rulefile: syntax, errors with their positions, and path scopes. */
#include "in_arena.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "rules/directives.h"
#include "rules/rulefile.h"
#include "rules/scope.h"

static const struct rulefile *file_of(struct arena *a, struct slice text)
{
    return rulefile_read(a, SLICE("x.txt"), text, AUTHORITY_SITE);
}

static const struct rulefile *read_file(struct arena *a, const char *text)
{
    return file_of(a, slice_of_string(text));
}

/* ---- lines ------------------------------------------------------------------------- */

static void names_arguments_and_values_are_parsed(void **state)
{
    static const struct {
        const char *line;
        enum directive_kind kind;
        const char *argument, *value; /* argument NULL: none */
    } rows[] = {
        {"body: .story", DIRECTIVE_BODY, NULL, ".story"},
        {"  Body :  .story  ", DIRECTIVE_BODY, NULL, ".story"},
        {"TITLE:h1", DIRECTIVE_TITLE, NULL, "h1"},
        {"strip: a[href='https://x.example/']", DIRECTIVE_STRIP, NULL,
         "a[href='https://x.example/']"},
        {"strip: p:not(:has(a))", DIRECTIVE_STRIP, NULL, "p:not(:has(a))"},
        {"strip(css): p", DIRECTIVE_STRIP, "css", "p"},
        {"strip( CSS ) : p", DIRECTIVE_STRIP, "CSS", "p"},
        {"strip(css): a[href*='//x']", DIRECTIVE_STRIP, "css", "a[href*='//x']"},
        {"strip_from(force): .more", DIRECTIVE_STRIP_FROM, "force", ".more"},
        {"strip_id_or_class: \"share\"", DIRECTIVE_STRIP_ID_OR_CLASS, NULL, "\"share\""},
        {"strip_line: /^Share: (a|b)$/i", DIRECTIVE_STRIP_LINE, NULL,
         "/^Share: (a|b)$/i"},
        {"replace_line(/^(\\d+): /): $1. ", DIRECTIVE_REPLACE_LINE, "/^(\\d+): /", "$1."},
        {"replace_line(/(a):/):", DIRECTIVE_REPLACE_LINE, "/(a):/", ""},
        {"replace_line(/(a\\/b):/i): x", DIRECTIVE_REPLACE_LINE, "/(a\\/b):/i", "x"},
        {"strip_lines(/^(Foo|Bar):/): /^end/", DIRECTIVE_STRIP_LINES, "/^(Foo|Bar):/",
         "/^end/"},
        {"include: wordpress.txt", DIRECTIVE_INCLUDE, NULL, "wordpress"},
        {"test_contains: a: b", DIRECTIVE_TEST_CONTAINS, NULL, "a: b"},
        {"test_url: https://x.example/(a)", DIRECTIVE_TEST_URL, NULL,
         "https://x.example/(a)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct rulefile *file = read_file(*state, rows[i].line);
        if (file->count != 1)
            fail_msg("%s: %.*s", rows[i].line, SLICE_ARG(file->problems.items[0].text));
        const struct directive *d = &file->directives[0];
        assert_int_equal(d->kind, rows[i].kind);
        assert_int_equal(d->argument.ptr != NULL, rows[i].argument != NULL);
        assert_slice(d->argument, rows[i].argument ? rows[i].argument : "");
        assert_slice(d->value, rows[i].value);
    }
}

static void equal_lines_share_a_selector(void **state)
{
    const struct rulefile *file = read_file(*state, "strip: .ad\n"
                                                    "strip_id_or_class: .ad\n"
                                                    "title: .ad\n"
                                                    "strip(css): .ad\n"
                                                    "keep: .Ad\n"
                                                    "strip_id_or_class: ad\n"
                                                    "skip_id_or_class: ad\n"
                                                    "strip: //p[count(a) > count(b)]\n"
                                                    "strip: .ad\n");
    static const uint32_t expected[] = {0, 1, 0, 2, 3, 4, 4, SELECTOR_NONE, 0};
    assert_int_equal(file->count, 9);
    assert_int_equal(file->selector_count, 5);
    for (size_t d = 0; d < file->count; d++)
        assert_int_equal(file->selector_of[d], expected[d]);
}

static void file_is_read_line_by_line(void **state)
{
    const struct rulefile *file =
        read_file(*state, "\xEF\xBB\xBF# a comment: not a rule\r\n"
                          "\r\n"
                          "body: article\r\n"
                          "   # another\n"
                          "  strip: nav\n"
                          "tidy: no\n"
                          "login_uri: https://x.example/\n"
                          "strip_from_line(force): /^More/\n"
                          "prune: False\n"
                          "autodetect_on_failure: YES\n"
                          "fingerprint: meta[name=generator]\n"
                          "strip_line: /^a/\n"
                          "strip_line: /^b/");
    assert_int_equal(file->problems.count, 0);
    assert_int_equal(file->count, 8);
    assert_int_equal(file->directives[0].line, 3);
    assert_int_equal(file->directives[0].column, 1);
    assert_int_equal(file->directives[1].line, 5);
    assert_int_equal(file->directives[1].column, 3);
    assert_true(file->directives[2].forced);
    assert_false(file->directives[3].enabled);
    assert_true(file->directives[4].enabled);
    assert_int_equal(file->selector_of[0], 0);
    assert_int_equal(file->selector_of[1], 1);
    assert_int_equal(file->selector_of[5], SELECTOR_NONE);
    assert_int_equal(rulefile_next(file, DIRECTIVE_STRIP_LINE, 0), 6);
    assert_int_equal(rulefile_next(file, DIRECTIVE_STRIP_LINE, 7), 7);
    assert_int_equal(rulefile_next(file, DIRECTIVE_STRIP_LINE, 8), 8);
    assert_int_equal(rulefile_next(file, DIRECTIVE_KEEP, 0), 8);
    assert_non_null(file->line_set);
    assert_int_equal(file->line_directives[1], 7);
    assert_int_equal(strlen(file->revision), 12);
    assert_null(read_file(*state, "body: p")->line_set);
    assert_string_equal(read_file(*state, "")->revision, "e3b0c44298fc");
}

/* ---- errors ------------------------------------------------------------------------ */

static void errors_have_a_position_and_a_hint(void **state)
{
    static const struct {
        const char *line;
        uint32_t column;
        const char *code, *part;
    } rows[] = {
        {"titl: h1", 1, "unknown-directive", "did you mean \"title\"?"},
        {"  stirp: h1", 3, "unknown-directive", "did you mean \"strip\"?"},
        {"test_rul: x", 1, "unknown-directive", "did you mean \"test_url\"?"},
        {"strip_id_or_clas: x", 1, "unknown-directive", "\"strip_id_or_class\"?"},
        {"See https://x.example/", 1, "unknown-directive", "write # before a comment"},
        {"replace_string(): x", 1, "bad-argument", "nothing to find"},
        {"http_header: x", 1, "bad-argument", "http_header(user-agent): value"},
        {"http_header(Host): x", 13, "bad-argument", "Host"},
        {"http_header(a b): x", 13, "bad-argument", "name of a header"},
        {"wrap_in: p", 1, "bad-argument", "wrap_in(blockquote)"},
        {"wrap_in(<b>): p", 1, "bad-argument", "name of an element"},
        {"move_into: p", 1, "bad-argument", "move_into(.story)"},
        {"move_into(p[): p", 13, "bad-selector", ""},
        {"if_page_contains: p", 1, "no-link", "before it"},
        {"strip_image_src: ''", 18, "bad-value", "between the quotes"},
        {"body", 1, "missing-colon", "name: value"},
        {"body:", 1, "missing-value", "no value"},
        {"strip: ", 1, "missing-value", "no value"},
        {"strip: div[class=\"x\"", 11, "bad-selector", "add ]"},
        {"strip: div:frist-child", 11, "bad-selector", ":first-child"},
        {"strip: //div[", 14, "bad-selector", "ends where"},
        {"strip(xpath): div#x", 18, "bad-selector", "unexpected"},
        {"strip(sideways): div", 7, "bad-argument", "css or xpath and force"},
        {"keep(force): div", 6, "bad-argument", "css or xpath"},
        {"strip(css: div", 6, "bad-argument", "(argument): value"},
        {"test_url(x): y", 10, "bad-argument", "does not take"},
        {"strip_line: Share", 13, "bad-pattern", "between slashes"},
        {"strip_line: /Share", 18, "bad-pattern", "closing slash"},
        {"strip_line: /a(b/", 17, "bad-pattern", "parenthesis"},
        {"strip_line: /a/g", 16, "bad-pattern", "unknown flag"},
        {"replace_line: x", 1, "bad-argument", "replace_line(/re/): text"},
        {"replace_line(/(a)/): $2", 22, "bad-replacement", "no group \"2\""},
        {"replace_line(/(a/): x", 17, "bad-pattern", "parenthesis"},
        {"strip_lines: /a/", 1, "bad-argument", "strip_lines(/re/): /re/"},
        {"prune: maybe", 8, "bad-value", "yes or no"},
        {"strip_id_or_class: ''", 20, "bad-value", "between the quotes"},
        {"include: ../x", 10, "bad-value", "in shared/"},
        {"include: a/b", 10, "bad-value", "in shared/"},
        {"[path /x", 1, "bad-scope", "add ]"},
        {"[path]", 6, "bad-scope", "no path is named"},
        {"[path live/*]", 7, "bad-scope", "write /live/*"},
        {"[paths /x]", 1, "bad-scope", "[unless-path GLOB]"},
        {"[all x]", 1, "bad-scope", "nothing"},
        {"b\x1b[31mody: x", 1, "unknown-directive", "\"b[31mody\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct rulefile *file = read_file(*state, rows[i].line);
        assert_int_equal(file->count, 0);
        assert_int_equal(file->problems.errors, 1);
        const struct problem *problem = &file->problems.items[0];
        const char *text = arena_string(*state, problem->text);
        if (problem->line != 1 || problem->column != rows[i].column ||
            strcmp(problem->code, rows[i].code) != 0 || !strstr(text, rows[i].part))
            fail_msg("%s: %u [%s] %s", rows[i].line, problem->column, problem->code,
                     text);
        assert_null(strchr(text, 0x1b));
        assert_slice(problem->file, "x.txt");
    }
}

static void find_and_replace_strings_are_paired_in_order(void **state)
{
    const struct rulefile *file =
        read_file(*state, "find_string: a:b\nfind_string: c\nreplace_string(d ): e\n"
                          "replace_string: <x>\nreplace_string:\n");
    assert_int_equal(file->problems.count, 0);
    assert_slice(file->directives[0].replacement.find, "a:b");
    assert_slice(file->directives[0].replacement.with, "<x>");
    assert_slice(file->directives[1].replacement.find, "c");
    assert_slice(file->directives[1].replacement.with, "");
    assert_slice(file->directives[2].replacement.find, "d ");
    assert_slice(file->directives[2].replacement.with, "e");
    assert_slice(file->directives[3].replacement.find, "");
}

static void find_string_without_replacement_is_reported(void **state)
{
    const struct rulefile *file =
        read_file(*state, "find_string: a\nreplace_string: b\n\nfind_string: c\n");
    assert_int_equal(file->problems.errors, 1);
    assert_int_equal(file->problems.items[0].line, 4);
    assert_string_equal(file->problems.items[0].code, "unpaired");
    const char *text = arena_string(*state, file->problems.items[0].text);
    assert_non_null(strstr(text, "2 find_string and 1 replace_string"));
    assert_non_null(strstr(text, "line 2"));
    assert_slice(file->directives[0].replacement.find, "");
    file = read_file(*state, "replace_string: b\n");
    assert_int_equal(file->problems.errors, 1);
}

static void conditions_apply_to_the_link_before_them(void **state)
{
    const struct rulefile *file =
        read_file(*state, "single_page_link: .all\nnext_page_link: .next\nstrip: p\n"
                          "if_page_contains: .pages\n");
    assert_int_equal(file->problems.count, 0);
    assert_null(file->directives[0].condition);
    assert_ptr_equal(file->directives[1].condition, file->directives[3].selector);
}

static void all_errors_of_a_file_are_reported(void **state)
{
    const struct rulefile *file = read_file(*state, "titl: h1\nbody: p\nstrip: [\nx\n");
    assert_int_equal(file->problems.errors, 3);
    assert_int_equal(file->count, 1);
    assert_int_equal(file->problems.items[0].line, 1);
    assert_int_equal(file->problems.items[1].line, 3);
    assert_int_equal(file->problems.items[2].line, 4);
}

static void file_that_is_not_a_rule_file_is_reported_once(void **state)
{
    const struct rulefile *file = file_of(*state, SLICE("\x7f"
                                                        "ELF\0\0\1body: p\n"));
    assert_int_equal(file->problems.errors, 1);
    assert_string_equal(file->problems.items[0].code, "binary");
    assert_int_equal(file->problems.items[0].line, 1);
    assert_int_equal(file->problems.items[0].column, 5);
    file = file_of(*state, SLICE("body: p\n\0"));
    assert_int_equal(file->problems.items[0].line, 2);
    assert_int_equal(file->problems.items[0].column, 1);
    assert_int_equal(file->count, 0);

    size_t len = (8 << 20) + 1;
    char *big = malloc(len);
    memset(big, '\n', len);
    file = file_of(*state, slice_of(big, len));
    assert_int_equal(file->problems.errors, 1);
    assert_string_equal(file->problems.items[0].code, "too-large");

    memset(big, 'a', 1 << 20);
    memcpy(big, "body: ", 6);
    memcpy(big + (1 << 20), "\nbody: p", 8);
    file = file_of(*state, slice_of(big, (1 << 20) + 8));
    assert_int_equal(file->problems.errors, 1);
    assert_string_equal(file->problems.items[0].code, "too-long");
    assert_int_equal(file->count, 1);

    for (size_t i = 0; i < len; i++)
        big[i] = i % 2 ? '\n' : 'x';
    file = file_of(*state, slice_of(big, len - 1));
    assert_in_range(file->problems.errors, 900, 1100);
    free(big);
}

static void every_directive_has_a_row(void **state)
{
    (void)state;
    for (int kind = 0; kind < DIRECTIVE_COUNT; kind++) {
        enum directive_kind found;
        const char *name = directive_name((enum directive_kind)kind);
        assert_non_null(name);
        assert_non_null(directive_row((enum directive_kind)kind)->help);
        assert_int_equal(directive_find(slice_of_string(name), &found), DIRECTIVE_KNOWN);
        assert_int_equal(found, kind);
    }
    assert_string_equal(directive_nearest(SLICE("bdoy")), "body");
    assert_null(directive_nearest(SLICE("quux")));
    assert_null(directive_nearest(SLICE("")));
}

/* ---- scopes ------------------------------------------------------------------------ */

static void globs_match_paths(void **state)
{
    (void)state;
    static const struct {
        const char *glob, *path;
        bool matches;
    } rows[] = {
        {"/live/**", "/live/a", true},
        {"/live/**", "/live/a/b", true},
        {"/live/**", "/live/", true},
        {"/live/**", "/live", false},
        {"/live/**", "/alive/a", false},
        {"/live/*", "/live/a", true},
        {"/live/*", "/live/a/b", false},
        {"/live/*", "/live/", true},
        {"/*/x", "/a/x", true},
        {"/*/x", "/a/b/x", false},
        {"/**/x", "/a/b/x", true},
        {"/**/x", "/x", false},
        {"**/x", "/x", true},
        {"**", "/", true},
        {"*", "/", false},
        {"/", "/", true},
        {"/", "/a", false},
        {"/20*/*/x-*.html", "/2024/05/x-y.html", true},
        {"/20*/*/x-*.html", "/2024/05/z/x-y.html", false},
        {"/**/a*b/**/c", "/x/a1b/y/ab/z/c", true},
        {"/**/a*b/**/c", "/x/a1b/c", false},
        {"/*a*a*a*b", "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
        {"/**a**a**a**b", "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
        {"/**-[0-9]", "/x-[0-9]", true},
        {"/A", "/a", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (scope_glob_matches(slice_of_string(rows[i].glob),
                               slice_of_string(rows[i].path)) != rows[i].matches)
            fail_msg("%s on %s", rows[i].glob, rows[i].path);
}

static void scope_applies_until_the_next(void **state)
{
    static const struct {
        const char *path, *names; /* of the directives that apply */
    } rows[] = {
        {"/x", "strip: .a strip: .c strip: .d"},
        {"/live/x", "strip: .a strip: .b strip: .d"},
        {"/video/x", "strip: .a strip: .b strip: .c strip: .d"},
        {"", "strip: .a strip: .c strip: .d"},
    };
    const struct rulefile *file = read_file(*state, "strip: .a\n"
                                                    "[path /live/** /video/**]\n"
                                                    "strip: .b\n"
                                                    "[unless-path /live/**]\n"
                                                    "strip: .c\n"
                                                    "[ALL]\n"
                                                    "strip: .d\n");
    assert_int_equal(file->problems.count, 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buffer names;
        buffer_open(&names, *state);
        for (size_t d = 0; d < file->count; d++) {
            if (!directive_applies(&file->directives[d], slice_of_string(rows[i].path)))
                continue;
            buffer_printf(&names, "%s%s: %.*s", names.len ? " " : "",
                          directive_name(file->directives[d].kind),
                          SLICE_ARG(file->directives[d].value));
        }
        assert_slice(buffer_slice(&names), rows[i].names);
    }
}

static void directives_about_the_file_have_no_scope(void **state)
{
    const struct rulefile *file = read_file(
        *state, "[path /x]\ninclude: a\n[all]\ninclude: b\n[path /y]\nfingerprint: p\n");
    assert_int_equal(file->count, 1);
    assert_int_equal(file->problems.errors, 2);
    assert_string_equal(file->problems.items[1].code, "bad-scope");
    assert_int_equal(file->problems.items[1].line, 6);
}

static void rules_after_an_invalid_scope_are_not_applied(void **state)
{
    const struct rulefile *file = read_file(*state, "[path x]\nstrip: p\n");
    assert_int_equal(file->problems.errors, 1);
    assert_int_equal(file->count, 1);
    assert_false(directive_applies(&file->directives[0], SLICE("/x")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(names_arguments_and_values_are_parsed),
        in_arena(file_is_read_line_by_line),
        in_arena(equal_lines_share_a_selector),
        in_arena(errors_have_a_position_and_a_hint),
        in_arena(find_and_replace_strings_are_paired_in_order),
        in_arena(find_string_without_replacement_is_reported),
        in_arena(conditions_apply_to_the_link_before_them),
        in_arena(all_errors_of_a_file_are_reported),
        in_arena(file_that_is_not_a_rule_file_is_reported_once),
        in_arena(every_directive_has_a_row),
        in_arena(globs_match_paths),
        in_arena(scope_applies_until_the_next),
        in_arena(directives_about_the_file_have_no_scope),
        in_arena(rules_after_an_invalid_scope_are_not_applied),
    };
    return cmocka_run_group_tests_name("rulefile", tests, NULL, NULL);
}
