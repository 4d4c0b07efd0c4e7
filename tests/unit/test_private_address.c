/* address, headers, proxy, media: allowed addresses, headers and media types. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mime.h"
#include "fetch/headers.h"
#include "fetch/private_address.h"
#include "fetch/proxy.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

/* ---- addresses --------------------------------------------------------------------- */

static const char *what_is(const char *text)
{
    union {
        struct sockaddr any;
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
    } address;
    memset(&address, 0, sizeof address);
    if (inet_pton(AF_INET, text, &address.in.sin_addr) == 1)
        address.any.sa_family = AF_INET;
    else if (inet_pton(AF_INET6, text, &address.in6.sin6_addr) == 1)
        address.any.sa_family = AF_INET6;
    else
        fail_msg("not an address: %s", text);
    return private_address_kind(&address.any);
}

static void private_addresses_are_recognised(void **state)
{
    (void)state;
    static const char *const addresses[] = {
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "192.168.255.255",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001:0:1:2:3:4:80ff:fffe",
        "2001:db8::1",
        "2001:2::1",
        "2001:10::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fdff:ffff::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
    };
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (!what_is(addresses[i]))
            fail_msg("%s was let through", addresses[i]);
}

static void public_addresses_are_recognised(void **state)
{
    (void)state;
    static const char *const addresses[] = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "2001:0:1:2:3:4:f7f7:f7f7",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2002:808:808::1",
        "2606:4700::1111",
        "2a00:1450::1",
        "3ffe::1",
    };
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (what_is(addresses[i]))
            fail_msg("%s is no %s", addresses[i], what_is(addresses[i]));
}

static void addresses_are_formatted(void **state)
{
    (void)state;
    assert_string_equal(what_is("127.0.0.1"), "a loopback address");
    assert_string_equal(what_is("::1"), "a loopback address");
    assert_string_equal(what_is("::ffff:10.0.0.1"), "a private address");
    assert_string_equal(what_is("169.254.169.254"), "a link-local address");
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    assert_string_equal(private_address_kind((struct sockaddr *)&local),
                        "not an internet address");
}

static void private_host_names_are_recognised(void **state)
{
    (void)state;
    static const char *const hosts[] = {
        "localhost", "LOCALHOST", "localhost.",         "a.localhost",
        "127.0.0.1", "10.0.0.1.", "::ffff:192.168.1.1", "fe80::1%eth0",
    };
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        assert_non_null(private_address_kind_of_host(slice_of_string(hosts[i])));
    assert_null(private_address_kind_of_host(SLICE("example.com")));
    assert_null(private_address_kind_of_host(SLICE("notlocalhost")));
    assert_null(private_address_kind_of_host(SLICE("10.example.com")));
    assert_null(private_address_kind_of_host(SLICE("8.8.8.8")));
    assert_null(private_address_kind_of_host(SLICE("")));
}

/* ---- headers ----------------------------------------------------------------------- */

static void header_is_sent_only_to_its_host(void **state)
{
    (void)state;
    struct headers common = {0}, own = {0};
    struct header_lines lines;
    assert_true(headers_add_option(&common, "A.example=Cookie: x=1; y=2", NULL));
    assert_true(headers_add_option(&common, "[::1]=Authorization:b", NULL));
    assert_true(headers_add_option(&common, "X-All:  yes=no ", NULL));
    assert_true(headers_add(&own, "Referer: https://a.example/?q=1:2", NULL));
    assert_true(headers_select(&common, &own, "a.example", &lines));
    assert_int_equal(lines.count, 4);
    assert_string_equal(lines.items[0], "Cookie: x=1; y=2");
    assert_string_equal(lines.items[1], "X-All: yes=no");
    assert_string_equal(lines.items[2], "Referer: https://a.example/?q=1:2");
    assert_memory_equal(lines.items[3], "Accept: text/html", 17);
    free(lines.items);
    assert_true(headers_select(&common, NULL, "b.a.example", &lines));
    assert_int_equal(lines.count, 2);
    free(lines.items);
    assert_true(headers_select(&common, NULL, "::1", &lines));
    assert_string_equal(lines.items[0], "Authorization: b");
    free(lines.items);
    headers_close(&common);
    headers_close(&own);
}

