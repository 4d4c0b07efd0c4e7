/* url: parsing URLs, and resolving redirects. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/url.h"
#include "fetch/fetch.h"
#include "fetch/http_url.h"

static void urls_are_completed(void **state)
{
    (void)state;
    static const struct {
        const char *given, *expected;
    } cases[] = {
        {"https://example.com", "https://example.com/"},
        {"example.com/x", "https://example.com/x"},
        {"  example.com/x?a=b:c \r\n", "https://example.com/x?a=b:c"},
        {"//example.com/x", "https://example.com/x"},
        {"localhost:8080/x", "https://localhost:8080/x"},
        {"127.0.0.1:8080", "https://127.0.0.1:8080/"},
        {"[::1]:8080/x", "https://[::1]:8080/x"},
        {"HTTP://EXAMPLE.com:80/A/../b#part", "http://example.com/b"},
        {"https://example.com:443/", "https://example.com/"},
        {"https://example.com:8443/", "https://example.com:8443/"},
        {"http://b\xC3\xBC"
         "cher.example/\xC3\xA4?q=\xC3\xBC",
         "http://xn--bcher-kva.example/%c3%a4?q=%c3%bc"},
        {"http://0x7f.1/", "http://127.0.0.1/"},
        {"http://2130706433/", "http://127.0.0.1/"},
        {"http://0177.0.0.1/", "http://127.0.0.1/"},
        {"http://%31%32%37.0.0.1/", "http://127.0.0.1/"},
        {"http://\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1/", "http://127.0.0.1/"},
        {"https://user:pass@example.com/", "https://user:pass@example.com/"},
        {"https://example.com/a%20b?c=%26", "https://example.com/a%20b?c=%26"},
        {"http://example.com/a b?c=d e", "http://example.com/a%20b?c=d%20e"},
        {"https://example.com/?url=http://a.b/c",
         "https://example.com/?url=http://a.b/c"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *out;
        struct error err = {0};
        if (!fetch_normalise_url(cases[i].given, &out, &err))
            fail_msg("%s: %s", cases[i].given, err.text);
        assert_string_equal(out, cases[i].expected);
        free(out);
    }
}

static void invalid_urls_are_rejected(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "   ",
        "Hello",
        "Hello.",
        "Hello world.",
        "<html>",
        "/etc/passwd",
        "./page.html",
        "mailto:somebody@example.com",
        "somebody@example.com",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "http://",
        "http://a b.example/",
        "http://example.com/a http://example.com/b",
        "http://example.com/a\tb",
        "http://example.com/\tx",
        "http://example.com/\x01",
        "http://example.com/\xFF",
        "http://user@host\\@other/",
        "http://example.com\\x/",
        "http://example.com:99999/",
        "http://example.com:x/",
        "http://[::1/",
        "http://<x>/",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *out = NULL;
        struct error err = {0};
        if (fetch_normalise_url(texts[i], &out, &err))
            fail_msg("\"%s\" became %s", texts[i], out);
        assert_null(out);
        assert_int_not_equal(err.text[0], '\0');
    }
}

static void url_length_is_limited(void **state)
{
    (void)state;
    char *text = malloc(HTTP_URL_LENGTH_MAX + 100), *out;
    strcpy(text, "https://example.com/");
    memset(text + 20, 'a', HTTP_URL_LENGTH_MAX + 20);
    text[5000] = '\0';
    assert_true(fetch_normalise_url(text, &out, NULL));
    assert_string_equal(out, text);
    free(out);
    text[5000] = 'a';
    text[HTTP_URL_LENGTH_MAX + 1] = '\0';
    assert_false(fetch_normalise_url(text, &out, NULL));
    free(text);
}

static void urls_are_split(void **state)
{
    (void)state;
    struct http_url url;
    assert_true(http_url_read("http://u:p@[2001:DB8::1]:8080/a?b#c", &url, NULL));
    assert_string_equal(url.text, "http://u:p@[2001:db8::1]:8080/a?b");
    assert_string_equal(url.bare, "http://[2001:db8::1]:8080/a?b");
    assert_string_equal(url.host, "2001:db8::1");
    assert_string_equal(url.target, "/a?b");
    assert_string_equal(url.origin, "http://[2001:db8::1]:8080");
    assert_string_equal(url.server, "[2001:db8::1]:8080");
    assert_int_equal(url.port, 8080);
    http_url_free(&url);
    assert_true(http_url_read("https://example.com", &url, NULL));
    assert_string_equal(url.origin, "https://example.com:443");
    assert_string_equal(url.server, "example.com");
    assert_string_equal(url.target, "/");
    http_url_free(&url);
    char *host = fetch_url_host("https://WWW.Example.com:81/x");
    assert_string_equal(host, "www.example.com");
    free(host);
    assert_null(fetch_url_host("not a url"));
}

/* ---- redirects --------------------------------------------------------------------- */

