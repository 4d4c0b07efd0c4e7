/* clean: the library's result for each kind of input, through winnow.h alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "winnow.h"

#define ARTICLE                                                                          \
    "<article><p>The harbour was closed on Monday, and the boats that lie there will "   \
    "have to wait until the ice has gone.</p></article>"

/* Returns a rulebook with one file for all sites. The file is removed after reading. */
static struct winnow_rulebook *open_rules(const char *text)
{
    if (!text)
        return winnow_rulebook_open(NULL, NULL);
    char path[] = "/tmp/winnow-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
    const char *files = path;
    struct winnow_rules rules = {.files = &files, .file_count = 1};
    struct winnow_error error = {{0}};
    struct winnow_rulebook *book = winnow_rulebook_open(&rules, &error);
    unlink(path);
    if (!book)
        fail_msg("%s", error.text);
    return book;
}

static struct winnow_record *clean(const char *rules, struct winnow_input input)
{
    struct winnow_rulebook *book = open_rules(rules);
    assert_non_null(book);
    struct winnow_record *record = winnow_clean(book, &input, NULL);
    assert_non_null(record);
    winnow_rulebook_close(book);
    return record;
}

static struct winnow_input page_of(const char *html)
{
    return (struct winnow_input){.bytes = html, .size = strlen(html)};
}

static void assert_status(const char *rules, struct winnow_input input,
                          enum winnow_status status, const char *text)
{
    struct winnow_record *record = clean(rules, input);
    assert_string_equal(winnow_status_name(record->status), winnow_status_name(status));
    assert_string_equal(record->text, text);
    assert_int_equal(record->text_length, strlen(text));
    assert_true((record->error == NULL) == (status == WINNOW_OK));
    assert_int_equal(strlen(record->raw_sha256), 64);
    winnow_record_free(record);
}

static const char *TEXT =
    "The harbour was closed on Monday, and the boats that lie there "
    "will have to wait until the ice has gone.\n";

static void page_without_rules_is_cleaned_by_the_model(void **state)
{
    (void)state;
    assert_status(NULL, page_of("<nav><a>Home</a><a>News</a></nav>" ARTICLE), WINNOW_OK,
                  TEXT);
    assert_status(NULL, page_of("<p>Hello"), WINNOW_OK, "Hello\n");
}

static void page_without_text_is_empty(void **state)
{
    (void)state;
    assert_status(NULL, page_of(""), WINNOW_EMPTY, "");
    assert_status(NULL, page_of("<title>T</title><p> &nbsp;"), WINNOW_EMPTY, "");
    assert_status(NULL, page_of("<a href=/>Home</a> <a href=/n>News</a>"), WINNOW_EMPTY,
                  "");
    assert_status(NULL, (struct winnow_input){.kind = WINNOW_TEXT}, WINNOW_EMPTY, "");
}

static void missing_body_is_rule_broken_with_the_text_of_the_model(void **state)
{
    (void)state;
    assert_status("body: .none\n", page_of(ARTICLE), WINNOW_RULE_BROKEN, TEXT);
    assert_status("body: .none\nautodetect_on_failure: no\n", page_of(ARTICLE),
                  WINNOW_RULE_BROKEN, "");
    assert_status("[path /live/**]\nbody: .none\n", page_of(ARTICLE), WINNOW_OK, TEXT);
}

static void plain_text_ignores_rules_about_elements(void **state)
{
    (void)state;
    struct winnow_input input = page_of("Home\nA line.\n");
    input.kind = WINNOW_TEXT;
    assert_status("body: .none\nstrip_line: /^Home$/\n", input, WINNOW_OK, "A line.\n");
}

static void plain_text_is_not_parsed_as_markup(void **state)
{
    (void)state;
    struct winnow_input input = page_of("a < b\n\nc <d> e\n");
    input.content_type = "text/plain; charset=utf-8";
    assert_status(NULL, input, WINNOW_OK, "a < b\n\nc <d> e\n");
}

static void wall_rule_blocks_the_page(void **state)
{
    (void)state;
    assert_status("wall_if: #consent\n", page_of(ARTICLE "<div id=consent>Accept</div>"),
                  WINNOW_BLOCKED, "");
}

