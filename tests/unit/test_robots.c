/* robots: the examples of RFC 9309, and the rules of its sections 2.2 and 2.3. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "fetch/robots.h"
#include "fetch/robots_cache.h"

static unsigned deciding_line;

static bool is_allowed_for(const char *product, const char *text, const char *path)
{
    struct robots *robots = robots_parse(slice_of_string(text), slice_of_string(product));
    assert_non_null(robots);
    bool allowed = robots_is_allowed(robots, slice_of_string(path), &deciding_line);
    robots_free(robots);
    return allowed;
}

static bool is_allowed(const char *text, const char *path)
{
    return is_allowed_for("winnow", text, path);
}

static int64_t delay_of(const char *text)
{
    struct robots *robots = robots_parse(slice_of_string(text), SLICE("winnow"));
    int64_t delay = robots_delay_ms(robots);
    robots_free(robots);
    return delay;
}

/* ---- groups ------------------------------------------------------------------------ */

/* RFC 9309, section 5.1. */
static const char simple_example[] = "User-Agent: *\n"
                                     "Disallow: *.gif$\n"
                                     "Disallow: /example/\n"
                                     "Allow: /publications/\n"
                                     "\n"
                                     "User-Agent: foobot\n"
                                     "Disallow:/\n"
                                     "Allow:/example/page.html\n"
                                     "Allow:/example/allowed.gif\n"
                                     "\n"
                                     "User-Agent: barbot\n"
                                     "User-Agent: bazbot\n"
                                     "Disallow: /example/page.html\n"
                                     "\n"
                                     "User-Agent: quxbot\n";

