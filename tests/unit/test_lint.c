/* lint: each mistake is reported with its position, and correct rules are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rules/lint.h"
#include "rules/lint_value.h"

/* Returns the codes that are reported for a file with this name and text, each followed
   by a space. */
static const char *codes_of(struct arena *a, const char *name, const char *text)
{
    struct slice bytes = slice_of_string(text);
    const struct rulefile *file =
        rulefile_read(a, slice_of_string(name), bytes, AUTHORITY_SITE);
    const struct problem_list *report =
        lint_file(a, file, bytes, (struct lint_options){0});
    struct buffer codes;
    buffer_open(&codes, a);
    for (size_t i = 0; i < report->count; i++)
        buffer_printf(&codes, "%u:%u %s ", report->items[i].line, report->items[i].column,
                      report->items[i].code);
    return codes.ptr;
}

static void every_mistake_is_reported_with_its_position(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *codes;
    } rows[] = {
        {"a.example.txt", "body: p\ntest_url: http://a.example/\n", ""},
        {"a.example.txt", "body: p\n", "1:1 no-test "},
        {"a.example.txt", "test_rul: x\n", "1:1 no-test 1:1 unknown-directive "},
        {"www.a.example.txt", "test_url: x\n", "1:1 never-chosen "},
        {"A.example.txt", "test_url: x\n", "1:1 never-chosen "},
        {".10.0.0.1.txt", "test_url: x\n", "1:1 never-chosen "},
        {".com.txt", "test_url: x\n", "1:1 never-chosen "},
        {"a.example.txt:80.txt", "test_url: x\n", "1:1 never-chosen "},
        {"a.example", "test_url: x\n", "1:1 never-chosen "},
        {".a.example.txt", "test_url: x\n", ""},
        {"10.0.0.1.txt", "test_url: x\n", ""},
        {"global.txt", "test_url: x\n", ""},
        {"a.example.txt", "test_url: x\nstrip: .ad\nbody: p\nstrip:  .ad\n",
         "4:1 duplicate "},
        {"a.example.txt", "test_url: x\nstrip: .ad\n[path /a]\nstrip: .ad\n", ""},
        {"a.example.txt", "test_url: x\n[path /a]\n# none\n[all]\nbody: p\n",
         "2:1 empty-scope "},
        {"a.example.txt", "test_url: x\n[path /a]\n", "2:1 empty-scope "},
        {"a.example.txt", "test_contains: y\ntest_url: x\n", "1:1 test-without-url "},
        {"a.example.txt", "test_url: x\nstrip_id_or_class: //div[@id='x']\n",
         "2:20 selector-as-class "},
        {"a.example.txt", "test_url: x\nstrip_id_or_class: .promo\n",
         "2:20 selector-as-class "},
        {"a.example.txt", "test_url: x\nstrip_id_or_class: print:hidden w-1.5\n", ""},
        {"a.example.txt", "test_url: x\nstrip: //div[contain(@class, 'x')]\n",
         "2:14 bad-selector "},
        {"a.example.txt", "test_url: x\nstrip: //div[@class=x]\n",
         "2:21 unquoted-literal "},
        {"a.example.txt", "test_url: x\nstrip: div[class*=ad]\n", "2:11 part-of-name "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a;
        arena_open(&a, SIZE_MAX);
        assert_string_equal(codes_of(&a, rows[i].name, rows[i].text), rows[i].codes);
        arena_close(&a);
    }
}

static void substrings_of_class_names_are_reported_with_their_matches(void **state)
{
    (void)state;
    static const struct {
        const char *value, *hit;
    } rows[] = {
        {"[class*=ad]", "\"header\""},
        {"[id*='ad']", "#ad"},
        {"//div[contains(@class, 'story-body')]", NULL},
        {"//div[contains(@class, 'body')]", NULL},
        {"//div[contains(text(), 'ad')]", NULL},
        {".ad", NULL},
        {"//div[contains(@class", NULL},
        {"[class*=", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a;
        size_t at;
        arena_open(&a, SIZE_MAX);
        const char *text = lint_substring(&a, slice_of_string(rows[i].value), &at);
        if (rows[i].hit)
            assert_non_null(text && strstr(text, rows[i].hit) ? text : NULL);
        else
            assert_null(text);
        arena_close(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_is_reported_with_its_position),
        cmocka_unit_test(substrings_of_class_names_are_reported_with_their_matches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