static void binary_files_are_unsupported(void **state)
{
    (void)state;
    assert_status(NULL, page_of("%PDF-1.7\n..."), WINNOW_UNSUPPORTED, "");
    assert_status(NULL, (struct winnow_input){.bytes = "GIF89a\0\0\1\0", .size = 10},
                  WINNOW_UNSUPPORTED, "");
    assert_status(NULL, (struct winnow_input){.bytes = "\1\2\3\0\5\6\7\10", .size = 8},
                  WINNOW_UNSUPPORTED, "");
    struct winnow_input input = page_of("{}");
    input.content_type = "application/json";
    assert_status(NULL, input, WINNOW_UNSUPPORTED, "");
    assert_status(NULL, page_of("GIF89a is a format"), WINNOW_OK, "GIF89a is a format\n");
    assert_status(NULL, (struct winnow_input){.bytes = "<p>a\0b and more", .size = 15},
                  WINNOW_OK, "ab and more\n");
}

static void page_over_its_budget_is_reported(void **state)
{
    (void)state;
    size_t size = 4 << 20;
    char *html = malloc(size);
    for (size_t i = 0; i + 5 <= size; i += 5)
        memcpy(html + i, "<p>x ", 5);
    struct winnow_input input = {.bytes = html, .size = size - size % 5};
    input.memory_max = 8 << 20;
    assert_status(NULL, input, WINNOW_BUDGET, "");
    input.memory_max = 0;
    input.cpu_ms_max = 10;
    assert_status(NULL, input, WINNOW_BUDGET, "");
    free(html);
}

static void rulebook_is_reused_for_several_pages(void **state)
{
    (void)state;
    struct winnow_rulebook *book = open_rules("strip: i\n");
    for (int i = 0; i < 3; i++) {
        struct winnow_input input = page_of(ARTICLE "<i>x</i>");
        struct winnow_record *record = winnow_clean(book, &input, NULL);
        assert_string_equal(record->text, TEXT);
        winnow_record_free(record);
    }
    winnow_rulebook_close(book);
}

static void null_rulebook_is_an_error(void **state)
{
    (void)state;
    struct winnow_error error;
    struct winnow_input input = page_of(ARTICLE);
    assert_null(winnow_clean(NULL, &input, &error));
    assert_string_equal(error.text, "there is no rulebook");
    assert_null(winnow_clean(NULL, &input, NULL));
    winnow_rulebook_close(NULL);
    winnow_record_free(NULL);
}

static void ignored_cut_is_noted(void **state)
{
    (void)state;
    struct winnow_record *record =
        clean("\nstrip_from: article\n", page_of("<p>a</p>" ARTICLE));
    assert_int_equal(record->note_count, 1);
    assert_string_equal(record->notes[0].code, "cut-refused");
    assert_non_null(strstr(record->notes[0].place, ":2"));
    winnow_record_free(record);
}

static void date_of_a_rule_is_converted_to_iso_8601(void **state)
{
    (void)state;
    struct winnow_record *record =
        clean("date: .d\ntitle: h1\n",
              page_of("<h1>Head</h1><p class=d>January 5, 2020</p>" ARTICLE));
    assert_string_equal(record->date, "2020-01-05");
    assert_string_equal(record->title, "Head");
    assert_true(record->title_removed);
    assert_non_null(strstr(record->text, TEXT));
    assert_memory_equal(record->text, "Head\n\n", 6);
    winnow_record_free(record);
}

static void invalid_rule_file_is_an_error(void **state)
{
    (void)state;
    char path[] = "/tmp/winnow-test-XXXXXX";
    int file = mkstemp(path);
    assert_int_equal(write(file, "strip: [\n", 9), 9);
    close(file);
    const char *files = path;
    struct winnow_rules rules = {.files = &files, .file_count = 1};
    struct winnow_error error = {{0}};
    assert_null(winnow_rulebook_open(&rules, &error));
    assert_non_null(strstr(error.text, ":1:"));
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_without_rules_is_cleaned_by_the_model),
        cmocka_unit_test(page_without_text_is_empty),
        cmocka_unit_test(missing_body_is_rule_broken_with_the_text_of_the_model),
        cmocka_unit_test(plain_text_ignores_rules_about_elements),
        cmocka_unit_test(plain_text_is_not_parsed_as_markup),
        cmocka_unit_test(wall_rule_blocks_the_page),
        cmocka_unit_test(binary_files_are_unsupported),
        cmocka_unit_test(page_over_its_budget_is_reported),
        cmocka_unit_test(rulebook_is_reused_for_several_pages),
        cmocka_unit_test(null_rulebook_is_an_error),
        cmocka_unit_test(ignored_cut_is_noted),
        cmocka_unit_test(date_of_a_rule_is_converted_to_iso_8601),
        cmocka_unit_test(invalid_rule_file_is_an_error),
    };
    return cmocka_run_group_tests_name("clean", tests, NULL, NULL);
}