static void simple_example_of_the_rfc(void **state)
{
    (void)state;
    static const struct {
        const char *product, *path;
        bool allowed;
    } cases[] = {
        {"otherbot", "/example/page.html", false},
        {"otherbot", "/pic.gif", false},
        {"otherbot", "/pic.gif?x", true},
        {"otherbot", "/publications/", true},
        {"otherbot", "/", true},
        {"foobot", "/", false},
        {"foobot", "/publications/", false},
        {"foobot", "/example/page.html", true},
        {"foobot", "/example/allowed.gif", true},
        {"FooBot", "/example/allowed.gif", true},
        {"barbot", "/example/page.html", false},
        {"bazbot", "/example/page.html", false},
        {"bazbot", "/pic.gif", true},
        {"quxbot", "/example/page.html", true},
        {"quxbot", "/pic.gif", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (is_allowed_for(cases[i].product, simple_example, cases[i].path) !=
            cases[i].allowed)
            fail_msg("%s %s", cases[i].product, cases[i].path);
}

static void longest_match_takes_precedence(void **state)
{
    (void)state; /* section 5.2 */
    const char *text = "User-Agent: foobot\n"
                       "Allow: /example/page/\n"
                       "Disallow: /example/page/disallowed.gif\n";
    assert_false(is_allowed_for("foobot", text, "/example/page/disallowed.gif"));
    assert_true(is_allowed_for("foobot", text, "/example/page/x"));
}

static void groups_of_the_same_name_are_merged(void **state)
{
    (void)state; /* section 2.2.1 */
    const char *text = "user-agent: winnow\ndisallow: /a\n"
                       "user-agent: other\ndisallow: /b\n"
                       "user-agent: WINNOW/2.0 (a comment)\ndisallow: /c\n";
    assert_false(is_allowed(text, "/a"));
    assert_true(is_allowed(text, "/b"));
    assert_false(is_allowed(text, "/c"));
}

static void own_group_replaces_the_default_group(void **state)
{
    (void)state;
    const char *text = "User-agent: *\nDisallow: /\n\nUser-agent: winnow\nDisallow:\n";
    assert_true(is_allowed(text, "/x"));
    assert_false(is_allowed_for("winnower", text, "/x"));
    assert_false(is_allowed_for("win", text, "/x"));
}

static void only_rules_end_a_list_of_agents(void **state)
{
    (void)state; /* section 2.2.4: other lines must not interfere with grouping */
    const char *text = "User-agent: a\nSitemap: https://x/s.xml\nCrawl-delay: 3\n"
                       "User-agent: winnow\nDisallow: /x\n";
    assert_false(is_allowed_for("a", text, "/x"));
    assert_false(is_allowed(text, "/x"));
    assert_true(is_allowed_for("b", text, "/x"));
}

static void rules_before_any_agent_are_ignored(void **state)
{
    (void)state;
    assert_true(is_allowed("Disallow: /\nUser-agent: *\nAllow: /\n", "/x"));
    assert_true(is_allowed("", "/x"));
}

/* ---- patterns ---------------------------------------------------------------------- */

static bool is_forbidden_by(const char *pattern, const char *path)
{
    char text[512];
    snprintf(text, sizeof text, "User-agent: *\nDisallow: %s\n", pattern);
    return !is_allowed(text, path);
}

static void paths_are_compared_by_octets(void **state)
{
    (void)state; /* the table of section 2.2.2 */
    assert_true(is_forbidden_by("/foo/bar?baz=quz", "/foo/bar?baz=quz"));
    assert_true(
        is_forbidden_by("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar"));
    assert_false(is_forbidden_by("/foo/bar?baz=https://foo.bar",
                                 "/foo/bar?baz=https%3A%2F%2Ffoo.bar"));
    assert_true(is_forbidden_by("/foo/bar/\xE3\x83\x84", "/foo/bar/%E3%83%84"));
    assert_true(is_forbidden_by("/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84"));
    assert_true(is_forbidden_by("/foo/bar/%62%61%7A", "/foo/bar/baz"));
    assert_true(is_forbidden_by("/foo/bar/baz", "/foo/bar/%62%61%7a"));
    assert_false(is_forbidden_by("/a%2Fb", "/a/b"));
    assert_true(is_forbidden_by("/a%3Cd", "/a<d")); /* as browsers send it */
    assert_true(is_forbidden_by("/a|d", "/a%7cd"));
    assert_true(is_forbidden_by("/Case", "/Case"));
    assert_false(is_forbidden_by("/Case", "/case"));
}

static void special_characters_are_supported(void **state)
{
    (void)state; /* section 2.2.3 */
    assert_true(
        is_forbidden_by("/path/file-with-a-%2A.html", "/path/file-with-a-*.html"));
    assert_false(
        is_forbidden_by("/path/file-with-a-%2A.html", "/path/file-with-a-x.html"));
    assert_true(is_forbidden_by("/path/foo-%24", "/path/foo-$"));
    assert_true(is_forbidden_by("/path/foo-$", "/path/foo-"));
    assert_false(is_forbidden_by("/path/foo-$", "/path/foo-$"));
    assert_true(is_forbidden_by("/a$b", "/a$bc"));
    assert_true(is_forbidden_by("/this/*/exactly", "/this/path/exactly"));
    assert_true(is_forbidden_by("/this/*/exactly", "/this/path/exactly/more"));
    assert_true(is_forbidden_by("/*.php$", "/a/b.php/c.php"));
    assert_false(is_forbidden_by("/*.php$", "/a.php5"));
    assert_true(is_forbidden_by("*", "/anything"));
    assert_true(is_forbidden_by("/**x", "/ax"));
    assert_true(is_forbidden_by("/*$", "/ax"));
    assert_true(is_forbidden_by("/x # why", "/x"));
    assert_true(is_forbidden_by("/100%", "/100%"));
    assert_false(is_forbidden_by("$", "/"));
    assert_false(is_forbidden_by("", "/"));
}

static void anchored_pattern_does_not_overlap(void **state)
{
    (void)state;
    assert_false(is_forbidden_by("/ab*ba$", "/aba"));
    assert_true(is_forbidden_by("/ab*ba$", "/abba"));
}

static void allow_takes_precedence_at_equal_length(void **state)
{
    (void)state;
    const char *text = "User-agent: *\nDisallow: /page\nAllow: /page\n";
    assert_true(is_allowed(text, "/page"));
    assert_int_equal(deciding_line, 3);
    text = "User-agent: *\nAllow: /page\nDisallow: /*.html\n";
    assert_false(is_allowed(text, "/page.html"));
    assert_int_equal(deciding_line, 3);
    assert_true(is_allowed("User-agent: *\nAllow: /$\nDisallow: /\n", "/"));
    assert_false(is_allowed("User-agent: *\nAllow: /$\nDisallow: /\n", "/page"));
}

static void robots_txt_itself_is_always_allowed(void **state)
{
    (void)state;
    assert_true(is_allowed("User-agent: *\nDisallow: /\n", "/robots.txt"));
}

/* ---- files ------------------------------------------------------------------------- */

static void line_ends_and_byte_order_mark_are_accepted(void **state)
{
    (void)state;
    assert_false(is_allowed("\xEF\xBB\xBFUser-agent: *\r\nDisallow: /x\r\n", "/x"));
    assert_false(is_allowed("User-agent: *\rDisallow: /x\r", "/x"));
    assert_int_equal(deciding_line, 2);
    assert_false(is_allowed("User-agent: *\n\r\nDisallow: /x", "/x"));
    assert_false(
        is_allowed("# hello\n  USER-AGENT  :  *  # all\n\tdisallow\t:\t/x\n", "/x"));
}

static void faults_of_authors_are_understood(void **state)
{
    (void)state;
    assert_false(is_allowed("user-agent winnow\ndisallow /\n", "/x"));
    assert_true(is_allowed("user-agent: *\ndisallow / is what we would say\n", "/x"));
    assert_false(is_allowed("\xEF\xBBUser-agent: *\nDisallow: /x\n", "/x"));
    assert_false(is_allowed("\xEFUser-agent: *\nDisallow: /x\n", "/x"));
    assert_true(is_allowed("\xEF\x11\xBFUser-agent: *\nDisallow: /x\n", "/x"));
    assert_true(is_allowed("User-agent: *\n\xEF\xBB\xBF"
                           "Disallow: /x\n",
                           "/x"));
    assert_false(is_allowed("User-agent: *\nDisallow: /\n", ""));
}

static void other_files_forbid_nothing(void **state)
{
    (void)state;
    assert_true(is_allowed("<!DOCTYPE html><title>Not found</title>", "/x"));
    assert_true(is_allowed(":::\n::\n:", "/x"));
    struct robots *robots = robots_parse(slice_of("\0\xFF\0:\n", 5), SLICE("winnow"));
    assert_true(robots_is_allowed(robots, SLICE("/x"), NULL));
    robots_free(robots);
}

static void only_the_first_500_kib_are_read(void **state)
{
    (void)state;
    size_t size = ROBOTS_BYTES_MAX + 1000;
    char *text = malloc(size + 1);
    memset(text, '#', size);
    text[size] = '\0';
    memcpy(text, "User-agent: *\n", 14);
    memcpy(text + ROBOTS_BYTES_MAX - 14, "\nDisallow: /in", 14);
    memcpy(text + ROBOTS_BYTES_MAX, "\nDisallow: /out\n", 16);
    assert_false(is_allowed(text, "/in"));
    assert_true(is_allowed(text, "/out"));
    memcpy(text + ROBOTS_BYTES_MAX - 14, "#\nDisallow: /i", 14); /* a cut line */
    text[ROBOTS_BYTES_MAX] = 'n';
    assert_true(is_allowed(text, "/i"));
    text[ROBOTS_BYTES_MAX] = '\0';
    assert_true(is_allowed(text, "/i"));
    free(text);
}

/* A naive matcher takes exponential time for stars. 50,000 such rules must be fast. */
static void patterns_of_stars_take_little_time(void **state)
{
    (void)state;
    struct buffer text, path;
    buffer_open(&text, NULL);
    buffer_open(&path, NULL);
    buffer_append_string(&text, "User-agent: *\nDisallow: /");
    for (int i = 0; i < 100000; i++)
        buffer_append_string(&text, "a*");
    buffer_append_string(&text, "b\n");
    for (int i = 0; i < 10000; i++)
        buffer_append_string(&text, "Disallow: /*a*a*a*b\n");
    buffer_append_char(&path, '/');
    for (int i = 0; i < 5000; i++)
        buffer_append_char(&path, 'a');
    assert_true(is_allowed(text.ptr, path.ptr));
    buffer_close(&text);
    buffer_close(&path);
}

/* What a pattern means, by definition: a star is any number of characters. */
static bool is_match(const char *pattern, const char *path)
{
    size_t len = strlen(path);
    bool reached[64] = {true}; /* positions of the path after what has been read */
    for (; *pattern; pattern++) {
        if (pattern[0] == '$' && !pattern[1])
            return reached[len];
        for (size_t i = len + 1; i > 0; i--)
            reached[i - 1] = *pattern == '*'
                                 ? memchr(reached, true, i) != NULL
                                 : i > 1 && reached[i - 2] && path[i - 2] == *pattern;
    }
    return memchr(reached, true, len + 1) != NULL;
}

static void fill(char *out, size_t max, const char *letters, uint32_t *random)
{
    size_t len = (*random = *random * 1664525 + 1013904223) >> 16;
    for (len = 1 + len % max; len > 0; len--) {
        *random = *random * 1664525 + 1013904223;
        *out++ = letters[(*random >> 16) % strlen(letters)];
    }
    *out = '\0';
}

static void many_patterns_match_as_each_alone(void **state)
{
    (void)state;
    enum { RULES = 8 };
    uint32_t random = 1;
    for (int round = 0; round < 20000; round++) {
        char patterns[RULES][16], path[32] = "/", text[512] = "User-agent: *\n";
        size_t longest = 0;
        unsigned line = 0;
        bool allowed = true;
        fill(path + 1, 12, "aab", &random);
        for (unsigned i = 0; i < RULES; i++) {
            fill(patterns[i] + 1, 9, i % 2 ? "aab*" : "ab**$", &random);
            patterns[i][0] = i % 3 ? '/' : '*';
            sprintf(text + strlen(text), "%s: %s\n", i & 1 ? "Allow" : "Disallow",
                    patterns[i]);
            size_t len = strlen(patterns[i]);
            if (!strchr(patterns[i], '$') || strchr(patterns[i], '$')[1] == '\0') {
                bool is_better = len > longest || (len == longest && i % 2 && !allowed);
                if (is_better && is_match(patterns[i], path)) {
                    longest = len;
                    allowed = i % 2;
                    line = i + 2;
                }
            } else {
                *strrchr(text, 'w') = 'x'; /* a $ in the middle is escaped: no rule */
            }
        }
        if (is_allowed(text, path) != allowed || deciding_line != line)
            fail_msg("%s: not line %u but %u of\n%s", path, line, deciding_line, text);
    }
}

/* 22,000 rules of which each fits for the most part, and the longest path. */
static void many_rules_take_little_time(void **state)
{
    (void)state;
    struct buffer text, path;
    buffer_open(&path, NULL);
    buffer_append_char(&path, '/');
    for (int i = 0; i < 31000; i++)
        buffer_append_char(&path, 'a');
    for (size_t form = 0; form < 4; form++) {
        buffer_open(&text, NULL);
        buffer_append_string(&text, "User-agent: *\n");
        for (int i = 0; i < 22000; i++) {
            buffer_append_string(&text, "Disallow: ");
            if (form == 3) {
                buffer_append_string(&text, "/*");
                buffer_append_times(&text, 'a', (size_t)i % 900 + 1);
            } else if (form == 1)
                buffer_printf(&text, "*/a*%d$", i);
            else if (form == 2)
                buffer_printf(&text, "/a*a*%d", i);
            else
                buffer_printf(&text, "/*a%d", i);
            buffer_append_char(&text, '\n');
        }
        struct robots *robots = robots_parse(buffer_slice(&text), SLICE("winnow"));
        clock_t start = clock();
        for (int i = 0; i < 100; i++)
            robots_is_allowed(robots, buffer_slice(&path), NULL);
        assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
        robots_free(robots);
        buffer_close(&text);
    }
    buffer_close(&path);
}

/* However many pages and redirects a host has, its rules cost no more than their budget;
   afterwards, a path that needs more is not allowed. */
static void slow_rules_have_a_budget(void **state)
{
    (void)state;
    struct buffer text, path;
    buffer_open(&text, NULL);
    buffer_open(&path, NULL);
    buffer_append_string(&text, "User-agent: *\nDisallow: /no\n");
    for (size_t i = 1; i < 600; i++) {
        buffer_append_string(&text, "Disallow: /*");
        buffer_append_times(&text, 'a', i);
        buffer_append_string(&text, "b\nDisallow: /*");
        buffer_append_times(&text, 'a', i);
        buffer_append_string(&text, "*b\n");
    }
    buffer_append_char(&path, '/');
    buffer_append_times(&path, 'a', 1000);
    struct robots *robots = robots_parse(buffer_slice(&text), SLICE("winnow"));
    unsigned allowed = 0;
    clock_t start = clock();
    for (int i = 0; i < 2000; i++)
        allowed += robots_is_allowed(robots, buffer_slice(&path), NULL);
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
    assert_true(allowed > 0 && allowed < 100);
    assert_true(robots_is_allowed(robots, SLICE("/yes"), NULL));
    assert_false(robots_is_allowed(robots, SLICE("/no"), NULL));
    robots_free(robots);
    buffer_close(&text);
    buffer_close(&path);
}

static void crawl_delay_is_limited(void **state)
{
    (void)state;
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 10\n"), 10000);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 0.25\n"), 250);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 1.23456\n"), 1234);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: 99999999999999999999\n"),
                     30000);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: soon\n"), 0);
    assert_int_equal(delay_of("User-agent: *\nCrawl-delay: -5\n"), 0);
    assert_int_equal(delay_of("User-agent: x\nCrawl-delay: 5\n"), 0);
}

