/* loose_json: JSON, object literals of JavaScript, and invalid JSON. */
#include "in_arena.h"

#include "base/buffer.h"
#include "base/loose_json.h"

/* Returns the data as one line: for each value a letter for its kind, key and text; ")"
   at the end of containers. */
static const char *shape_of(const struct loose_json *data)
{
    static char line[1000];
    line[0] = '\0';
    for (uint32_t i = 0; i < data->count; i++) {
        const struct datum *d = &data->items[i];
        size_t at = strlen(line);
        snprintf(line + at, sizeof line - at, "%c%.*s%s%.*s ", "oasnw"[d->kind],
                 SLICE_ARG(d->key), d -> key.len ? "=" : "", SLICE_ARG(d->text));
        for (uint32_t up = i; up != DATUM_NONE && data->items[up].end == i + 1;
             up = data->items[up].parent)
            if (data->items[up].kind <= DATUM_ARRAY)
                strncat(line, ")", sizeof line - strlen(line) - 1);
    }
    return line;
}

static const char *shape(void **state, const char *source, size_t *used)
{
    struct loose_json data = {0};
    *used = loose_json_read(*state, slice_of_string(source), &data);
    return shape_of(&data);
}

static void test_values(void **state)
{
    static const struct {
        const char *source, *shape;
        size_t used;
    } ROWS[] = {
        {"{\"a\":\"b\",\"c\":[1,true]}", "o sa=b ac= n1 wtrue ))", 22},
        {" x = {a:'b',c:[1,!0,],};d()", "o sa=b ac= n1 n0 ))", 23},
        {"{\"a\":\"\\u00e9\\ud83d\\ude00\\n\\\"\"}",
         "o sa=\xC3\xA9\xF0\x9F\x98\x80\n\" )", 30},
        {"{a:\"{\\\"b\\\":\\\"c\\\"}\"}", "o oa= sb=c ))", 19},
        {"{a:\"{b}\"}", "o sa={b} )", 9},
        {"{/* a */a:1,//b\n'c':new Map([[2]])}", "o na=1 ac= a a n2 ))))", 35},
        {"{a:-1.5,b:[-2]}", "o wa=-1.5 ab= w-2 ))", 15},
        {"(\"x\")", "a sx )", 5},
        {"{\"a\":[\"b", "o aa= sb ))", 8},
        {"[]]]", "a )", 2},
        {"no value", "", 0},
        {"", "", 0},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        size_t used;
        assert_string_equal(shape(state, ROWS[i].source, &used), ROWS[i].shape);
        assert_int_equal(used, ROWS[i].used);
    }
}

static void test_invalid_json_is_repaired(void **state)
{
    static const char *const pairs[][2] = {
        {"{\"a\":\"b\",\"c\":[1,true]}", "o sa=b ac= n1 wtrue ))"},
        {"<!-- {\"a\":1} -->", "o na=1 )"},
        {"//<![CDATA[\n{\"a\":1}\n//]]>", "o na=1 )"},
        {"/*<![CDATA[*/{\"a\":[]}/*]]>*/;", "o aa= ))"},
        {"{\"a\":1,}", "o na=1 )"},
        {"{\"a\":[1,,2,],}", "o aa= n1 n2 ))"},
        {"{\"a\":1 \"b\":2}", "o na=1 nb=2 )"},
        {"{\"a\":\"x\"\n\"b\":{}}", "o sa=x ob= ))"},
        {"{\"a\":\"x\ny\tz\"}", "o sa=x\ny\tz )"},
        {"{\"a\":\"it\\'s \\x \\u12 \\u00e9\"}", "o sa=it's x u12 \xC3\xA9 )"},
        {"{\"a\":\"say \"yes\" now\",\"b\":1}", "o sa=say \"yes\" now nb=1 )"},
        {"{\"a\":\"say \\n \"yes\"\"}", "o sa=say \n \"yes\" )"},
        {"{\"a\":1 /* one */, // two\n \"b\":\"http://x\"}", "o na=1 sb=http://x )"},
        {"{\"a\":\"x\" /* x */}", "o sa=x )"},
        {"{\"a\":1}{\"b\":2}", "o na=1 )o nb=2 )"},
        {"[1] and [2]", "a n1 )a n2 )"},
        {"{\"a\":[{\"b\":1", "o aa= o nb=1 )))"},
        {"{\"a\":[{\"b\":1]}}}{\"c\":2}", "o aa= o nb=1 )))o nc=2 )"},
        {"[[1}],2]", "a a n1 )n2 )"},
        {"{\"a\":\"{\\\"b\\\":[1}\",\"c\":2}", "o oa= ab= n1 ))nc=2 )"},
        {"{\"a\":\"x", "o sa=x )"},
        {"{\"a\":\"x\\", "o sa=x\\ )"},
        {"no JSON at all", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct loose_json data = {0};
        loose_json_repair(*state, slice_of_string(pairs[i][0]), &data);
        assert_string_equal(shape_of(&data), pairs[i][1]);
    }
}

/* Each closing bracket of the wrong kind looks for what it closes. */
static void test_wrong_brackets_take_linear_time(void **state)
{
    enum { COUNT = 400000 };
    struct buffer text;
    struct loose_json data = {0};
    buffer_open(&text, *state);
    buffer_append_times(&text, '[', COUNT);
    buffer_append_times(&text, '}', COUNT);
    uint64_t start = clock_cpu_ns();
    loose_json_repair(*state, buffer_slice(&text), &data);
    assert_int_equal(data.count, COUNT);
    assert_true(clock_cpu_ns() - start < 2000000000u);
}

static void test_strings_may_contain_anything(void **state)
{
    assert_slice(loose_json_read_string(*state, SLICE("\"[1]\\n\" + x")), "[1]\n");
    assert_slice(loose_json_read_string(*state, SLICE("'it\\'s'")), "it's");
    assert_slice(loose_json_read_string(*state, SLICE("\"open")), "open");
    assert_slice(loose_json_read_string(*state, SLICE("x")), "");
    assert_slice(loose_json_read_string(*state, SLICE("")), "");
}

static void test_arguments_replace_names(void **state)
{
    struct loose_json data = {0};
    loose_json_read_call(
        *state, SLICE("(function(a,b,c){return {x:a,y:[b,d],z:c}}(\"one\",2,{}))"),
        &data);
    uint32_t x = loose_json_member(&data, 0, SLICE("x"));
    uint32_t z = loose_json_member(&data, 0, SLICE("z"));
    assert_true(slice_equal(data.items[x].text, SLICE("one")));
    assert_int_equal(data.items[x].kind, DATUM_STRING);
    assert_int_equal(data.items[z].kind, DATUM_WORD);
    assert_int_equal(loose_json_member(&data, 0, SLICE("none")), DATUM_NONE);
    assert_int_equal(loose_json_member(&data, x, SLICE("x")), DATUM_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(test_values),
        in_arena(test_invalid_json_is_repaired),
        in_arena(test_wrong_brackets_take_linear_time),
        in_arena(test_strings_may_contain_anything),
        in_arena(test_arguments_replace_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
