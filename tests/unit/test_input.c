/* input: reading lines, recognising URLs, and lines of JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "cli/input.h"
#include "cli/jsonline.h"

/* ---- lines ------------------------------------------------------------------------- */

static void put(int fd, const char *text)
{
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
}

static void assert_line(struct line_reader *lines, enum line_reader_result result,
                        const char *text)
{
    struct slice line = {0};
    assert_int_equal(line_reader_next(lines, &line, NULL), result);
    if (text)
        assert_true(slice_equal(line, slice_of_string(text)));
}

static void lines_are_read_as_they_arrive(void **state)
{
    (void)state;
    int ends[2];
    struct line_reader lines;
    assert_int_equal(pipe(ends), 0);
    line_reader_open(&lines, ends[0], '\n', 10);
    assert_line(&lines, LINE_READER_WAIT, NULL);
    put(ends[1], "one\ntw");
    assert_line(&lines, LINE_READER_LINE, "one");
    assert_line(&lines, LINE_READER_WAIT, NULL);
    put(ends[1], "o\n\n");
    assert_line(&lines, LINE_READER_LINE, "two");
    assert_line(&lines, LINE_READER_LINE, "");
    put(ends[1], "0123456789\nover the limit");
    assert_line(&lines, LINE_READER_LINE, "0123456789");
    assert_line(&lines, LINE_READER_TOO_LONG, "over the limit");
    put(ends[1], " and on\nlast");
    assert_line(&lines, LINE_READER_WAIT, NULL);
    close(ends[1]);
    assert_line(&lines, LINE_READER_LINE, "last");
    assert_line(&lines, LINE_READER_END, NULL);
    assert_line(&lines, LINE_READER_END, NULL);
    assert_int_equal(lines.number, 6);
    line_reader_close(&lines);
    close(ends[0]);
}

/* ---- recognising URLs -------------------------------------------------------------- */

static void urls_are_recognised(void **state)
{
    (void)state;
    static const struct {
        struct slice line;
        bool looks;
    } rows[] = {
        {SLICE("https://a.example/"), true},
        {SLICE(" https://a.example/with space "), true},
        {SLICE("HTTP://A"), true},
        {SLICE("ftp://a.example/"), true},
        {SLICE("mailto:a@b.example"), true},
        {SLICE("example.com"), true},
        {SLICE("example.com:8080/x?y"), true},
        {SLICE("b\xC3\xBC"
               "cher.example"),
         true},
        {SLICE("localhost/x"), true},
        {SLICE("//a.example/"), true},
        {SLICE("[::1]/"), true},
        {SLICE("Hello"), false},
        {SLICE("Hello, world."), false},
        {SLICE("A sentence with https://a.example/ in it."), false},
        {SLICE("The end."), false},
        {SLICE("end."), false},
        {SLICE("..."), false},
        {SLICE("Note: this"), false},
        {SLICE("<p>text</p>"), false},
        {SLICE("%PDF-1.4"), false},
        {SLICE("https://a.example/\0https://b.example/"), false},
        {SLICE(""), false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (input_looks_like_url(rows[i].line) != rows[i].looks)
            fail_msg("%.*s", SLICE_ARG(rows[i].line));
}

/* Reads a list from a file. Returns the result, and the names of the items. */
static enum input_result read_list(struct slice text, struct buffer *names,
                                   struct error *err)
{
    char path[] = "/tmp/winnow-test-XXXXXX";
    const char *arguments[] = {path};
    struct options options = {
        .input = INPUT_URLS,
        .fetch = {.max_bytes = 1 << 20},
        .arguments = {arguments, 1, 1},
    };
    struct input input;
    enum input_result result;
    int fd = mkstemp(path);
    assert_int_equal(write(fd, text.ptr, text.len), text.len);
    close(fd);
    input_open(&input, &options);
    do {
        struct item item;
        item_open(&item);
        result = input_next(&input, &item, err);
        if (result == INPUT_ITEM)
            buffer_printf(names, "%s;", item.name.ptr);
        item_close(&item);
    } while (result == INPUT_ITEM);
    input_close(&input);
    unlink(path);
    return result;
}

static void lists_are_read(void **state)
{
    (void)state;
    static const struct {
        struct slice list;
        const char *names; /* NULL: an error */
    } rows[] = {
        {SLICE(""), ""},
        {SLICE("\n# nothing\n\r\n"), ""},
        {SLICE("\xEF\xBB\xBFhttps://a.example/\r\n"), "https://a.example/;"},
        {SLICE("# one\n\na.example\n  b.example  "), "a.example;b.example;"},
        {SLICE("word\nword\nword\nword\na.example\n"), "word;word;word;word;a.example;"},
        {SLICE("word\nword\nword\nword\nword\na.example\n"), NULL},
        {SLICE("word"), NULL},
        {SLICE("<html>\nhttps://a.example/\n"), NULL},
        {SLICE("%PDF-1.4\n"), NULL},
        {SLICE("a.example\0b.example\0"), NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer names;
        struct error err = {0};
        buffer_open(&names, NULL);
        enum input_result result = read_list(rows[i].list, &names, &err);
        assert_int_equal(result, rows[i].names ? INPUT_END : INPUT_REFUSED);
        if (rows[i].names)
            assert_string_equal(names.ptr, rows[i].names);
        else
            assert_non_null(strstr(err.text, "--input html or --input text"));
        buffer_close(&names);
    }
}

/* ---- lines of JSON ----------------------------------------------------------------- */

static void json_lines_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *line, *url, *bytes, *passed, *error;
    } rows[] = {
        {"{\"html\":\"<p>\",\"id\":1.0,\"x\":{}}", "", "<p>", "{\"id\":1.0,\"x\":{}}",
         NULL},
        {"{\"url\":\" http://a/ \",\"text\":\"t\",\"html\":null}", "http://a/", "t", "",
         NULL},
        {"{\"html\":\"h\",\"text\":\"t\"}", "", "h", "", NULL},
        {"{\"id\":2}", "", "", "{\"id\":2}", "it has neither \"html\" nor \"text\""},
        {"{\"url\":{},\"html\":\"\"}", "", "", "", "\"url\" is not a string"},
        {"{\"text\":3}", "", "", "", "\"text\" is not a string"},
        {"{\"url\":\"a\\u0000b\",\"text\":\"\"}", "", "", "", "\"url\" holds a NUL"},
        {"7", "", "", "", "not a JSON object"},
        {"{\"html\":\"0123456789012345678901234567890\"}", "", NULL, "",
         "larger than 30 bytes; --max-bytes allows more"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct item item;
        item_open(&item);
        jsonline_read(slice_of_string(rows[i].line), 30, &item);
        assert_int_equal(item.kind, rows[i].error ? ITEM_BROKEN : ITEM_PAGE);
        assert_string_equal(item.error.text, rows[i].error ? rows[i].error : "");
        assert_string_equal(item.url.ptr, rows[i].url);
        assert_string_equal(item.passed.ptr, rows[i].passed);
        if (rows[i].bytes)
            assert_string_equal(item.bytes.ptr, rows[i].bytes);
        item_close(&item);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_read_as_they_arrive),
        cmocka_unit_test(urls_are_recognised),
        cmocka_unit_test(lists_are_read),
        cmocka_unit_test(json_lines_are_read),
    };
    return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
