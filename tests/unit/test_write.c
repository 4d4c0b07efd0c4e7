/* write: blocks as plain text, Markdown and HTML. */
#include "cleaning.h"

#include "write/html.h"
#include "write/markdown.h"

typedef void (*write_form)(const struct cleaning *c, const struct form *form,
                           struct buffer *out);

static void as_text(const struct cleaning *c, const struct form *form, struct buffer *out)
{
    write_text(&c->blocks, form, out);
}

static void as_markdown(const struct cleaning *c, const struct form *form,
                        struct buffer *out)
{
    write_markdown(&c->blocks, form, out);
}

static void as_html(const struct cleaning *c, const struct form *form, struct buffer *out)
{
    write_html(&c->blocks, form, out);
}

static void assert_writes(write_form write, const char *rules, const char *html,
                          const char *expected)
{
    struct cleaning c;
    struct buffer out;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE, rules);
    c.blocks.with_images = true;
    cleaning_page(&c, html);
    struct form form = {.arena = &c.arena,
                        .page = c.blocks.page,
                        .base = SLICE("https://a.example/b/"),
                        .width = write == as_text ? 24 : 0,
                        .links = true,
                        .images = true};
    buffer_open(&out, &c.arena);
    write(&c, &form, &out);
    assert_string_equal(out.ptr, expected);
    arena_close(&c.arena);
}

/* ---- text -------------------------------------------------------------------------- */

static void text_wraps_by_columns_behind_its_indent(void **state)
{
    (void)state;
    assert_writes(as_text, "", "<ol><li>one two three four five six</ol>",
                  "1. one two three four\n   five six\n");
    assert_writes(as_text, "", "<blockquote><p>one two three four five</blockquote>",
                  "    one two three four\n    five\n");
}

static void text_lines_up_columns(void **state)
{
    (void)state;
    assert_writes(as_text, "",
                  "<table><tr><td><td>B<td>C<tr><td rowspan=2>水<td>1<td>2"
                  "<tr><td colspan=2>3</table>",
                  "    B  C\n水  1  2\n    3\n");
}

static void text_notes_links_and_images(void **state)
{
    (void)state;
    assert_writes(as_text, "",
                  "<p>a <a href=c>b</a>, <a href=#d>d</a><img alt=E src=e></p>",
                  "a b [1], d [Image: E]\n\n[1] https://a.example/b/c\n");
}

/* ---- Markdown ---------------------------------------------------------------------- */

static void assert_markdown(const char *html, const char *expected)
{
    assert_writes(as_markdown, "", html, expected);
}

static void markdown_escapes_what_would_be_marks(void **state)
{
    (void)state;
    assert_markdown("<p># a *b* _c_ d_e [f] &lt;g> `h` \\ i~j</p>",
                    "\\# a \\*b\\* \\_c\\_ d_e \\[f\\] \\<g> \\`h\\` \\\\ i\\~j\n");
    assert_markdown("<p>1. a</p><p>- b</p><p>2024) c</p><p>&amp;amp; &amp; d</p>",
                    "1\\. a\n\n\\- b\n\n2024\\) c\n\n\\&amp; & d\n");
}

static void markdown_keeps_emphasis_where_its_marks_would_fail(void **state)
{
    (void)state;
    assert_markdown("<p>a<b>b</b>c <i>d</i> e<i>f</i></p>", "a**b**c _d_ e*f*\n");
    assert_markdown("<p>a<b>&quot;b&quot;</b>c</p>", "&#x61;**\"b\"**&#x63;\n");
    assert_markdown("<p><b>a</b><b>b</b> <s>c</s></p>", "**ab** ~~c~~\n");
    assert_markdown("<p><b>a <b>b</b> c</b></p>", "**a b c**\n");
}

static void markdown_keeps_code(void **state)
{
    (void)state;
    assert_markdown("<p><code>a*b</code> <code>`c`</code></p>", "`a*b` `` `c` ``\n");
    assert_markdown("<p><code>a</code><code>b</code></p>", "`ab`\n");
    assert_markdown("<p><code>f(<a href=g>g</a>)</code></p>",
                    "`f(`[`g`](https://a.example/b/g)`)`\n");
    assert_markdown("<ul><li><pre><code class=language-c>a\n\n```\n</code></pre></ul>",
                    "- ````c\n  a\n\n  ```\n  ````\n");
}

static void markdown_keeps_links_and_images(void **state)
{
    (void)state;
    assert_markdown("<p><a href='c d(e)'>b</a><a href='javascript:x'>f</a></p>",
                    "[b](https://a.example/b/c%20d\\(e\\)) f\n");
    assert_markdown("<a href=/x><img src=y alt='[z]'></a>",
                    "[![\\[z\\]](https://a.example/b/y)](https://a.example/x)\n");
    assert_markdown("<a href=/x><h2>T</h2><p>u</p></a>",
                    "## [T](https://a.example/x)\n\n[u](https://a.example/x)\n");
}

