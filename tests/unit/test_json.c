/* json: reading and writing with jansson, raw members, and safe output. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

static void json_reads_its_own_output(void **state)
{
    (void)state;
    struct slice text = SLICE("{\"b\":1,\"a\":[true,null,-2,\"x\\u0000y\"],\"c\":{}}");
    struct buffer out;
    buffer_open(&out, NULL);
    struct json *value = json_parse(text, NULL);
    assert_int_equal(json_kind(value), JSON_OBJECT_VALUE);
    assert_int_equal(json_number(json_get(value, "b")), 1);
    assert_int_equal(json_count(json_get(value, "a")), 4);
    assert_int_equal(json_text(json_at(json_get(value, "a"), 3)).len, 3);
    assert_true(json_write(value, &out));
    assert_string_equal(out.ptr, text.ptr);
    json_drop(value);
    buffer_close(&out);
}

static void json_reports_the_position_of_errors(void **state)
{
    (void)state;
    struct error err;
    assert_null(json_parse(SLICE("{\"a\":\n tru}"), &err));
    assert_int_equal(err.line, 2);
    assert_null(json_parse(SLICE(""), &err));
    assert_null(json_parse(slice_of(NULL, 0), &err));
    assert_null(json_parse(SLICE("[\"\xFF\"]"), &err));
}

static void json_of_empty_text_is_null(void **state)
{
    (void)state;
    assert_int_equal(json_kind(NULL), JSON_NULL_VALUE);
    assert_int_equal(json_text(NULL).len, 0);
    assert_null(json_get(NULL, "x"));
    assert_int_equal(json_count(NULL), 0);
    json_drop(NULL);
}

static void json_repairs_invalid_characters(void **state)
{
    (void)state;
    static const struct {
        struct slice text, repaired;
    } rows[] = {
        {SLICE_INIT("[\"a\\ud800b\"]"), SLICE_INIT("[\"a\\uFFFDb\"]")},
        {SLICE_INIT("[\"\\udc00\\ud800\"]"), SLICE_INIT("[\"\\uFFFD\\uFFFD\"]")},
        {SLICE_INIT("[\"\\ud83d\\ude00\"]"), SLICE_INIT("[\"\\ud83d\\ude00\"]")},
        {SLICE_INIT("[\"\\ud800\\ud83d\\uDE00\"]"),
         SLICE_INIT("[\"\\uFFFD\\ud83d\\uDE00\"]")},
        {SLICE_INIT("[\"\\\\ud800\"]"), SLICE_INIT("[\"\\\\ud800\"]")},
        {SLICE_INIT("[\"\xFF\xED\xA0\x80\"]"),
         SLICE_INIT("[\"\uFFFD\uFFFD\uFFFD\uFFFD\"]")},
        {SLICE_INIT("\\ud8"), SLICE_INIT("\\ud8")},
        {SLICE_INIT("\\"), SLICE_INIT("\\")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer out;
        buffer_open(&out, NULL);
        json_append_repaired(&out, rows[i].text);
        assert_string_equal(out.ptr, rows[i].repaired.ptr);
        buffer_close(&out);
    }
}

static void json_repairs_invalid_utf8(void **state)
{
    (void)state;
    struct json *value = json_string_new(SLICE("a\xFF\xE2\x82z"));
    struct slice want = SLICE("a\uFFFD\uFFFDz");
    assert_true(slice_equal(json_text(value), want));
    json_drop(value);
}

static void json_escapes_control_characters(void **state)
{
    (void)state;
    struct buffer out;
    buffer_open(&out, NULL);
    struct json *value =
        json_string_new(SLICE("\x1B\x7F\xC2\x85\xC2\x9B\u00A0\u2028\u2030"));
    assert_true(json_write(value, &out));
    assert_string_equal(out.ptr, "\"\\u001B\\u007f\\u0085\\u009b\u00A0\\u2028\u2030\"");
    json_drop(value);
    buffer_close(&out);
}

static void list_member(void *out, struct slice key, struct slice value)
{
    buffer_append(out, key);
    buffer_append_char(out, '=');
    buffer_append(out, value);
    buffer_append_char(out, ';');
}

static void json_members_keep_their_digits(void **state)
{
    (void)state;
    static const struct {
        const char *object, *members;
    } rows[] = {
        {"{}", ""},
        {" { } ", ""},
        {"{\"a\":0.10,\"b\" : 123456789012345678901 }",
         "\"a\"=0.10;\"b\"=123456789012345678901;"},
        {"{\"a\":[1,{\"}\":\"]\"}],\"b\":\"x,\\\"}\"}",
         "\"a\"=[1,{\"}\":\"]\"}];\"b\"=\"x,\\\"}\";"},
        {"{\"\\u0069d\":{},\"z\": null\t}", "\"\\u0069d\"={};\"z\"=null;"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer out;
        buffer_open(&out, NULL);
        json_each_raw(slice_of_string(rows[i].object), list_member, &out);
        assert_string_equal(out.ptr, rows[i].members);
        buffer_close(&out);
    }
}

/* Only valid JSON is passed to this function; other text is not read past its end. */
static void json_members_of_truncated_text_stay_inside_it(void **state)
{
    (void)state;
    static const char whole[] = "{\"a\":[1,{\"b\":\"c\\\"\"}],\"d\":2}";
    for (size_t len = 0; len < sizeof whole; len++) {
        struct buffer out, text;
        buffer_open(&out, NULL);
        buffer_open(&text, NULL);
        buffer_append(&text, slice_of(whole, len));
        json_each_raw(buffer_slice(&text), list_member, &out);
        buffer_close(&out);
        buffer_close(&text);
    }
}

static void json_keys_are_compared_unescaped(void **state)
{
    (void)state;
    assert_true(json_key_is(SLICE("\"id\""), "id"));
    assert_true(json_key_is(SLICE("\"\\u0069d\""), "id"));
    assert_false(json_key_is(SLICE("\"ide\""), "id"));
    assert_false(json_key_is(SLICE("\"\""), "id"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_reads_its_own_output),
        cmocka_unit_test(json_reports_the_position_of_errors),
        cmocka_unit_test(json_of_empty_text_is_null),
        cmocka_unit_test(json_repairs_invalid_characters),
        cmocka_unit_test(json_repairs_invalid_utf8),
        cmocka_unit_test(json_escapes_control_characters),
        cmocka_unit_test(json_members_keep_their_digits),
        cmocka_unit_test(json_members_of_truncated_text_stay_inside_it),
        cmocka_unit_test(json_keys_are_compared_unescaped),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
