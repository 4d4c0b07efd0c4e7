/* apply_rules: what each directive about elements does, and in which order they apply. */
#include "cleaning.h"

/* Cleans with a site's rule file and a generic one. */
static void assert_both(const char *site, const char *generic, const char *html,
                        const char *text)
{
    struct cleaning c;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE, site);
    cleaning_add_rules(&c, AUTHORITY_DEFAULT, generic);
    assert_string_equal(cleaning_page(&c, html), text);
    arena_close(&c.arena);
}

/* ---- body -------------------------------------------------------------------------- */

static void first_matching_body_is_used(void **state)
{
    (void)state;
    assert_cleans("body: .none\nbody: #b\nbody: #a\n",
                  "<p id=a>a</p><p id=b>b</p><p>c</p>", "b\n");
}

static void nodes_of_a_body_are_concatenated_once(void **state)
{
    (void)state;
    assert_cleans("body: .x\n",
                  "<div class=x>a<p class=x>b</p></div><p>c</p><p class=x>d</p>",
                  "a\n\nb\n\nd\n");
}

static void body_without_text_is_skipped(void **state)
{
    (void)state;
    assert_cleans("body: #a\nbody: #b\n", "<div id=a> <img></div><p id=b>b</p>", "b\n");
}

static void body_does_not_match_stripped_nodes(void **state)
{
    (void)state;
    assert_cleans("strip: .ad\nbody: article:first-of-type\n",
                  "<article class=ad>ad</article><article>text</article>", "text\n");
}

static void scoped_rules_take_precedence(void **state)
{
    (void)state;
    const char *rules = "body: #a\n[path /live/**]\nbody: #b\n";
    const char *html = "<p id=a>a</p><p id=b>b</p>";
    struct cleaning c;
    cleaning_open(&c, "/live/1");
    cleaning_add_rules(&c, AUTHORITY_SITE, rules);
    assert_string_equal(cleaning_page(&c, html), "b\n");
    arena_close(&c.arena);
    assert_cleans(rules, html, "a\n");
}

static void missing_body_is_reported(void **state)
{
    (void)state;
    struct cleaning c;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE, "strip: i\nbody: .none\n");
    cleaning_page(&c, "<p>a</p>");
    assert_non_null(c.findings.missed);
    assert_int_equal(c.findings.missed->line, 2);
    assert_false(c.findings.has_body);
    arena_close(&c.arena);
}

/* ---- title, author, date ----------------------------------------------------------- */

static void title_node_is_removed_from_the_body(void **state)
{
    (void)state;
    struct cleaning c;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE,
                       "title: h2\ntitle: h1\nauthor: .by\ndate: time @datetime\n");
    const char *text = cleaning_page(&c, "<h1> A  title </h1><p class=by>Ann</p>"
                                         "<time datetime=2020-01-02>Thu</time><p>x</p>");
    assert_string_equal(text, "Thu\n\nx\n");
    assert_string_equal(c.findings.title.ptr, "A title");
    assert_true(c.findings.title_removed);
    assert_int_equal(slice_compare(c.findings.author, SLICE("Ann")), 0);
    assert_int_equal(slice_compare(c.findings.date, SLICE("2020-01-02")), 0);
    arena_close(&c.arena);
}

static void value_in_the_head_removes_nothing(void **state)
{
    (void)state;
    struct cleaning c;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE,
                       "title: title\nauthor: meta[name=author] @content\n");
    assert_string_equal(cleaning_page(&c, "<title>T</title><meta name=author content=A>"
                                          "<h1>T</h1>"),
                        "T\n");
    assert_int_equal(slice_compare(c.findings.title, SLICE("T")), 0);
    assert_int_equal(slice_compare(c.findings.author, SLICE("A")), 0);
    assert_false(c.findings.title_removed);
    arena_close(&c.arena);
}

/* ---- strip and keep ---------------------------------------------------------------- */

static void strip_removes_subtrees(void **state)
{
    (void)state;
    assert_cleans("strip: .a, #b\nstrip_id_or_class: c\n",
                  "<p class='a z'>1</p><p id=b>2</p><p id=c>3</p><p class=c>4</p>"
                  "<p class=cc>5</p>word<span class=a>x</span>word",
                  "5\n\nword word\n");
}

static void later_selectors_do_not_match_stripped_nodes(void **state)
{
    (void)state;
    assert_cleans("strip: .ad\nstrip: p:first-child\n",
                  "<div><p class=ad>a</p><p>b</p><p>c</p></div>", "c\n");
    assert_cleans("strip: .ad\nstrip: div:not(:has(p))\n",
                  "<div>x<p class=ad>a</p></div><div>y<p>b</p></div>", "y\n\nb\n");
}

static void keep_overrides_strip_and_cut(void **state)
{
    (void)state;
    assert_cleans("strip: .box\nkeep: .note\n",
                  "<p>a</p><div class=box>b<p class=note>c<i class=box>d</i></p>e</div>",
                  "a\n\ncd\n");
    assert_cleans("strip_from: .end\nkeep: .note\n",
                  "<p>aaaa</p><p class=end>b</p><p class=note>c</p><p>d</p>",
                  "aaaa\n\nc\n");
}

