/* prefilter: the tree is the same without the content of scripts, styles and comments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>

#include "base/buffer.h"
#include "page/parse.h"
#include "page/prefilter.h"

/* ---- comparing trees --------------------------------------------------------------- */

static bool is_dropped(const struct page *page, uint32_t i)
{
    const struct node *node = &page->nodes[i];
    if (node->tag != TAG_TEXT || node->parent == NODE_NONE)
        return false;
    const struct node *parent = &page->nodes[node->parent];
    return !(parent->flags & NODE_FOREIGN) &&
           (parent->tag == TAG_SCRIPT || parent->tag == TAG_STYLE);
}

static uint32_t next_kept(const struct page *page, uint32_t i)
{
    while (i < page->count && is_dropped(page, i))
        i++;
    return i;
}

static bool same_attributes(const struct page *a, const struct page *b,
                            const struct node *x, const struct node *y)
{
    if (x->attribute_count != y->attribute_count || x->class_count != y->class_count)
        return false;
    for (uint16_t i = 0; i < x->attribute_count; i++) {
        const struct attribute *p = &a->attributes[x->attributes + i];
        const struct attribute *q = &b->attributes[y->attributes + i];
        if (p->name.hash != q->name.hash || !slice_equal(p->value, q->value))
            return false;
    }
    return true;
}

static bool same_node(const struct page *a, uint32_t i, const struct page *b, uint32_t j)
{
    const struct node *x = &a->nodes[i], *y = &b->nodes[j];
    return x->tag == y->tag && x->depth == y->depth && x->flags == y->flags &&
           slice_equal(x->text, y->text) && same_attributes(a, b, x, y);
}

static bool same_page(const struct page *a, const struct page *b)
{
    uint32_t i = next_kept(a, 0), j = next_kept(b, 0);
    while (i < a->count && j < b->count) {
        if (!same_node(a, i, b, j))
            return false;
        i = next_kept(a, i + 1);
        j = next_kept(b, j + 1);
    }
    return i == a->count && j == b->count && a->quirks == b->quirks;
}

static bool keeps_the_tree(struct slice html)
{
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct prefiltered blanked;
    struct page whole, page;
    prefilter_html(&a, html, &blanked);
    bool same = blanked.html.len <= html.len && parse_html(&a, html, &whole, NULL) &&
                parse_blanked(&a, &blanked, &page, NULL) && same_page(&whole, &page);
    arena_close(&a);
    return same;
}

/* ---- blanked content --------------------------------------------------------------- */

static void assert_blanked(const char *html, const char *blanked)
{
    struct arena a;
    struct prefiltered out;
    arena_open(&a, SIZE_MAX);
    prefilter_html(&a, slice_of_string(html), &out);
    assert_string_equal(out.html.ptr, blanked);
    assert_int_equal(out.html.len, strlen(blanked));
    assert_true(keeps_the_tree(slice_of_string(html)));
    arena_close(&a);
}

