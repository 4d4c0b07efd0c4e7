/* Functions of src/archive that need no database. */
#include "archive/acceptance.h"
#include "archive/schedule.h"
#include "archive/text_tree.h"
#include "base/rfc3339.h"
#include "container/content_coding.h"
#include "container/gzip.h"
#include "container/warc.h"
#include "refresh/unified_diff.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { HOUR = 3600, DAY = 24 * HOUR };

static void intervals_adapt_to_changes(void **state)
{
    (void)state;
    assert_int_equal(schedule_next_interval(0, false), DAY);
    assert_int_equal(schedule_next_interval(DAY, true), 12 * HOUR);
    assert_int_equal(schedule_next_interval(DAY, false), 36 * HOUR);
    assert_int_equal(schedule_next_interval(7 * HOUR, true), 6 * HOUR);
    assert_int_equal(schedule_next_interval(29 * DAY, false), 30 * DAY);
    assert_int_equal(schedule_retry_wait(1, DAY), HOUR);
    assert_int_equal(schedule_retry_wait(3, DAY), 4 * HOUR);
    assert_int_equal(schedule_retry_wait(1000, 30 * DAY), DAY);
    assert_int_equal(schedule_host_wait(1), 0);
    assert_int_equal(schedule_host_wait(1000), 6 * HOUR);
}