static void header_may_be_empty_or_replace_a_default(void **state)
{
    (void)state;
    struct headers common = {0};
    struct header_lines lines;
    assert_true(headers_add_option(&common, "accept: text/plain", NULL));
    assert_true(headers_add_option(&common, "X-Empty:", NULL));
    assert_true(headers_select(&common, NULL, "a", &lines));
    assert_int_equal(lines.count, 2);
    assert_string_equal(lines.items[1], "X-Empty;");
    free(lines.items);
    headers_close(&common);
}

static void invalid_headers_are_rejected(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"Cookie: a=b", "one host only"},
        {"authorization: Bearer x", "one host only"},
        {"no colon", "no colon"},
        {"a.example=no colon", "no colon"},
        {"=X: y", "without a host"},
        {": y", "character"},
        {"X Y: z", "character"},
        {"X: a\r\nHost: b", "character"},
        {"Host: evil", "cannot be set"},
        {"te: trailers", "cannot be set"},
        {"a.example=Transfer-Encoding: chunked", "cannot be set"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct headers headers = {0};
        struct error err;
        if (headers_add_option(&headers, cases[i].text, &err))
            fail_msg("\"%s\" was taken", cases[i].text);
        if (!strstr(err.text, cases[i].why))
            fail_msg("\"%s\": %s", cases[i].text, err.text);
        assert_int_equal(headers.count, 0);
        headers_close(&headers);
    }
}

/* ---- proxies ----------------------------------------------------------------------- */

static bool is_bypassed(const char *no_proxy, const char *host)
{
    return proxy_is_bypassed(no_proxy, slice_of_string(host));
}

static void no_proxy_matches_domains_and_networks(void **state)
{
    (void)state;
    assert_true(is_bypassed("example.com", "example.com"));
    assert_true(is_bypassed("example.com", "www.EXAMPLE.com"));
    assert_true(is_bypassed(".example.com", "example.com"));
    assert_false(is_bypassed("example.com", "notexample.com"));
    assert_false(is_bypassed("www.example.com", "example.com"));
    assert_true(is_bypassed("a, b,c", "b"));
    assert_true(is_bypassed("a b\tc", "c"));
    assert_true(is_bypassed("*", "anything"));
    assert_true(is_bypassed("10.0.0.0/8", "10.1.2.3"));
    assert_true(is_bypassed("10.1.0.0/15", "10.0.2.3"));
    assert_false(is_bypassed("10.0.0.0/8", "11.1.2.3"));
    assert_false(is_bypassed("10.0.0.0/8", "10.example.com"));
    assert_true(is_bypassed("127.0.0.1", "127.0.0.1"));
    assert_false(is_bypassed("127.0.0.1", "127.0.0.2"));
    assert_true(is_bypassed("fd00::/8", "fd12::1"));
    assert_false(is_bypassed("fd00::/8", "fe80::1"));
    assert_true(is_bypassed("10.0.0.0/999", "10.0.0.0"));
    assert_false(is_bypassed("10.0.0.0/", "11.0.0.0"));
    assert_false(is_bypassed("", "a"));
    assert_false(is_bypassed(",,.", "a"));
    assert_false(is_bypassed(NULL, "a"));
}

/* ---- media types ------------------------------------------------------------------- */

static void media_types_of_pages_are_recognised(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "text/html",
        "TEXT/HTML; charset=utf-8",
        " text/html ",
        "text/html;charset=\"x\"",
        "text/plain",
        "text/xml",
        "application/xhtml+xml",
        "application/xml;x=y",
        "",
        "html",
        "charset=utf-8",
        "/",
    };
    static const char *const others[] = {
        "application/pdf", "image/png",        "audio/mpeg",
        "video/mp4",       "application/zip",  "application/octet-stream",
        "text/css",        "application/json", "image/svg+xml",
        "font/woff2",      "Image/PNG; x",     "multipart/form-data",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (!mime_is_page(slice_of_string(pages[i])))
            fail_msg("%s", pages[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (mime_is_page(slice_of_string(others[i])))
            fail_msg("%s", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(private_addresses_are_recognised),
        cmocka_unit_test(public_addresses_are_recognised),
        cmocka_unit_test(addresses_are_formatted),
        cmocka_unit_test(private_host_names_are_recognised),
        cmocka_unit_test(header_is_sent_only_to_its_host),
        cmocka_unit_test(header_may_be_empty_or_replace_a_default),
        cmocka_unit_test(invalid_headers_are_rejected),
        cmocka_unit_test(no_proxy_matches_domains_and_networks),
        cmocka_unit_test(media_types_of_pages_are_recognised),
    };
    return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