static void content_is_blanked_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *html, *blanked;
    } cases[] = {
        {"a<script>x</script>b", "a<script></script>b"},
        {"<SCRIPT src=a>x < y</Script >b", "<SCRIPT src=a></Script >b"},
        {"<style media='>'>p > a {}</style>", "<style media='>'></style>"},
        {"a<!-- b -->c", "a<!-->c"},
        {"&am<!-- -->p;", "&am<!-->p;"},
        {"<!--><p>a<!---><p>b", "<!--><p>a<!--><p>b"},
        {"<!-- a --!>b", "<!-->b"},
        {"<!--[if IE]><p>old</p><![endif]-->b", "<!-->b"},
        {"a<![if !IE]>b<![endif]>", "a<![if !IE]>b<![endif]>"},
        {"a<!-- never closed", "a<!--"},
        {"<script>never closed", "<script>"},
        {"<script><!-- <script> a </script> b --></script>c", "<script></script>c"},
        {"<script>\"<!--\"; a()</script>c", "<script></script>c"},
        {"<a title=\"<!-- x -->\" alt='<script>'>b", "<a title=\"\" alt=''>b"},
        {"<b title=\"<!-- x -->\" alt='<script>'>b",
         "<b title=\"<!-- x -->\" alt='<script>'>b"},
        {"<p id=short title = 'a&amp;b&c=d' class=unquoted x=\"caf\xC3\xA9 au lait\">",
         "<p id=short title = '' class=unquoted x=\"caf\xC3\xA9 au lait\">"},
        {"<svg><path d=\"M0 0l9 9\"/></svg>", "<svg><path d=\"\"/></svg>"},
        {"<p title=\"never closed", "<p title=\"never closed"},
        {"<title><!-- a --></title>", "<title><!-- a --></title>"},
        {"<textarea><script>a</script></textarea>",
         "<textarea><script>a</script></textarea>"},
        {"<noscript><!-- a --><p>b</noscript>", "<noscript><!--><p>b</noscript>"},
        {"<svg><style>a<!-- b --></style></svg><!-- c -->",
         "<svg><style>a<!--></style></svg><!-->"},
        {"<svg><![CDATA[<!-- a -->]]></svg>", "<svg><![CDATA[<!-- a -->]]></svg>"},
        {"<svg><p><style>a</style>", "<svg><p><style>a</style>"},
        {"<svg></svg x><style>a</style>", "<svg></svg x><style>a</style>"},
        {"<select><style><b>x</b></style>", "<select><style><b>x</b></style>"},
        {"<plaintext><!-- a -->", "<plaintext><!-- a -->"},
        {"", ""},
        {"<", "<"},
        {"a <b", "a <b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_blanked(cases[i].html, cases[i].blanked);
}

static void data_is_kept_separately(void **state)
{
    (void)state;
    struct arena a;
    struct prefiltered out;
    arena_open(&a, SIZE_MAX);
    prefilter_html(&a,
                   SLICE("<script type=\"application/ld+json\">{\"a\": 1}</script>"
                         "<script>b</script><script type=module>c</script>"
                         "<script id=__NEXT_DATA__ type='application/json'>{}</script>"),
                   &out);
    assert_int_equal(out.embedded_count, 2);
    assert_int_equal(out.embedded[0].kind, EMBEDDED_JSON_LD);
    assert_true(slice_equal(out.embedded[0].text, SLICE("{\"a\": 1}")));
    assert_int_equal(out.embedded[0].id.len, 0);
    assert_int_equal(out.embedded[1].kind, EMBEDDED_STATE);
    assert_true(slice_equal(out.embedded[1].id, SLICE("__NEXT_DATA__")));
    assert_true(slice_equal(out.embedded[1].text, SLICE("{}")));
    arena_close(&a);
}

static void long_values_are_kept_separately(void **state)
{
    (void)state;
    struct arena a;
    struct prefiltered out;
    struct page page;
    arena_open(&a, SIZE_MAX);
    prefilter_html(
        &a,
        SLICE("<body class='one\ttwo\nthree' id=&quot;>"
              "<a href=\"/a?b=&quot;&amp;c=&#39;d&#x27;&lt;&gt;&copy=\">x</a>"),
        &out);
    assert_int_equal(out.asides.count, 2);
    assert_int_equal(out.html.ptr[out.asides.items[0].at], '\'');
    assert_int_equal(out.html.ptr[out.asides.items[1].at], '"');
    assert_true(parse_blanked(&a, &out, &page, NULL));
    assert_int_equal(page.nodes[page.body].class_count, 3);
    assert_true(page_has_class(&page, page.body, SLICE("three")));
    assert_true(slice_equal(page_attribute(&page, page.body + 1, SLICE("href")),
                            SLICE("/a?b=\"&c='d'<>&copy=")));
    arena_close(&a);
}

static void characters_are_placeholders_of_text(void **state)
{
    (void)state;
    static const struct {
        const char *html, *blanked;
    } cases[] = {
        {"<p> Some text.\n</p>", "<p> \xF1\x90\x80\x80</p>"},
        {"<p>It is so<b>short</b>, and then &eacute;t&eacute; is summer<br>",
         "<p>\xF1\x90\x80\x80<b>short</b>\xF1\x90\x80\x81&eacute;t&eacute;"
         " \xF1\x90\x80\x82<br>"},
        {"<title>as it stands</title>x<!-- c -->text behind it<p>",
         "<title>as it stands</title>x<!-->\xF1\x90\x80\x80<p>"},
        {"<p>a page with \xF1\x90\x80\x80 of its own<p>",
         "<p>a page with \xF1\x90\x80\x80 of its own<p>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_blanked(cases[i].html, cases[i].blanked);
}

static void text_is_restored_once(void **state)
{
    (void)state;
    struct arena a;
    struct prefiltered out;
    struct page page;
    arena_open(&a, SIZE_MAX);
    prefilter_html(&a, SLICE("<p>only once<p>&#x50000;<p>&#x50000;&#x50001;<p>"), &out);
    assert_int_equal(out.texts.count, 1);
    assert_true(parse_blanked(&a, &out, &page, NULL));
    assert_true(slice_equal(page_text(&page, page.body, NULL, &a),
                            SLICE("only once \xF1\x90\x80\x80 "
                                  "\xF1\x90\x80\x80\xF1\x90\x80\x81")));
    arena_close(&a);
}

/* ---- the same tree for any page ---------------------------------------------------- */

/* Random pages from pieces that are difficult for tokenizers. */
static void tree_of_random_markup_is_unchanged(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "<script>",
        "</script>",
        "<script/>",
        "</script x='>'>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "--!>",
        "<!-->",
        "<!--->",
        "-",
        ">",
        "<",
        "</",
        "<!",
        "<?",
        "'",
        "\"",
        "=",
        " ",
        "\n",
        "/",
        "a",
        "&lt",
        "&amp",
        ";",
        "<p>",
        "</p>",
        "<b a='",
        "<b a=\"",
        "<b a=",
        "<svg>",
        "</svg>",
        "<svg/>",
        "<math>",
        "</math>",
        "<title>",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<select>",
        "</select>",
        "<option>",
        "<template>",
        "</template>",
        "<table>",
        "</table>",
        "<td>",
        "<col>",
        "<colgroup>",
        "<frameset>",
        "<noframes>",
        "</noframes>",
        "<iframe>",
        "</iframe>",
        "<xmp>",
        "</xmp>",
        "<noscript>",
        "</noscript>",
        "<plaintext>",
        "<![CDATA[",
        "]]>",
        "<g>",
        "</g>",
        "<path/>",
        "<foreignObject>",
        "</foreignObject>",
        "<desc>",
        "</desc>",
        "<mtext>",
        "</mtext>",
        "<mi>",
        "</mi>",
        "<head>",
        "</head>",
        "<body>",
        "</body>",
        "</html>",
        "<script",
        "</script",
        "<style",
        "</style",
        "<div>",
        "</div>",
        "<pre>",
        "<!doctype html>",
        "<a>",
        "</a>",
        "<input>",
        "<image>",
        "<font color=a>",
        "<li>",
        "a run of text",
        " and \n more of it\t",
        "&copyof&amp;text&nosuch;in it",
        "&#65long enough&#x",
        "\xC3\xA9t\xC3\xA9 \xE4\xB8\xAD\xE6\x96\x87\xEF\xBC\x8C\xF0\x9F\x98\x80 done",
        "\xC2\x85with an error\xEF\xBF\xBE in it\xEF\xBB\xBF",
        "two lines\r\nof text",
    };
    srand(1); /* the same pages every time */
    for (int page = 0; page < 20000; page++) {
        struct buffer html;
        buffer_open(&html, NULL);
        for (int left = 1 + rand() % 14; left; left--)
            buffer_append_string(&html,
                                 parts[(size_t)rand() % (sizeof parts / sizeof *parts)]);
        if (!keeps_the_tree(buffer_slice(&html)))
            fail_msg("another tree: %s", html.ptr);
        buffer_close(&html);
    }
}

/* Random values, on elements whose values the parser compares, and on others. */
static void random_values_are_unchanged(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a long value", "hidden",       "text/html",    "&",        "&amp;", "&amp",
        "&quot;",       "&copy",        "&copy;",       "&copy=",   "&not",  "&notin;",
        "&nosuch;",     "&nosuch=",     "&#39;",        "&#039;",   "&#39",  "&#",
        "&#x27;",       "&#x41;",       "&#128;",       "=",        "x",     " ",
        "\r\n",         "\t",           "caf\xC3\xA9",  "\xC2\x85", "<p>",   "-->",
        "</script>",    "\xEF\xB7\x90", "&lt;&gt;&amp", "?q=1&r=2", "#",     "/",
    };
    static const char *const tags[] = {
        "p",     "a",    "b",       "B",    "font",           "i",    "input", "body",
        "html",  "svg",  "td",      "math", "annotation-xml", "span", "code",  "isindex",
        "table", "/p",   "/a",      "/b",   "/svg",           "img",  "/math", "style",
        "li",    "path", "/select", "div",  "select",         "u",    "nobr",  "option",
    };
    srand(2);
    for (int page = 0; page < 20000; page++) {
        struct buffer html;
        buffer_open(&html, NULL);
        for (int left = 1 + rand() % 9; left; left--) {
            const char *tag = tags[(size_t)rand() % (sizeof tags / sizeof *tags)];
            char quote = rand() % 2 ? '"' : '\'';
            buffer_printf(&html, "<%s %s=%c", tag, rand() % 2 ? "type" : "encoding",
                          quote);
            for (int length = rand() % 4; length; length--)
                buffer_append_string(
                    &html, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
            buffer_printf(&html, "%c>%s", quote, rand() % 2 ? "text" : "");
        }
        if (!keeps_the_tree(buffer_slice(&html)))
            fail_msg("another tree: %s", html.ptr);
        buffer_close(&html);
    }
}

static void read_gzip(const char *path, struct buffer *out)
{
    char command[1024];
    snprintf(command, sizeof command, "gzip -dc '%s'", path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    for (size_t n = 1; n;) {
        assert_true(buffer_reserve(out, 1 << 16));
        n = fread(out->ptr + out->len, 1, 1 << 16, pipe);
        out->len += n;
    }
    pclose(pipe);
}

/* Tests every 40th page of the folder CORPUS (default: a corpus below ../shared), or all
   with CORPUS_STEP=1. */
static void tree_of_real_pages_is_unchanged(void **state)
{
    (void)state;
    const char *folder = getenv("CORPUS"), *step_text = getenv("CORPUS_STEP");
    size_t step = step_text && atoi(step_text) > 0 ? (size_t)atoi(step_text) : 40;
    char pattern[1024];
    snprintf(pattern, sizeof pattern, "%s/*.html.gz",
             folder ? folder : "../shared/corpus/wcxb-dev/html");
    glob_t pages;
    if (glob(pattern, 0, NULL, &pages) != 0)
        skip();
    for (size_t i = 0; i < pages.gl_pathc; i += step) {
        struct buffer html;
        buffer_open(&html, NULL);
        read_gzip(pages.gl_pathv[i], &html);
        if (!keeps_the_tree(buffer_slice(&html)))
            fail_msg("another tree: %s", pages.gl_pathv[i]);
        buffer_close(&html);
    }
    globfree(&pages);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_is_blanked_exactly),
        cmocka_unit_test(data_is_kept_separately),
        cmocka_unit_test(long_values_are_kept_separately),
        cmocka_unit_test(characters_are_placeholders_of_text),
        cmocka_unit_test(text_is_restored_once),
        cmocka_unit_test(tree_of_random_markup_is_unchanged),
        cmocka_unit_test(random_values_are_unchanged),
        cmocka_unit_test(tree_of_real_pages_is_unchanged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