static void markdown_nests_lists_and_quotes(void **state)
{
    (void)state;
    assert_markdown("<ul><li>a<ol start=3><li>b</ol><li><p>c<p>d</ul><ul><li>e</ul>",
                    "- a\n\n  3. b\n- c\n\n  d\n\n* e\n");
    assert_markdown(
        "<blockquote><p>a<ul><li>b</ul></blockquote><blockquote>c</blockquote>",
        "> a\n>\n> - b\n\n> c\n");
    assert_markdown("<p>a<br>- b<hr>c", "a\\\n\\- b\n\n---\n\nc\n");
}

static void markdown_keeps_tables(void **state)
{
    (void)state;
    assert_markdown("<table><tr><th>A<th>B|C<tr><td><b>1</b><td><code>|</code></table>",
                    "| A | B\\|C |\n| --- | --- |\n| **1** | `\\|` |\n");
}

static void markdown_heeds_line_rules(void **state)
{
    (void)state;
    assert_writes(as_markdown, "replace_line(/old/): young\n",
                  "<p><b>a</b> ware <b>old</b>, <i>new</i></p>",
                  "**a** ware young, _new_\n");
}

static void forms_follow_what_rules_have_reshaped(void **state)
{
    (void)state;
    const char *rules =
        "dissolve: center\nwrap_in(blockquote): .q\nmove_into(main): .m\n";
    const char *page = "<p class=m><a href=1>one</a></p><center><span><a href=2>two</a>"
                       "</span></center><p class=q><a href=3>three</a></p><main></main>";
    assert_writes(as_markdown, rules, page,
                  "[two](https://a.example/b/2)\n\n> [three](https://a.example/b/3)\n\n"
                  "[one](https://a.example/b/1)\n");
    assert_writes(
        as_html, rules, page,
        "<article data-winnow=\"clean\">\n"
        "<div><a href=\"https://a.example/b/2\">two</a>\n<blockquote>\n"
        "<p><a href=\"https://a.example/b/3\">three</a></p>\n</blockquote>\n"
        "<p><a href=\"https://a.example/b/1\">one</a></p>\n</div>\n</article>\n");
}

/* ---- HTML -------------------------------------------------------------------------- */

static void assert_html(const char *rules, const char *html, const char *body)
{
    char expected[1000];
    snprintf(expected, sizeof expected, "<article data-winnow=\"clean\">\n%s</article>\n",
             body);
    assert_writes(as_html, rules, html, expected);
}

static void html_keeps_structure_and_few_attributes(void **state)
{
    (void)state;
    assert_html(
        "", "<div class=x><div><p style=a>a <span>b</span><b> c </b>d</p></div></div>",
        "<p>a b<b> c</b> d</p>\n");
    assert_html("", "<table width=1><tr><td colspan=2 bgcolor=red>a<td></table>",
                "<table>\n<tbody>\n<tr>\n<td colspan=\"2\">a</td>\n<td></td>\n</tr>\n"
                "</tbody>\n</table>\n");
    assert_html("", "<pre>\n\n a &lt;</pre>", "<pre>\n\n a &lt;</pre>\n");
    assert_html("", "<center>a<br>b</center>", "<div>a<br>b</div>\n");
}

static void html_heeds_line_rules(void **state)
{
    (void)state;
    assert_html("strip_line: /^b$/\nreplace_line(/^c/): C\n", "<p>a<p>b<p><i>c</i>d",
                "<p>a</p>\n<p><i>Cd</i></p>\n");
}

static void html_of_nothing_is_nothing(void **state)
{
    (void)state;
    assert_writes(as_html, "", "<div><p> </p></div>", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_wraps_by_columns_behind_its_indent),
        cmocka_unit_test(text_lines_up_columns),
        cmocka_unit_test(text_notes_links_and_images),
        cmocka_unit_test(markdown_escapes_what_would_be_marks),
        cmocka_unit_test(markdown_keeps_emphasis_where_its_marks_would_fail),
        cmocka_unit_test(markdown_keeps_code),
        cmocka_unit_test(markdown_keeps_links_and_images),
        cmocka_unit_test(markdown_nests_lists_and_quotes),
        cmocka_unit_test(markdown_keeps_tables),
        cmocka_unit_test(markdown_heeds_line_rules),
        cmocka_unit_test(forms_follow_what_rules_have_reshaped),
        cmocka_unit_test(html_keeps_structure_and_few_attributes),
        cmocka_unit_test(html_heeds_line_rules),
        cmocka_unit_test(html_of_nothing_is_nothing),
    };
    return cmocka_run_group_tests_name("write", tests, NULL, NULL);
}
