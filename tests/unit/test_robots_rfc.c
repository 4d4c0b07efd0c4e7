/* robots_rfc: the sentences of RFC 9309, sections 2.1 and 2.2, one by one, and what
   crawlers agree on where it is silent. Each row is a file, a crawler and a path. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fetch/robots.h"

struct row {
    const char *product, *path;
    bool allowed;
};

static void check_rows(const char *text, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct robots *robots =
            robots_parse(slice_of_string(text), slice_of_string(rows[i].product));
        bool allowed = robots_is_allowed(robots, slice_of_string(rows[i].path), NULL);
        robots_free(robots);
        if (allowed != rows[i].allowed)
            fail_msg("%s %s is%s allowed by\n%s", rows[i].product, rows[i].path,
                     allowed ? "" : " not", text);
    }
}

#define CHECK(text, ...)                                                                 \
    check_rows(text, (const struct row[]){__VA_ARGS__},                                  \
               sizeof((const struct row[]){__VA_ARGS__}) / sizeof(struct row))

/* ---- section 2.1: lines and groups ------------------------------------------------- */

static void lines_are_names_and_values(void **state)
{
    (void)state;
    CHECK("user-agent: gull\ndisallow: /\n", {"gull", "/quay/1", false});
    CHECK("agent: gull\nforbid: /\n", {"gull", "/quay/1", true});
    CHECK("user-agent gull\ndisallow /\n", {"gull", "/quay/1", false});
    CHECK("user-agent:gull\n  disallow  :  /quay  \n", {"gull", "/quay/1", false},
          {"gull", "/pier", true});
}

static void names_are_compared_without_case(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "USER-AGENT: gull\nALLOW: /quay/\nDISALLOW: /\n",
        "user-agent: gull\nallow: /quay/\ndisallow: /\n",
        "UsEr-AgEnT: gull\naLLow: /quay/\ndISallow: /\n",
    };
    for (size_t i = 0; i < 3; i++)
        CHECK(texts[i], {"gull", "/quay/1", true}, {"gull", "/pier/1", false});
}

static void groups_begin_with_agents_and_end_at_the_next(void **state)
{
    (void)state;
    CHECK("allow: /open/sea/\n"
          "\n"
          "user-agent: gull\n"
          "disallow: /\n"
          "allow: /north/\n"
          "user-agent: tern\n"
          "disallow: /\n"
          "allow: /south/\n"
          "\n"
          "\n"
          "allow: /west/\n"
          "user-agent: skua\n"
          "\n"
          "user-agent: gull\n"
          "allow: /east/\n"
          "disallow: /\n",
          {"gull", "/north/1", true}, {"gull", "/east/1", true},
          {"gull", "/south/1", false}, {"tern", "/south/1", true},
          {"tern", "/west/1", true}, {"tern", "/east/1", false},
          {"skua", "/east/1", true}, {"skua", "/north/1", false},
          {"gull", "/open/sea/", false}, {"tern", "/open/sea/", false},
          {"skua", "/open/sea/", false});
}

static void lines_may_end_in_three_ways(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "User-agent: tern\nAllow: /a\nUser-agent: gull\n\n\nDisallow: /\n",
        "User-agent: tern\r\nAllow: /a\r\nUser-agent: gull\r\n\r\n\r\nDisallow: /\r\n",
        "User-agent: tern\rAllow: /a\rUser-agent: gull\r\r\rDisallow: /\r",
        "User-agent: tern\nAllow: /a\r\nUser-agent: gull\n\r\n\nDisallow: /",
    };
    for (size_t i = 0; i < 4; i++) {
        unsigned line = 0;
        struct robots *robots = robots_parse(slice_of_string(texts[i]), SLICE("gull"));
        assert_false(robots_is_allowed(robots, SLICE("/x"), &line));
        assert_int_equal(line, 6);
        robots_free(robots);
    }
}

/* ---- section 2.2.1: the user-agent line -------------------------------------------- */

static void agents_are_compared_without_case(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "User-Agent: SEA GULL\nAllow: /quay/\nDisallow: /\n",
        "User-Agent: sea gull\nAllow: /quay/\nDisallow: /\n",
        "User-Agent: SeA gUlL\nAllow: /quay/\nDisallow: /\n",
    };
    for (size_t i = 0; i < 3; i++)
        CHECK(texts[i], {"Sea", "/quay/1", true}, {"Sea", "/pier", false},
              {"sea", "/quay/1", true}, {"sea", "/pier", false});
}

