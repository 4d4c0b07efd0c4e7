/* blocks: a marked page and plain text input as blocks. */
#include "cleaning.h"

static void assert_text(const char *html, const char *text)
{
    assert_cleans("", html, text);
}

static void blocks_collapse_spaces_and_drop_invisible_characters(void **state)
{
    (void)state;
    assert_text("<p>  a\n b&nbsp;&nbsp; c\xE2\x80\x83"
                "d </p>",
                "a b c d\n");
    assert_text("<p>soft&shy;hyphen zero&#8203;width \xEF\xBB\xBF"
                "bom&#7;</p>",
                "softhyphen zerowidth bom\n");
    assert_text("<p>one</p><p>&zwj;</p><p>&zwj;two", "one\n\ntwo\n");
    assert_text(
        "<p>\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE\xD9\x88\xD8\xA7\xD9\x87\xD9\x85</p>",
        "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE\xD9\x88\xD8\xA7\xD9\x87\xD9\x85\n");
}

static void words_of_adjacent_blocks_are_separated(void **state)
{
    (void)state;
    assert_text("text<div>block</div>tail", "text\n\nblock\n\ntail\n");
    assert_text("<span>a<p>b</p>c</span>", "a\n\nb\n\nc\n");
    assert_text("<a>One</a><a>Two</a>", "One Two\n");
    assert_text("word<img>word", "word word\n");
    assert_text("<div><span>Brand</span><span>Name</span></div>", "Brand Name\n");
    assert_text("<p><b>Win</b><i>now</i>, un<a>do</a>, <span>so</span><span>me</span>",
                "Winnow, undo, some\n");
    assert_text("<b>bold</b>face, f<i>oo</i>.", "boldface, foo.\n");
}

static void line_breaks_end_lines(void **state)
{
    (void)state;
    assert_text("<p>a<br>b<br><br>c<br></p><p>d", "a\nb\n\nc\n\nd\n");
}

static void list_items_have_markers(void **state)
{
    (void)state;
    assert_text("<p>x</p><ul><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ul>",
                "x\n\n- a\n  - b\n- c\n\n  d\n");
    assert_text("<ol start=3><li>a<li value=7>b<li>c</ol>", "3. a\n7. b\n8. c\n");
    assert_text("<ol start='9999999999'><li>a</ol>", "1. a\n");
    assert_text("<ul><li><h3>Head</h3><p>text</ul>", "- Head\n\n  text\n");
}

static void preformatted_text_is_kept(void **state)
{
    (void)state;
    assert_text("<pre>\n\nif (a)\n    b;\t// c\n\n</pre>", "if (a)\n    b;\t// c\n");
    assert_text("<pre><div>one</div><div>two</div>three<br>four</pre>",
                "one\ntwo\nthree\nfour\n");
}

static void table_rows_are_lines(void **state)
{
    (void)state;
    assert_text("<table><caption>C</caption><tr><th>A<th>B<tr><td>1<td><p>2</p></table>",
                "C\n\nA  B\n1  2\n");
    assert_text("<table><tr><td>menu<td><h1>T</h1><p>one<p>two</table>",
                "menu\n\nT\n\none\n\ntwo\n");
    assert_text("<table><tr><td>alone</table>", "alone\n");
}

static void hidden_elements_are_left_out(void **state)
{
    (void)state;
    assert_text("<p>a<script>x</script><style>y</style><template>z</template>", "a\n");
    assert_text("<p>a long enough text to be most of it</p><p hidden>b</p>"
                "<p style='color: red; DISPLAY : none'>c</p>"
                "<i aria-hidden=true>d</i><dialog>e</dialog>",
                "a long enough text to be most of it\n");
    assert_text("<p>a</p><select><option>b</select><button>c</button>"
                "<h3><button>d</button></h3>",
                "a\n\nd\n");
    assert_text("<p>a</p><svg><text>b</text></svg><video>c</video>"
                "<noscript>Enable JavaScript</noscript>",
                "a\n");
}

static void elements_revealed_by_scripts_are_included(void **state)
{
    (void)state;
    assert_text("<style>x</style><div style='visibility:hidden'><p>the text</p></div>",
                "the text\n");
    assert_text("<p hidden=until-found>folded</p>", "folded\n");
}

#define TEN_WORDS "one two three four five six seven eight nine ten "
static void noscript_is_included_unless_it_is_a_copy(void **state)
{
    (void)state;
    const char *thread = TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS;
    char html[1000], text[500];
    snprintf(text, sizeof text, "%.*s\n", (int)strlen(thread) - 1, thread);
    snprintf(html, sizeof html, "<noscript><p>%s</p></noscript>", thread);
    assert_text(html, text);
    snprintf(html, sizeof html, "<p>%s</p><noscript><p>%s</p></noscript>", thread,
             thread);
    assert_text(html, text);
}

static void deep_nesting_needs_no_recursion(void **state)
{
    (void)state;
    struct cleaning c;
    struct buffer html;
    cleaning_open(&c, "/");
    buffer_open(&html, &c.arena);
    for (int i = 0; i < 400; i++)
        buffer_append_string(&html, "<ul><li><blockquote>");
    buffer_append_string(&html, "deep");
    assert_non_null(strstr(cleaning_page(&c, html.ptr), "deep\n"));
    arena_close(&c.arena);
}

/* ---- plain text -------------------------------------------------------------------- */

static void assert_plain_text(const char *input, const char *text)
{
    struct cleaning c;
    cleaning_open(&c, "/");
    assert_string_equal(cleaning_text(&c, input), text);
    arena_close(&c.arena);
}

static void lines_of_plain_text_are_kept(void **state)
{
    (void)state;
    assert_plain_text("a\nb\r\n\n\n\nc", "a\nb\n\nc\n");
    assert_plain_text("  \xE2\x80\xA2 x  y\n    * z\n  1. n",
                      "  \xE2\x80\xA2 x y\n    * z\n  1. n\n");
    assert_plain_text("\xC2\xA0\n \t\n", "");
    assert_plain_text("-- Signature", "-- Signature\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_collapse_spaces_and_drop_invisible_characters),
        cmocka_unit_test(words_of_adjacent_blocks_are_separated),
        cmocka_unit_test(line_breaks_end_lines),
        cmocka_unit_test(list_items_have_markers),
        cmocka_unit_test(preformatted_text_is_kept),
        cmocka_unit_test(table_rows_are_lines),
        cmocka_unit_test(hidden_elements_are_left_out),
        cmocka_unit_test(elements_revealed_by_scripts_are_included),
        cmocka_unit_test(noscript_is_included_unless_it_is_a_copy),
        cmocka_unit_test(deep_nesting_needs_no_recursion),
        cmocka_unit_test(lines_of_plain_text_are_kept),
    };
    return cmocka_run_group_tests_name("blocks", tests, NULL, NULL);
}
