/* jsonl: a record as a line of JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "write/jsonl.h"

static void assert_line(const struct winnow_record *record, const char *passed,
                        const char *expected)
{
    struct buffer out;
    buffer_open(&out, NULL);
    assert_true(write_jsonl(record, slice_of_string(passed), &out));
    assert_string_equal(out.ptr, expected);
    buffer_close(&out);
}

static void jsonl_of_a_failure_has_all_fields(void **state)
{
    (void)state;
    struct winnow_record record = {
        .url = "gopher://x/",
        .status = WINNOW_INVALID,
        .text = "",
        .error = "not http",
    };
    assert_line(
        &record, "",
        "{\"url\":\"gopher://x/\",\"final_url\":null,\"status\":\"invalid\","
        "\"http_status\":null,\"title\":null,\"author\":null,\"date\":null,"
        "\"language\":null,\"site\":null,\"canonical\":null,\"page_type\":null,"
        "\"rule\":null,\"pages\":[],\"raw_sha256\":null,\"text_sha256\":null,"
        "\"fetched_at\":null,\"text\":\"\",\"notes\":[],\"error\":\"not http\"}\n");
}

static void jsonl_of_a_page_has_all_fields(void **state)
{
    (void)state;
    const char *const pages[] = {"https://a/1", "https://a/2"};
    const struct winnow_note notes[] = {{"cut-refused", "a.txt:3", "It was refused."},
                                        {"other", NULL, "x"}};
    struct winnow_record record = {
        .url = "https://a/",
        .final_url = "https://a/1",
        .http_status = 200,
        .title = "T \"q\"",
        .author = "A",
        .date = "2023-01-02",
        .language = "en",
        .site = "S",
        .canonical = "https://a/c",
        .page_type = "article",
        .rule_file = "rules/a.txt",
        .rule_revision = "0123456789ab",
        .pages = pages,
        .page_count = 2,
        .raw_sha256 = "00",
        .text_sha256 = "11",
        .fetched_at = "2026-01-01T00:00:00Z",
        .text = "one\nzero \0 two\n",
        .text_length = 15,
        .notes = notes,
        .note_count = 2,
    };
    assert_line(&record, "",
                "{\"url\":\"https://a/\",\"final_url\":\"https://a/1\",\"status\":\"ok\","
                "\"http_status\":200,\"title\":\"T \\\"q\\\"\",\"author\":\"A\","
                "\"date\":\"2023-01-02\",\"language\":\"en\",\"site\":\"S\","
                "\"canonical\":\"https://a/c\",\"page_type\":\"article\","
                "\"rule\":{\"file\":\"rules/a.txt\",\"revision\":\"0123456789ab\"},"
                "\"pages\":[\"https://a/1\",\"https://a/2\"],\"raw_sha256\":\"00\","
                "\"text_sha256\":\"11\",\"fetched_at\":\"2026-01-01T00:00:00Z\","
                "\"text\":\"one\\nzero \\u0000 two\\n\","
                "\"notes\":[{\"code\":\"cut-refused\",\"place\":\"a.txt:3\","
                "\"text\":\"It was refused.\"},"
                "{\"code\":\"other\",\"place\":null,\"text\":\"x\"}],\"error\":null}\n");
}

static void jsonl_has_the_id_first_and_other_members_last(void **state)
{
    (void)state;
    struct winnow_record record = {.url = "u", .text = ""};
    struct buffer out;
    buffer_open(&out, NULL);
    assert_true(write_jsonl(&record,
                            SLICE("{\"tag\":[1.50],\"st\\u0061tus\":9,\"id\":1e3,"
                                  "\"url\":0}"),
                            &out));
    assert_memory_equal(out.ptr, "{\"id\":1e3,\"url\":\"u\",", 20);
    assert_true(
        slice_ends_with(buffer_slice(&out), SLICE(",\"error\":null,\"tag\":[1.50]}\n")));
    assert_int_equal(slice_find(buffer_slice(&out), SLICE("9")), SIZE_MAX);
    buffer_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jsonl_of_a_failure_has_all_fields),
        cmocka_unit_test(jsonl_of_a_page_has_all_fields),
        cmocka_unit_test(jsonl_has_the_id_first_and_other_members_last),
    };
    return cmocka_run_group_tests_name("jsonl", tests, NULL, NULL);
}