static void agents_are_whole_product_tokens(void **state)
{
    (void)state;
    const char *text = "user-agent: *\ndisallow: /\n"
                       "user-agent: sea-gull_x/2.1 (+https://gull.example)\n"
                       "allow: /\n";
    CHECK(text, {"sea-gull_x", "/a", true}, {"sea-gull", "/a", false},
          {"sea", "/a", false});
}

static void star_group_is_for_those_without_their_own(void **state)
{
    (void)state;
    CHECK("", {"gull", "/a", true});
    CHECK("user-agent: *\nallow: /\nuser-agent: gull\ndisallow: /\n",
          {"gull", "/a", false}, {"tern", "/a", true});
    CHECK("user-agent: gull\nallow: /\nuser-agent: tern\ndisallow: /\n"
          "user-agent: skua\ndisallow: /\n",
          {"kite", "/a", true});
    CHECK("user-agent: *\ndisallow: /north/\nuser-agent: gull\ndisallow: /south/\n",
          {"gull", "/north/1", true}, {"gull", "/south/1", false},
          {"tern", "/north/1", false});
    CHECK("user-agent: *\ndisallow: /north\n\nuser-agent: *\ndisallow: /south\n",
          {"gull", "/north", false}, {"gull", "/south", false}, {"gull", "/east", true});
}

/* ---- section 2.2.2: allow and disallow --------------------------------------------- */

static void values_begin_at_the_first_octet_and_have_case(void **state)
{
    (void)state;
    CHECK("user-agent: gull\ndisallow: /quay/\n", {"gull", "/quay/1", false},
          {"gull", "/Quay/1", true}, {"gull", "/old/quay/", true});
    CHECK("user-agent: gull\ndisallow: /\nallow: /cod\n", {"gull", "/bar", false},
          {"gull", "/cod", true}, {"gull", "/cod.html", true},
          {"gull", "/cod/fresh.html", true}, {"gull", "/codfish", true},
          {"gull", "/cod.html?id=7", true}, {"gull", "/Cod", false},
          {"gull", "/haddock-cod", false}, {"gull", "/?id=cod", false});
    CHECK("user-agent: gull\ndisallow: /\nallow: /cod/\n", {"gull", "/cod/", true},
          {"gull", "/cod/fresh", true}, {"gull", "/cod/?fresh", true},
          {"gull", "/cod", false}, {"gull", "/cod.html", false},
          {"gull", "/Cod/fresh", false});
}

static void longest_match_decides_and_allow_at_equal_length(void **state)
{
    (void)state;
    CHECK("user-agent: gull\ndisallow: /quay/log.html\nallow: /quay/\n",
          {"gull", "/quay/log.html", false});
    CHECK("user-agent: gull\nallow: /quay/log.html\ndisallow: /quay/\n",
          {"gull", "/quay/log.html", true}, {"gull", "/quay/", false});
    CHECK("user-agent: gull\ndisallow: \nallow: \n", {"gull", "/quay/log.html", true});
    CHECK("user-agent: gull\ndisallow: /\nallow: /\n", {"gull", "/quay/log.html", true});
    CHECK("user-agent: gull\ndisallow: /q\nallow: /q/\n", {"gull", "/q", false},
          {"gull", "/q/", true});
    CHECK("user-agent: gull\ndisallow: /quay/log.html\nallow: /quay/log.html\n",
          {"gull", "/quay/log.html", true});
    CHECK("user-agent: gull\nallow: /log\ndisallow: /*.html\n",
          {"gull", "/log.html", false}, {"gull", "/log", true});
    CHECK("user-agent: gull\nallow: /quay/log.\ndisallow: /*.html\n",
          {"gull", "/quay/log.html", true}, {"gull", "/quay/x.html", false});
    CHECK("user-agent: gull\nallow: /$\ndisallow: /\n", {"gull", "/", true},
          {"gull", "/log.html", false});
}

static void octets_are_compared_percent_encoded(void **state)
{
    (void)state;
    CHECK("user-agent: gull\ndisallow: /\nallow: /map?from=a&to=http://b.example?c&d\n",
          {"gull", "/map?from=a&to=http://b.example?c&d", true},
          {"gull", "/map?from=a&to=http%3A%2F%2Fb.example?c&d", false});
    CHECK("user-agent: gull\ndisallow: /\nallow: /port/\xC3\xB8st\n",
          {"gull", "/port/%C3%B8st", true}, {"gull", "/port/%c3%b8st", true});
    CHECK("user-agent: gull\ndisallow: /\nallow: /port/%C3%B8st\n",
          {"gull", "/port/%C3%B8st", true}, {"gull", "/port/ost", false});
    CHECK("user-agent: gull\ndisallow: /%71uay\n", {"gull", "/quay", false},
          {"gull", "/%71%75ay", false});
}