static void doubtful_texts_are_suspect(void **state)
{
    (void)state;
    struct acceptance_history history = {.usual_length = 1000, .had_body = true};
    static const struct {
        struct acceptance_answer answer;
        enum acceptance_verdict verdict;
        const char *kind;
    } rows[] = {
        {{.status = WINNOW_OK, .length = 1000}, ACCEPTANCE_GOOD, NULL},
        {{.status = WINNOW_OK, .length = 300}, ACCEPTANCE_GOOD, NULL},
        {{.status = WINNOW_OK, .length = 299}, ACCEPTANCE_SUSPECT, "length"},
        {{.status = WINNOW_OK, .length = 3000}, ACCEPTANCE_GOOD, NULL},
        {{.status = WINNOW_OK, .length = 3001}, ACCEPTANCE_SUSPECT, "length"},
        {{.status = WINNOW_RULE_BROKEN, .length = 1000}, ACCEPTANCE_SUSPECT, "body"},
        {{.status = WINNOW_EMPTY}, ACCEPTANCE_SUSPECT, "empty"},
        {{.status = WINNOW_BLOCKED, .length = 900}, ACCEPTANCE_SUSPECT, "blocked"},
        {{.status = WINNOW_OK, .length = 1000, .is_soft404 = true},
         ACCEPTANCE_SUSPECT,
         "soft-404"},
        {{.status = WINNOW_OK, .length = 1000, .part_error = "x"},
         ACCEPTANCE_SUSPECT,
         "part"},
        {{.status = WINNOW_OK, .length = 1000, .lost = 9},
         ACCEPTANCE_SUSPECT,
         "characters"},
        {{.status = WINNOW_HTTP, .http_status = 500}, ACCEPTANCE_FAILED, "http"},
        {{.status = WINNOW_HTTP, .http_status = 404}, ACCEPTANCE_MISSING, "http"},
        {{.status = WINNOW_GONE, .http_status = 410}, ACCEPTANCE_GONE, "gone"},
        {{.status = WINNOW_TIMEOUT}, ACCEPTANCE_FAILED, "timeout"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct acceptance_result result;
        acceptance_evaluate(&rows[i].answer, &history, &result);
        assert_int_equal(result.verdict, rows[i].verdict);
        if (rows[i].kind)
            assert_string_equal(result.kind, rows[i].kind);
    }
    /* a text that was damaged before is replaced */
    struct acceptance_answer damaged = {.status = WINNOW_OK, .length = 1000, .lost = 9};
    struct acceptance_result result;
    history.is_garbled = true;
    acceptance_evaluate(&damaged, &history, &result);
    assert_int_equal(result.verdict, ACCEPTANCE_GOOD);
}

static void times_are_parsed_and_formatted(void **state)
{
    (void)state;
    char text[RFC3339_SIZE];
    int64_t seconds;
    assert_string_equal(rfc3339_write(1735689600, text), "2025-01-01T00:00:00Z");
    assert_true(rfc3339_read(text, &seconds));
    assert_int_equal(seconds, 1735689600);
    assert_true(rfc3339_read("2025-01-01T01:30:00+01:30", &seconds));
    assert_int_equal(seconds, 1735689600);
    assert_true(rfc3339_read("2025-01-01", &seconds));
    assert_false(rfc3339_read("2025-01-01T00:00", &seconds));
    assert_false(rfc3339_read("tomorrow", &seconds));
    assert_true(rfc3339_read_duration("6h", &seconds));
    assert_int_equal(seconds, 6 * HOUR);
    assert_true(rfc3339_read_duration("0", &seconds));
    assert_int_equal(seconds, 0);
    assert_true(rfc3339_read_duration("2d", &seconds));
    assert_int_equal(seconds, 2 * DAY);
    assert_false(rfc3339_read_duration("2 d", &seconds));
    assert_false(rfc3339_read_duration("-1", &seconds));
    assert_false(rfc3339_read_duration("2dd", &seconds));
    assert_false(rfc3339_read_duration("", &seconds));
}

static void assert_name(const char *url, const char *host, const char *begin)
{
    struct buffer name;
    buffer_open(&name, NULL);
    text_tree_name(slice_of_string(url), host, TEXT_TREE_DIGITS, &name);
    assert_true(slice_starts_with(buffer_slice(&name), slice_of_string(begin)));
    assert_true(slice_ends_with(buffer_slice(&name), SLICE(".txt")));
    assert_int_equal(name.len, strlen(begin) + strlen("-0123456789.txt"));
    buffer_close(&name);
}

static void file_names_are_safe(void **state)
{
    (void)state;
    assert_name("https://a.example/news/a-title.html?x=1", "a.example",
                "a.example/news-a-title.html");
    assert_name("https://a.example/", "a.example", "a.example/index");
    assert_name("https://a.example/../../etc/passwd", "a.example",
                "a.example/etc-passwd");
    assert_name("https://a.example/.hidden", "a.example", "a.example/hidden");
    assert_name("http://[::1]/x", "::1", "1/x");
    assert_name("http://a.example/%2e%2e%2f\x1b[0m", "a.example",
                "a.example/2e-2e-2f-0m");
}

static void assert_decompressed(struct slice compressed, enum gzip_form form,
                                const char *text)
{
    struct buffer out;
    struct error err;
    buffer_open(&out, NULL);
    assert_true(gzip_decompress(compressed, form, 1000, &out, &err));
    assert_string_equal(out.ptr, text);
    buffer_close(&out);
}

static void gzip_data_is_decompressed(void **state)
{
    (void)state;
    struct buffer compressed, out;
    struct error err;
    buffer_open(&compressed, NULL);
    buffer_open(&out, NULL);
    assert_true(gzip_append(&compressed, SLICE("one ")));
    assert_true(gzip_append(&compressed, SLICE("two")));
    assert_decompressed(buffer_slice(&compressed), GZIP_OR_ZLIB, "one two");
    assert_false(gzip_decompress(slice_of(compressed.ptr, compressed.len - 3),
                                 GZIP_OR_ZLIB, 1000, &out, &err));
    assert_false(gzip_decompress(buffer_slice(&compressed), GZIP_OR_ZLIB, 3, &out, &err));
    assert_false(gzip_decompress(SLICE("no gzip"), GZIP_OR_ZLIB, 1000, &out, &err));
    buffer_close(&compressed);
    buffer_close(&out);
}

static void assert_chunks(const char *body, const char *text)
{
    struct buffer out;
    buffer_open(&out, NULL);
    content_coding_decode_chunks(slice_of_string(body), &out);
    assert_string_equal(out.ptr, text);
    buffer_close(&out);
}

static void chunks_are_joined(void **state)
{
    (void)state;
    assert_chunks("3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: x\r\n\r\n", "abcdefg");
    assert_chunks("3\r\nabc\r\n5\r\nde", "abcde");
    assert_chunks("<html>", "<html>");
    assert_chunks("", "");
}

static void assert_decoded(const char *codings, struct slice body, const char *text)
{
    struct buffer out;
    struct error err;
    buffer_open(&out, NULL);
    bool done = content_coding_decode(slice_of_string(codings), body, 1000, &out, &err);
    assert_int_equal(done, text != NULL);
    if (done)
        assert_string_equal(out.ptr, text);
    buffer_close(&out);
}

/* A frame (RFC 8878) with one uncompressed block. */
#define ZSTD_FRAME(letter) "\x28\xB5\x2F\xFD\x20\x03\x19\x00\x00" letter letter letter

static void content_codings_are_decoded(void **state)
{
    (void)state;
    struct buffer compressed;
    buffer_open(&compressed, NULL);
    assert_true(gzip_append(&compressed, SLICE("")));
    assert_decoded("", SLICE("as it is"), "as it is");
    assert_decoded("identity, gzip", buffer_slice(&compressed), "");
    assert_decoded("zstd", SLICE(ZSTD_FRAME("a")), "aaa");
    assert_decoded("zstd", SLICE(ZSTD_FRAME("a") ZSTD_FRAME("b")), "aaabbb");
    assert_decoded("zstd", slice_of(ZSTD_FRAME("a") ZSTD_FRAME("b"), 23), NULL);
    assert_decoded("rot13", SLICE("\1\2\3"), NULL);
    assert_decoded("none", SLICE("plain"), "plain");
    assert_decoded("gzip, gzip, gzip, gzip, gzip", SLICE("x"), NULL);
    buffer_close(&compressed);
}

/* The response record in the annex of WARC 1.1, shortened. */
static const char record_text[] =
    "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a.example/>\r\n"
    "WARC-Date: 2016-09-19T17:20:24Z\r\nContent-Type: "
    "application/http;msgtype=response\r\n"
    "Content-Length: 74\r\n\r\n"
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    "\r\n\r\n";

static void records_of_uncompressed_files_are_read(void **state)
{
    (void)state;
    char name[] = "/tmp/winnow-warc-XXXXXX";
    int fd = mkstemp(name);
    struct warc_record record;
    struct error err;
    unlink(name);
    assert_true(write(fd, record_text, sizeof record_text - 1) > 0);
    assert_true(write(fd, record_text, sizeof record_text - 1) > 0);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    struct fd_source from;
    fd_source_open(&from, fd, (struct slice){0});
    struct warc_reader *reader = warc_reader_open(&from.source);
    warc_record_open(&record);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(warc_reader_next(reader, 1000, &record, &err), WARC_RECORD);
        struct slice uri = warc_field(&record, "WARC-Target-URI");
        assert_true(slice_equal(uri, SLICE("http://a.example/")));
        assert_int_equal(record.block.len, 74);
    }
    assert_int_equal(warc_reader_next(reader, 1000, &record, &err), WARC_END);
    warc_reader_close(reader);
    fd_source_close(&from);
    warc_record_close(&record);
    close(fd);
}