static void redirects_are_resolved(void **state)
{
    (void)state;
    static const struct {
        const char *location, *expected;
    } cases[] = {
        {"/b", "https://u:p@a.example/b"},
        {"c?d", "https://u:p@a.example/x/c?d"},
        {"?e", "https://u:p@a.example/x/y?e"},
        {"../f", "https://u:p@a.example/f"},
        {"//b.example/g", "https://b.example/g"},
        {"http://b.example", "http://b.example/"},
        {"HTTP://B.Example/h i", "http://b.example/h%20i"},
        {"/\xC3\xA4", "https://u:p@a.example/%c3%a4"},
        {"https://a.example/z#top", "https://a.example/z"},
    };
    struct http_url base, next;
    enum winnow_status status;
    struct error err;
    assert_true(http_url_read("https://u:p@a.example/x/y?q", &base, NULL));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!http_url_parse(&base, cases[i].location, &next, &status, &err))
            fail_msg("%s: %s", cases[i].location, err.text);
        assert_string_equal(next.text, cases[i].expected);
        http_url_free(&next);
    }
    http_url_free(&base);
}

static void invalid_redirects_are_rejected(void **state)
{
    (void)state;
    static const struct {
        const char *location;
        enum winnow_status status;
    } cases[] = {
        {"file:///etc/passwd", WINNOW_REFUSED},
        {"ftp://b.example/", WINNOW_REFUSED},
        {"gopher://b.example/", WINNOW_REFUSED},
        {"dict://b.example/", WINNOW_REFUSED},
        {"http://b.example:99999/", WINNOW_INVALID},
        {"http://user@host\\@other/", WINNOW_INVALID},
    };
    struct http_url base, next;
    enum winnow_status status;
    struct error err;
    assert_true(http_url_read("https://a.example/", &base, NULL));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (http_url_parse(&base, cases[i].location, &next, &status, &err))
            fail_msg("%s became %s", cases[i].location, next.text);
        assert_int_equal(status, cases[i].status);
    }
    http_url_free(&base);
}

static bool is_same(const char *a_text, const char *b_text)
{
    struct http_url a, b;
    assert_true(http_url_read(a_text, &a, NULL));
    assert_true(http_url_read(b_text, &b, NULL));
    bool same = http_url_is_same_server(&a, &b);
    http_url_free(&a);
    http_url_free(&b);
    return same;
}

static void same_server_is_recognised(void **state)
{
    (void)state;
    assert_true(is_same("http://a.example/x", "http://a.example/y"));
    assert_true(is_same("http://a.example/", "https://a.example/"));
    assert_false(is_same("https://a.example/", "http://a.example/"));
    assert_false(is_same("http://a.example/", "http://a.example:8080/"));
    assert_false(is_same("http://a.example/", "http://www.a.example/"));
    assert_true(is_same("http://127.0.0.1:81/", "http://127.1:81/"));
    assert_false(is_same("http://127.0.0.1:81/", "http://127.0.0.1:82/"));
}

static void host_and_path_are_those_of_an_absolute_url(void **state)
{
    (void)state;
    static const struct {
        const char *url, *host, *path;
    } rows[] = {
        {"https://a.example/b/c?d/e#f", "a.example", "/b/c"},
        {"http://user:pass@a.example:8080?x", "a.example", "/"},
        {"http://[::1]:80/x", "[::1]", "/x"},
        {"http://[::1]", "[::1]", "/"},
        {"a/b", "", "/"},
        {"", "", "/"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct slice url = slice_of_string(rows[i].url);
        assert_true(slice_equal(url_host(url), slice_of_string(rows[i].host)));
        assert_true(slice_equal(url_path(url), slice_of_string(rows[i].path)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(host_and_path_are_those_of_an_absolute_url),
        cmocka_unit_test(urls_are_completed),
        cmocka_unit_test(invalid_urls_are_rejected),
        cmocka_unit_test(url_length_is_limited),
        cmocka_unit_test(urls_are_split),
        cmocka_unit_test(redirects_are_resolved),
        cmocka_unit_test(invalid_redirects_are_rejected),
        cmocka_unit_test(same_server_is_recognised),
    };
    return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