static void keep_does_not_extend_the_body(void **state)
{
    (void)state;
    assert_cleans("body: #b\nkeep: .note\nstrip: .box\n",
                  "<p class=note>out</p><div id=b>a<div class=box>x<p class=note>in</p>"
                  "</div></div>",
                  "a\n\nin\n");
}

/* ---- cuts -------------------------------------------------------------------------- */

static void cuts_apply_in_document_order(void **state)
{
    (void)state;
    const char *html = "<div><p>aa</p><div>bb<h2 class=m>mm</h2>cc</div></div><p>dd</p>";
    assert_cleans("strip_from: .m\n", html, "aa\n\nbb\n");
    assert_cleans("strip_after: .m\n", html, "aa\n\nbb\n\nmm\n");
    assert_cleans("strip_before: .m\n", html, "mm\n\ncc\n\ndd\n");
}

static void cuts_apply_only_inside_the_body(void **state)
{
    (void)state;
    assert_cleans("body: .b\nstrip_from: .m\n",
                  "<p class=m>x</p><div class=b>a<p class=m>m</p>b</div>"
                  "<div class=b>c</div>",
                  "a\n");
}

static void cut_that_removes_nearly_everything_is_ignored(void **state)
{
    (void)state;
    const char *html = "<p>a</p><p class=m>m</p><p>nearly all of the text is here</p>";
    struct cleaning c;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE, "strip_from: .m\n");
    assert_string_equal(cleaning_page(&c, html),
                        "a\n\nm\n\nnearly all of the text is here\n");
    assert_int_equal(c.notes.count, 1);
    assert_string_equal(note_code_name(c.notes.items[0].code), "cut-refused");
    assert_string_equal(c.notes.items[0].place.ptr, "site.txt:1");
    arena_close(&c.arena);
    assert_cleans("strip_from(force): .m\n", html, "a\n");
}

/* ---- generic rules ----------------------------------------------------------------- */

static void generic_rules_apply_inside_a_body(void **state)
{
    (void)state;
    const char *html = "<div id=b><p>text</p><p class=share>x</p></div>";
    assert_both("body: #b\n", "strip: .share\n", html, "text\n");
    assert_both("body: #b\nprune: no\n", "strip: .share\n", html, "text\n\nx\n");
}

static void generic_rules_never_remove_the_body(void **state)
{
    (void)state;
    assert_both("body: .b\n", "strip: .related\n",
                "<div class=related><div class='b related'>text</div>menu</div>",
                "text\n");
    assert_both("strip: i\n", "strip: .related\n",
                "<p>a</p><div class=related>most of the text that is on the page</div>",
                "a\n\nmost of the text that is on the page\n");
    assert_both(
        "strip: i\n", "strip: .related\n",
        "<p>a text</p><div class=related><a>most of what is on the page</a></div>",
        "a text\n");
    assert_both("strip: i\n", "strip: .related\n",
                "<div class=related><a>all that is on the page</a></div>",
                "all that is on the page\n");
}

/* ---- walls ------------------------------------------------------------------------- */

static void wall_rule_ignores_hidden_elements(void **state)
{
    (void)state;
    struct cleaning c;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE, "wall_if: #consent\n");
    cleaning_page(&c, "<div id=consent>Accept</div>");
    assert_non_null(c.findings.wall);
    cleaning_page(&c, "<p>the text of the page</p><div id=consent hidden>Accept</div>");
    assert_null(c.findings.wall);
    arena_close(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_matching_body_is_used),
        cmocka_unit_test(nodes_of_a_body_are_concatenated_once),
        cmocka_unit_test(body_without_text_is_skipped),
        cmocka_unit_test(body_does_not_match_stripped_nodes),
        cmocka_unit_test(scoped_rules_take_precedence),
        cmocka_unit_test(missing_body_is_reported),
        cmocka_unit_test(title_node_is_removed_from_the_body),
        cmocka_unit_test(value_in_the_head_removes_nothing),
        cmocka_unit_test(strip_removes_subtrees),
        cmocka_unit_test(later_selectors_do_not_match_stripped_nodes),
        cmocka_unit_test(keep_overrides_strip_and_cut),
        cmocka_unit_test(keep_does_not_extend_the_body),
        cmocka_unit_test(cuts_apply_in_document_order),
        cmocka_unit_test(cuts_apply_only_inside_the_body),
        cmocka_unit_test(cut_that_removes_nearly_everything_is_ignored),
        cmocka_unit_test(generic_rules_apply_inside_a_body),
        cmocka_unit_test(generic_rules_never_remove_the_body),
        cmocka_unit_test(wall_rule_ignores_hidden_elements),
    };
    return cmocka_run_group_tests_name("judge", tests, NULL, NULL);
}