/* ---- section 2.2.3: special characters --------------------------------------------- */

static void special_characters(void **state)
{
    (void)state;
    CHECK("user-agent: gull\ndisallow: /quay/7/log\nallow: /quay/*/map\n",
          {"gull", "/quay/7/log", false}, {"gull", "/quay/log", true},
          {"gull", "/quay//log", true}, {"gull", "/quay/8/log", true});
    CHECK("user-agent: gull\ndisallow: /quay/7$\nallow: /quay/7/map\n",
          {"gull", "/quay/7", false}, {"gull", "/quay/7/map", true},
          {"gull", "/quay/7/", true}, {"gull", "/quay/7/log", true});
    CHECK("user-agent: gull\n# disallow: /\ndisallow: /log#not this\nallow: /\n",
          {"gull", "/quay", true}, {"gull", "/log", false});
    CHECK("user-agent: gull\ndisallow: /\nallow: /cod*\n", {"gull", "/cod", true},
          {"gull", "/cod.html?id=7", true}, {"gull", "/Cod", false},
          {"gull", "/?id=cod", false});
    CHECK("user-agent: gull\ndisallow: /\nallow: /*.php\n", {"gull", "/log.php", true},
          {"gull", "/a/log.php?x", true}, {"gull", "//a/log.php.html", true},
          {"gull", "/i?f=log.php/", true}, {"gull", "/php/", false},
          {"gull", "/i?php", false}, {"gull", "/log.PHP", false});
    CHECK("user-agent: gull\ndisallow: /\nallow: /*.php$\n", {"gull", "/log.php", true},
          {"gull", "/a/log.php", true}, {"gull", "/log.php?x", false},
          {"gull", "/log.php/", false}, {"gull", "/log.php5", false},
          {"gull", "/aphpa", false});
    CHECK("user-agent: gull\ndisallow: /\nallow: /cod*.php\n", {"gull", "/cod.php", true},
          {"gull", "/codfish/log.php?x", true}, {"gull", "/Cod.PHP", false});
}

/* ---- section 2.2.4, and what begins the file --------------------------------------- */

static void other_lines_are_no_part_of_groups(void **state)
{
    (void)state;
    CHECK("User-agent: tern\nAllow: /a\nUser-agent: gull\n\n\n"
          "Sitemap: https://a.example/sitemap.xml\nDisallow: /b\n",
          {"gull", "/b", false}, {"tern", "/b", true});
    CHECK("Sitemap: https://a.example/sitemap.xml\nUser-agent: gull\nDisallow: /b\n",
          {"gull", "/b", false});
}

static void whole_and_cut_byte_order_marks_are_skipped(void **state)
{
    (void)state;
    static const char *const starts[] = {"\xEF\xBB\xBF", "\xEF\xBB", "\xEF"};
    char text[64];
    for (size_t i = 0; i < 3; i++) {
        snprintf(text, sizeof text, "%sUser-agent: gull\nDisallow: /\n", starts[i]);
        CHECK(text, {"gull", "/a", false});
    }
    CHECK("\xEF\x11\xBFUser-agent: gull\nDisallow: /\n", {"gull", "/a", true});
    CHECK("User-agent: gull\n\xEF\xBB\xBF"
          "Disallow: /\n",
          {"gull", "/a", true});
}

static void no_path_is_the_root(void **state)
{
    (void)state;
    CHECK("user-agent: gull\ndisallow: /\n", {"gull", "", false}, {"", "", true});
    CHECK("", {"gull", "", true}, {"", "", true});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_names_and_values),
        cmocka_unit_test(names_are_compared_without_case),
        cmocka_unit_test(groups_begin_with_agents_and_end_at_the_next),
        cmocka_unit_test(lines_may_end_in_three_ways),
        cmocka_unit_test(agents_are_compared_without_case),
        cmocka_unit_test(agents_are_whole_product_tokens),
        cmocka_unit_test(star_group_is_for_those_without_their_own),
        cmocka_unit_test(values_begin_at_the_first_octet_and_have_case),
        cmocka_unit_test(longest_match_decides_and_allow_at_equal_length),
        cmocka_unit_test(octets_are_compared_percent_encoded),
        cmocka_unit_test(special_characters),
        cmocka_unit_test(other_lines_are_no_part_of_groups),
        cmocka_unit_test(whole_and_cut_byte_order_marks_are_skipped),
        cmocka_unit_test(no_path_is_the_root),
    };
    return cmocka_run_group_tests_name("robots, RFC 9309", tests, NULL, NULL);
}
