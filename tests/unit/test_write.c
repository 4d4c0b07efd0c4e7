/* write: blocks as plain text, Markdown and HTML. */
#include "cleaning.h"

#include "write/html.h"
#include "write/markdown.h"

typedef void (*write_form)(const struct cleaning *c, const struct write_context *form,
                           struct buffer *out);

static void as_text(const struct cleaning *c, const struct write_context *form,
                    struct buffer *out)
{
    write_text(&c->blocks, form, out);
}

static void as_markdown(const struct cleaning *c, const struct write_context *form,
                        struct buffer *out)
{
    write_markdown(&c->blocks, form, out);
}

static void as_html(const struct cleaning *c, const struct write_context *form,
                    struct buffer *out)
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
    struct write_context form = {.arena = &c.arena,
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

static void text_is_wrapped_by_columns(void **state)
{
    (void)state;
    assert_writes(as_text, "", "<ol><li>one two three four five six</ol>",
                  "1. one two three four\n   five six\n");
    assert_writes(as_text, "", "<blockquote><p>one two three four five</blockquote>",
                  "    one two three four\n    five\n");
}

static void text_aligns_table_columns(void **state)
{
    (void)state;
    assert_writes(as_text, "",
                  "<table><tr><td><td>B<td>C<tr><td rowspan=2>水<td>1<td>2"
                  "<tr><td colspan=2>3</table>",
                  "    B  C\n水  1  2\n    3\n");
}

static void text_has_notes_of_links_and_images(void **state)
{
    (void)state;
    assert_writes(as_text, "",
                  "<p>a <a href=c>b</a>, <a href=#d>d</a><img alt=E src=e></p>",
                  "a b [1], d [Image: E]\n\n[1] https://a.example/b/c\n");
    assert_writes(as_text, "",
                  "<p>a<sup><a href=#fn1>1</a></sup> <a href=c>b</a></p><p id=fn1>d</p>",
                  "a[1] b [2]\n\n[1] d\n\n[2] https://a.example/b/c\n");
}

/* ---- Markdown ---------------------------------------------------------------------- */

static void assert_markdown(const char *html, const char *expected)
{
    assert_writes(as_markdown, "", html, expected);
}

static void markdown_escapes_special_characters(void **state)
{
    (void)state;
    assert_markdown("<p># a *b* _c_ d_e [f] &lt;g> `h` \\ i~j</p>",
                    "\\# a \\*b\\* \\_c\\_ d_e \\[f\\] \\<g> \\`h\\` \\\\ i\\~j\n");
    assert_markdown("<p>1. a</p><p>- b</p><p>2024) c</p><p>&amp;amp; &amp; d</p>",
                    "1\\. a\n\n\\- b\n\n2024\\) c\n\n\\&amp; & d\n");
}

static void markdown_keeps_emphasis_next_to_punctuation(void **state)
{
    (void)state;
    assert_markdown("<p>a<b>b</b>c <i>d</i> e<i>f</i></p>", "a**b**c _d_ e*f*\n");
    assert_markdown("<p>a<b>&quot;b&quot;</b>c</p>", "a\"**b**\"c\n");
    assert_markdown("<p><b>a</b><b>b</b> <s>c</s></p>", "**ab** ~~c~~\n");
    assert_markdown("<p><b>a <b>b</b> c</b></p>", "**a b c**\n");
    assert_markdown("<p><i>a</i>_b_ c_d <b>e</b>_f", "_a_\\_b\\_ c_d **e**\\_f\n");
    assert_markdown("<p>\U0001F600<i>a</i> \U0001F600<b>-</b>",
                    "\U0001F600*a* \U0001F600-\n");
    assert_markdown("<p><i><b>a</b></i><b>b</b>", "**ab**\n");
    assert_markdown("<s>a<i>#</i></s><s>b</s>", "a#~~b~~\n");
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

static void markdown_keeps_footnotes(void **state)
{
    (void)state;
    assert_markdown("<p>a<sup id=r1><a href=#n1>1</a></sup> b[<a href=#n2>*</a>].</p>"
                    "<ol><li id=n1>c <a href=#r1>\xE2\x86\xA9</a><p>d"
                    "<li id=n2><a href=#r2>^</a>. e<li>f</ol>",
                    "a[^1] b\\[[\\*](https://a.example/b/#n2)\\].\n\n"
                    "[^1]: c\n\n    d\n\n2. [^](https://a.example/b/#r2). e\n3. f\n");
    assert_markdown(
        "<p>a<a href=#fn-x1 id=x>[x]</a></p><p><a href=#x id=fn-x1>[x]</a>: b c</p>",
        "a[^1]\n\n[^1]: b c\n");
    assert_markdown("<p>a<sup>[<a href=#fn1>1</a>, <a href=#fn2>2</a>]</sup></p>"
                    "<ul><li id=fn1>b<li id=fn2>c<li>d</ul>",
                    "a<sup>\\[[^1], [^2]\\]</sup>\n\n[^1]: b\n\n[^2]: c\n\n- d\n");
    assert_markdown("<p>a<a href=#b>1</a><p id=b>b",
                    "a[1](https://a.example/b/#b)\n\nb\n");
}

static void markdown_writes_definition_lists(void **state)
{
    (void)state;
    assert_markdown("<dl><dt>a <b>b</b><dt>c<dd>d<dd><p>e<p>f</dl>",
                    "**a b**\n\n**c**\n\n- d\n- e\n\n  f\n");
}

static void markdown_keeps_inline_formatting(void **state)
{
    (void)state;
    assert_markdown("<p>H<sub>2</sub>O m<sup>2</sup> <ins>b</ins> <mark>c</mark></p>",
                    "H<sub>2</sub>O m<sup>2</sup> <ins>b</ins> <mark>c</mark>\n");
    assert_markdown("<p><q>a <q>b</q></q> <q lang=de-AT>c</q> <q>&quot;d&quot;</q></p>",
                    "\u201ca \u2018b\u2019\u201d \u201ec\u201c \"d\"\n");
    assert_markdown("<ruby>\u6f22<rp>(<rt>kan<rp>)</ruby>", "\u6f22(kan)\n");
    assert_markdown(
        "<ul><li><input type=checkbox disabled checked> a"
        "<li><p><input type=checkbox disabled>b<li><input type=checkbox>c</ul>",
        "- [x] a\n- [ ] b\n- c\n");
    assert_markdown(
        "<p>a <math alttext='b^2'><mi>b</mi><mn>2</mn></math>, "
        "<img class=latex alt='{c_1}' src=d><img class=emoji alt='\U0001F600'>",
        "a $b^2$, ${c_1}$\U0001F600\n");
    assert_markdown(
        "<p><math><annotation encoding=application/x-tex>{\\displaystyle \\{a\\}}"
        "</annotation></math></p>",
        "$`\\{a\\}`$\n");
}

static void markdown_keeps_urls_intact(void **state)
{
    (void)state;
    assert_markdown("<p>http://a.example/[b] http://a.example/b_c</p>",
                    "http\\://a.example/\\[b\\] http://a.example/b_c\n");
    assert_markdown(
        "<p><s>www.a.example</s> <a href=c>http://a.example/[</a>",
        "~~www\\.a.example~~ [http://a.example/\\[](https://a.example/b/c)\n");
    assert_markdown("<p>http://a.example<br>b", "http://a.example \\\nb\n");
}

static void markdown_finds_lazy_images(void **state)
{
    (void)state;
    assert_markdown("<img src=data:x data-src=a.jpg alt=a>",
                    "![a](https://a.example/b/a.jpg)\n");
    assert_markdown("<img src=spacer.gif srcset='s.jpg 300w, t.jpg 600w'>",
                    "![](https://a.example/b/t.jpg)\n");
    assert_markdown("<picture><source srcset='u.webp'><img alt=u></picture>",
                    "![u](https://a.example/b/u.webp)\n");
    assert_markdown("<p>p<img src=data:x><noscript><img src=v.jpg></noscript>",
                    "p ![](https://a.example/b/v.jpg)\n");
    assert_markdown("<p>p</p><div><noscript><img src=w.jpg></noscript></div>",
                    "p\n\n![](https://a.example/b/w.jpg)\n");
}

static void markdown_drops_line_numbers(void **state)
{
    (void)state;
    assert_markdown(
        "<table><tr><td class=gutter><pre>1\n2</pre><td><pre>a\nb</pre></table>",
        "```\na\nb\n```\n");
    assert_markdown("<pre><span class=lineno>1 </span>a</pre><p class=gutter>2 b",
                    "```\na\n```\n\n2 b\n");
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
    assert_markdown("<table><tr><th align=left>a<th>b<th style='text-align: RIGHT'>c"
                    "<tr><td><td align=center><td align=left>d</table>",
                    "| a | b | c |\n| :-- | :-: | --: |\n|  |  | d |\n");
}

static void markdown_applies_line_rules(void **state)
{
    (void)state;
    assert_writes(as_markdown, "replace_line(/old/): young\n",
                  "<p><b>a</b> ware <b>old</b>, <i>new</i></p>",
                  "**a** ware young, _new_\n");
}

static void all_formats_show_reshaped_elements(void **state)
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
    assert_html("", "<pre class='brush: c;'><div>a</div><div>b</div></pre>",
                "<pre class=\"language-c\">a\nb\n</pre>\n");
    assert_html("",
                "<div class=highlight-js><pre>a</pre></div><p><code class=hljs>b</code>",
                "<pre class=\"language-js\">a</pre>\n<p><code>b</code></p>\n");
    assert_html("", "<p id=a>a<p id=b>b <a href=#a>c</a> <a href=d#b>d</a>",
                "<p id=\"a\">a</p>\n<p>b <a href=\"https://a.example/b/#a\">c</a> "
                "<a href=\"https://a.example/b/d#b\">d</a></p>\n");
}

static void html_includes_formulas_and_check_boxes(void **state)
{
    (void)state;
    assert_html("",
                "<p>a <math><mi>x</mi><annotation encoding=application/x-tex>x_1</math>",
                "<p>a $x_1$</p>\n");
    assert_html("", "<ul><li><input type=checkbox disabled checked> a</ul>",
                "<ul>\n<li>[x] a</li>\n</ul>\n");
}

static void html_contains_no_scripts(void **state)
{
    (void)state;
    static const char *const links[] = {"javascript:x",
                                        " javascript:x",
                                        "java\tscript:x",
                                        "java\nscript:x",
                                        "JaVaScRiPt:x",
                                        "&#1;javascript:x",
                                        "&#x6A;avascript:x",
                                        "javascript&colon;x",
                                        "java&Tab;script:x",
                                        "javascript&#58;x",
                                        "data:text/html,x",
                                        "vbscript:x",
                                        "blob:x",
                                        "file:///etc/passwd",
                                        "view-source:http://x",
                                        "jar:http://x!/",
                                        "\xE2\x80\x8Bjavascript:x",
                                        "java\xC2\xADscript:x",
                                        "java\x01script:x",
                                        "feed:javascript:x"};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        char html[200];
        snprintf(html, sizeof html, "<p>a <a href=\"%s\">b</a><img src=\"%s\"></p>",
                 links[i], links[i]);
        struct cleaning c;
        struct buffer out;
        cleaning_open(&c, "/");
        c.blocks.with_images = true;
        cleaning_page(&c, html);
        struct write_context form = {.arena = &c.arena, .page = c.blocks.page};
        for (int with_base = 0; with_base < 2; with_base++) {
            form.base = with_base ? SLICE("https://a.example/") : SLICE("");
            buffer_open(&out, &c.arena);
            write_html(&c.blocks, &form, &out);
            write_markdown(&c.blocks, &form, &out);
            for (const char *at = out.ptr; (at = strstr(at, "script:")); at++)
                if (!strstr(out.ptr, "\"https://a.example/"))
                    fail_msg("%s: %s", links[i], out.ptr);
            assert_null(strstr(out.ptr, "\"data:"));
            assert_null(strstr(out.ptr, "\"file:"));
        }
        arena_close(&c.arena);
    }
}