/* ---- the cache --------------------------------------------------------------------- */

static void cached_answers_expire(void **state)
{
    (void)state;
    struct robots_cache *origins = robots_cache_open();
    struct origin *origin = robots_cache_find(origins, "https://a:443", 0);
    assert_int_equal(origin->state, ORIGIN_NEW);
    assert_null(robots_cache_find_known(origins, "https://a:443", 0));
    origin->state = ORIGIN_ASKED;
    robots_cache_settle(origins, origin, NULL, WINNOW_ROBOTS, strdup("no"),
                        ORIGIN_KEEP_MS);
    origin = robots_cache_find(origins, "https://a:443", ORIGIN_KEEP_MS - 1);
    assert_int_equal(origin->state, ORIGIN_KNOWN);
    assert_string_equal(origin->reason, "no");
    assert_ptr_equal(robots_cache_find_known(origins, "https://a:443", 0), origin);
    assert_null(robots_cache_find_known(origins, "https://a:443", ORIGIN_KEEP_MS));
    assert_null(robots_cache_find_known(origins, "http://b:80", 0));
    assert_int_equal(robots_cache_find(origins, "http://a:80", 0)->state, ORIGIN_NEW);
    assert_int_equal(robots_cache_find(origins, "https://a:443", ORIGIN_KEEP_MS)->state,
                     ORIGIN_NEW);
    robots_cache_close(origins);
}