static long status_of(const char *line)
{
    struct warc_response response;
    struct error err;
    size_t len = strlen(line);
    char *exact = malloc(len); /* to detect reads past the end */
    assert_non_null(exact);
    memcpy(exact, line, len);
    warc_read_response(slice_of(exact, len), 1000, &response, &err);
    buffer_close(&response.body);
    free(exact);
    return response.http_status;
}

static void status_has_three_digits(void **state)
{
    (void)state;
    assert_int_equal(status_of("HTTP/1.1 234"), 234);
    assert_int_equal(status_of("HTTP/1.1 2345"), 0);
    assert_int_equal(status_of("HTTP/1.1 2x4 OK"), 0);
    assert_int_equal(status_of("HTTP/1.1 -20 OK"), 0);
    assert_int_equal(status_of("HTTP/1.1"), 0);
}

static void written_records_are_read_back(void **state)
{
    (void)state;
    char name[] = "/tmp/winnow-warcs-XXXXXX";
    struct warc_writer writer;
    struct warc_place place;
    struct warc_record record;
    struct warc_response response;
    struct error err;
    int folder = open(mkdtemp(name), O_RDONLY | O_DIRECTORY);
    struct warc_exchange exchange = {
        .url = "http://a.example/",
        .date = "2025-01-01T00:00:00Z",
        .request_head = SLICE("GET / HTTP/1.1\r\n\r\n"),
        .response_head = SLICE("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"),
        .body = SLICE("abc"),
    };
    warc_writer_open(&writer, folder, 1 << 20);
    for (int i = 0; i < 3; i++)
        assert_true(warc_write(&writer, &exchange, &place, &err));
    warc_record_open(&record);
    assert_true(warc_read_at(folder, &place, 1000, &record, &err));
    assert_true(warc_read_response(buffer_slice(&record.block), 1000, &response, &err));
    assert_int_equal(response.http_status, 200);
    assert_string_equal(response.body.ptr, "abc");
    place.offset++;
    assert_false(warc_read_at(folder, &place, 1000, &record, &err));
    buffer_close(&response.body);
    warc_record_close(&record);
    warc_writer_close(&writer);
    unlinkat(folder, writer.name, 0);
    close(folder);
    rmdir(name);
}

static void assert_diff(const char *a, const char *b, const char *hunks)
{
    struct buffer out;
    buffer_open(&out, NULL);
    unified_diff_append((struct diff_side){"a", slice_of_string(a)},
                        (struct diff_side){"b", slice_of_string(b)}, false, &out);
    assert_string_equal(out.len ? out.ptr + strlen("--- a\n+++ b\n") : "", hunks);
    buffer_close(&out);
}

static void unified_diff_has_the_format_of_diff(void **state)
{
    (void)state;
    assert_diff("x\n", "x\n", "");
    assert_diff("x\ny\n", "x\nz\n", "@@ -1,2 +1,2 @@\n x\n-y\n+z\n");
    assert_diff("", "x\n", "@@ -0,0 +1 @@\n+x\n");
    assert_diff("x\n", "", "@@ -1 +0,0 @@\n-x\n");
    assert_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
                "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_adapt_to_changes),
        cmocka_unit_test(doubtful_texts_are_suspect),
        cmocka_unit_test(times_are_parsed_and_formatted),
        cmocka_unit_test(file_names_are_safe),
        cmocka_unit_test(gzip_data_is_decompressed),
        cmocka_unit_test(chunks_are_joined),
        cmocka_unit_test(content_codings_are_decoded),
        cmocka_unit_test(records_of_uncompressed_files_are_read),
        cmocka_unit_test(status_has_three_digits),
        cmocka_unit_test(written_records_are_read_back),
        cmocka_unit_test(unified_diff_has_the_format_of_diff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