static void html_applies_line_rules(void **state)
{
    (void)state;
    assert_html("strip_line: /^b$/\nreplace_line(/^c/): C\n", "<p>a<p>b<p><i>c</i>d",
                "<p>a</p>\n<p><i>Cd</i></p>\n");
}

static void html_of_an_empty_page_is_empty(void **state)
{
    (void)state;
    assert_writes(as_html, "", "<div><p> </p></div>", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_wrapped_by_columns),
        cmocka_unit_test(text_aligns_table_columns),
        cmocka_unit_test(text_has_notes_of_links_and_images),
        cmocka_unit_test(markdown_escapes_special_characters),
        cmocka_unit_test(markdown_keeps_emphasis_next_to_punctuation),
        cmocka_unit_test(markdown_keeps_code),
        cmocka_unit_test(markdown_keeps_links_and_images),
        cmocka_unit_test(markdown_keeps_footnotes),
        cmocka_unit_test(markdown_writes_definition_lists),
        cmocka_unit_test(markdown_keeps_inline_formatting),
        cmocka_unit_test(markdown_keeps_urls_intact),
        cmocka_unit_test(markdown_finds_lazy_images),
        cmocka_unit_test(markdown_drops_line_numbers),
        cmocka_unit_test(markdown_nests_lists_and_quotes),
        cmocka_unit_test(markdown_keeps_tables),
        cmocka_unit_test(markdown_applies_line_rules),
        cmocka_unit_test(all_formats_show_reshaped_elements),
        cmocka_unit_test(html_keeps_structure_and_few_attributes),
        cmocka_unit_test(html_includes_formulas_and_check_boxes),
        cmocka_unit_test(html_contains_no_scripts),
        cmocka_unit_test(html_applies_line_rules),
        cmocka_unit_test(html_of_an_empty_page_is_empty),
    };
    return cmocka_run_group_tests_name("write", tests, NULL, NULL);
}