static void oldest_answers_are_removed_first(void **state)
{
    (void)state;
    struct robots_cache *origins = robots_cache_open();
    for (int i = 0; i < ROBOTS_CACHE_KEPT_MAX + 100; i++) {
        char name[32];
        snprintf(name, sizeof name, "http://%d:80", i);
        robots_cache_settle(origins, robots_cache_find(origins, name, 0), NULL, WINNOW_OK,
                            NULL, 1000);
    }
    size_t kept = 0;
    for (int i = 0; i < ROBOTS_CACHE_KEPT_MAX + 100; i++) {
        char name[32];
        snprintf(name, sizeof name, "http://%d:80", i);
        bool is_known = robots_cache_find_known(origins, name, 0) != NULL;
        assert_int_equal(is_known, i >= 100);
        kept += is_known;
    }
    assert_int_equal(kept, ROBOTS_CACHE_KEPT_MAX);
    robots_cache_close(origins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simple_example_of_the_rfc),
        cmocka_unit_test(longest_match_takes_precedence),
        cmocka_unit_test(groups_of_the_same_name_are_merged),
        cmocka_unit_test(own_group_replaces_the_default_group),
        cmocka_unit_test(only_rules_end_a_list_of_agents),
        cmocka_unit_test(rules_before_any_agent_are_ignored),
        cmocka_unit_test(paths_are_compared_by_octets),
        cmocka_unit_test(special_characters_are_supported),
        cmocka_unit_test(anchored_pattern_does_not_overlap),
        cmocka_unit_test(allow_takes_precedence_at_equal_length),
        cmocka_unit_test(robots_txt_itself_is_always_allowed),
        cmocka_unit_test(line_ends_and_byte_order_mark_are_accepted),
        cmocka_unit_test(faults_of_authors_are_understood),
        cmocka_unit_test(other_files_forbid_nothing),
        cmocka_unit_test(only_the_first_500_kib_are_read),
        cmocka_unit_test(patterns_of_stars_take_little_time),
        cmocka_unit_test(many_patterns_match_as_each_alone),
        cmocka_unit_test(many_rules_take_little_time),
        cmocka_unit_test(slow_rules_have_a_budget),
        cmocka_unit_test(crawl_delay_is_limited),
        cmocka_unit_test(cached_answers_expire),
        cmocka_unit_test(oldest_answers_are_removed_first),
    };
    return cmocka_run_group_tests_name("robots", tests, NULL, NULL);
}
