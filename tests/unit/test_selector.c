/* selector: what selectors match, errors, and sets compared with single selectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "selector_pages.h"

static const struct selector *compiled(struct arena *a, const char *text)
{
    const struct selector *selector;
    struct error err = {0};
    if (!selector_compile(a, slice_of_string(text), SELECTOR_CSS, &selector, &err))
        fail_msg("%s: %u: %s", text, err.column, err.text);
    return selector;
}

/* ---- matching ---------------------------------------------------------------------- */

static const struct {
    int page;
    const char *selector, *expected;
} rows[] = {
    /* types */
    {0, "article", "art"},
    {0, "ARTICLE", "art"},
    {0, "li", "li1 li2 li3 li4 li5"},
    {0, "title", "title"},
    {0, "html", "html"},
    {0, "nav", ""},
    {0, "ul *", "li1 li2 li3 li4 li5"},
    {2, "my-el", "m1 m2"},
    {2, "MY-EL", "m1 m2"},
    {2, "foreignObject", "fo"},
    {2, "svg a", "sa"},
    /* classes and ids */
    {0, ".bar", "top foot"},
    {0, ".Bar", ""},
    {0, ".top", ""},
    {0, ".Top", "top"},
    {0, ".story.main-story", "art"},
    {0, ".main", ""},
    {0, "div.bar", "top foot"},
    {0, "p.bar", ""},
    {0, "#art", "art"},
    {0, "#Art", ""},
    {0, "article#art.story", "art"},
    {0, "*#art", "art"},
    {0, ".md\\:flex", "foot"},
    {0, ".-x", "foot"},
    {0, ".\\39 lives", "foot"},
    {0, ".\\000039lives", "foot"},
    {3, "#a\\.b", "a.b"},
    {3, ".c\\#d", "a.b"},
    {3, ".e\\\"f", "a.b"},
    {3, "#\\39", "9"},
    {3, ".\xc3\xa9t\xc3\xa9", "9"},
    {3, ".\\E9t\\E9", "9"},
    {1, ".story", "Main"},
    {1, ".STORY.bar", "Main"},
    {1, "#main", "Main"},
    {1, "#MAIN > p.note", "p1"},
    {1, "P", "p1"},
    /* attributes */
    {0, "[href]", "l1 l2"},
    {0, "[HREF]", "l1 l2"},
    {0, "a[href='/y']", "l2"},
    {0, "a[href=\"/y\"]", "l2"},
    {0, "a[href='/Y']", ""},
    {0, "a[href='/Y' i]", "l2"},
    {0, "a[href = '/y' ]", "l2"},
    {0, "[href^=https]", "l1"},
    {0, "[href^='HTTPS']", ""},
    {0, "[href^='HTTPS'i]", "l1"},
    {0, "[href$='.pdf']", "l1"},
    {0, "[href$='.PDF' I]", "l1"},
    {0, "[href*='example']", "l1"},
    {0, "[href*='EXAMPLE' i]", "l1"},
    {0, "[href*='']", ""},
    {0, "[href^='']", ""},
    {0, "[href$='']", ""},
    {0, "[data-kind~=news]", "art"},
    {0, "[data-kind~=item]", "art"},
    {0, "[data-kind~='news item']", ""},
    {0, "[data-kind~=new]", ""},
    {0, "[data-kind~='']", ""},
    {0, "[data-kind~=NEWS i]", "art"},
    {0, "[class|=main]", ""},
    {0, "[hreflang|=en]", "l2"},
    {0, "[hreflang|=EN]", "l2"},
    {0, "[hreflang|='en-GB']", "l2"},
    {0, "[hreflang|=e]", ""},
    {3, "[lang|=en]", "q"},
    {0, "[rel=nofollow]", "l1"},
    {0, "[rel=nofollow s]", ""},
    {0, "[rel=NoFollow s]", "l1"},
    {0, "[id=art]", "art"},
    {0, "[class='bar md:flex -x 9lives']", "foot"},
    {0, "[class*=story]", "art"},
    {0, "[class='']", ""},
    {0, "[nosuch]", ""},
    {0, "a[href][rel]", "l1"},
    {3, "[title='say \"hi\"']", "q"},
    {3, "[title=\"say \\\"hi\\\"\"]", "q"},
    {3, "[type=text]", "in"},
    {3, "[name=q]", ""},
    {3, "[disabled]", "in"},
    {3, "[disabled='']", "in"},
    {2, "[viewbox]", "svg"},
    {2, "[viewBox]", "svg"},
    /* combinators */
    {0, "article p b", "b1"},
    {0, "body b", "b1"},
    {0, "div b", ""},
    {0, "article > p", "p1 p2 p3 p4 p5"},
    {0, "article>p>b", "b1"},
    {0, "body > p", ""},
    {0, "h1 + p", "p1"},
    {0, "h1+p+p", "p2"},
    {0, "p + ul", "u"},
    {0, "h1 + ul", ""},
    {0, "h1 ~ p", "p1 p2 p3 p4 p5"},
    {0, "ul ~ p", "p3 p4 p5"},
    {0, "p ~ h1", ""},
    {0, "h1 ~ ul > li + li", "li2 li3 li4 li5"},
    {0, "#li2 ~ li.x", "li4"},
    {0, "#s1 + span", "s2"},
    {0, "  article   >   h1  ", "h"},
    {0, "article\n\th1", "h"},
    {2, "div div div", "d3 d4"},
    {2, "div > div div > div", "d4"},
    {2, "#d1 > div > .in", ""},
    {2, "#d1 > div div.in", "d4"},
    {2, "div div div div div", ""},
    /* lists */
    {0, "h1, #p1 ,b", "h p1 b1"},
    {0, "b, h1", "h b1"},
    {0, "p, p.note, .note", "p1 p2 p3 p4 p5"},
    /* logic */
    {0, "li:not(.x)", "li1 li3 li5"},
    {0, "li:not(.x, #li1)", "li3 li5"},
    {0, "li:not(.x):not(:first-child)", "li3 li5"},
    {0, "p:not(article p)", ""},
    {0, ":is(h1, b)", "h b1"},
    {0, ":is(#h, .note, ul)", "h p2 u"},
    {0, ":is(article, div) > :is(p, span)", "p1 p2 p3 p4 p5 s1 s2"},
    {0, ":where(h1):not(p)", "h"},
    {0, "p:is(.note, :empty)", "p2 p3 p5"},
    {0, ":is(article p)", "p1 p2 p3 p4 p5"},
    {0, ":NOT(*)", ""},
    {0, "li:not(:not(.x))", "li2 li4"},
    /* has */
    {0, "p:has(b)", "p1"},
    {0, ":has(> b)", "p1"},
    {0, "article:has(b)", "art"},
    {0, "article:has(> b)", ""},
    {0, "body > :has(b)", "art"},
    {0, "h1:has(+ p)", "h"},
    {0, "p:has(+ p)", "p1 p3 p4"},
    {0, "p:has(~ ul)", "p1 p2"},
    {0, "li:has(~ .x)", "li1 li2 li3"},
    {0, "p:has(b, i)", "p1 p2"},
    {0, "ul:has(li + .x)", "u"},
    {0, "ul:has(.x + .x)", ""},
    {0, "p:not(:has(*))", "p3 p4 p5"},
    {0, ":has(> li:nth-child(5))", "u"},
    {0, "p:has(article b)", ""},
    {0, "article:has(p > b)", "art"},
    {0, "h1:has(+ p > b)", "h"},
    {2, "div:has(> div > .in)", "d2"},
    /* text */
    {0, "p:has-text(also)", "p2"},
    {0, "p:has-text(Read also: this)", "p2"},
    {0, "p:has-text(\"Read also\")", "p2"},
    {0, "p:has-text('read also')", ""},
    {0, "p:has-text(/^read also/i)", "p2"},
    {0, "p:has-text(/^(First|Read) /)", "p1 p2"},
    {0, "p:contains(bold)", "p1"},
    {0, "li:contains(b)", "li2"},
    {0, "li:not(:contains(b))", "li1 li3 li4 li5"},
    {0, "ul:has-text(a b c)", "u"},
    {0, "div:has-text(xtexty)", "foot"},
    {0, "p:has-text(/bold\\b/) > b", "b1"},
    {0, "title:has-text(The title)", "title"},
    /* counting */
    {0, "li:first-child", "li1"},
    {0, "li:last-child", "li5"},
    {0, "li:nth-child(2)", "li2"},
    {0, "li:nth-child(odd)", "li1 li3 li5"},
    {0, "li:nth-child(even)", "li2 li4"},
    {0, "li:nth-child(2n+1)", "li1 li3 li5"},
    {0, "li:nth-child( 2n + 1 )", "li1 li3 li5"},
    {0, "li:nth-child(2N)", "li2 li4"},
    {0, "li:nth-child(n)", "li1 li2 li3 li4 li5"},
    {0, "li:nth-child(+n+4)", "li4 li5"},
    {0, "li:nth-child(-n+2)", "li1 li2"},
    {0, "li:nth-child(3n-1)", "li2 li5"},
    {0, "li:nth-child(0)", ""},
    {0, "li:nth-child(-1)", ""},
    {0, "li:nth-child(0n+3)", "li3"},
    {0, "li:nth-child(99999999999)", ""},
    {0, "li:nth-child(n+2):nth-child(-n+4)", "li2 li3 li4"},
    {0, "li:nth-child(2 of .x)", "li4"},
    {0, "li:nth-child(odd of :not(.x))", "li1 li5"},
    {0, "li:nth-last-child(1 of .x)", "li4"},
    {0, "li:nth-last-child(2)", "li4"},
    {0, "li:nth-last-child(-n+2)", "li4 li5"},
    {0, "p:first-child", ""},
    {0, "p:first-of-type", "p1"},
    {0, "p:last-of-type", "p5"},
    {0, "p:nth-of-type(2)", "p2"},
    {0, "p:nth-last-of-type(2)", "p4"},
    {0, "article > :first-of-type", "h p1 u"},
    {0, "b:only-child", "b1"},
    {0, "li:only-child", ""},
    {0, "ul:only-of-type", "u"},
    {0, "p:only-of-type", ""},
    {0, "html:first-child", "html"},
    {2, "my-el:first-of-type", "m1"},
    {2, "o-el:only-of-type", "o1"},
    /* emptiness and the root */
    {0, "p:empty", "p3 p5"},
    {0, "p:not(:empty)", "p1 p2 p4"},
    {0, ":root", "html"},
    {0, ":root > body > h1", ""},
    {0, "p:root", ""},
    /* a value at the end */
    {0, "a @href", "l1 l2 l3"},
    {0, "a[href] @HREF", "l1 l2"},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static void selectors_select_their_nodes(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        struct arena a;
        arena_open(&a, SIZE_MAX);
        struct page page = selector_page(&a, selector_pages[rows[i].page]);
        struct view view = {.page = &page, .arena = &a};
        const struct selector *selector = compiled(&a, rows[i].selector);
        struct node_list list = {0};
        selector_select(selector, &view, 0, &a, &list);
        struct buffer got;
        buffer_open(&got, &a);
        for (size_t n = 0; n < list.count; n++)
            selector_append_label(&got, &page, list.items[n]);
        if (!slice_equal(buffer_slice(&got), slice_of_string(rows[i].expected)))
            fail_msg("page %d, %s: got \"%s\", expected \"%s\"", rows[i].page,
                     rows[i].selector, got.len ? got.ptr : "", rows[i].expected);
        uint32_t first = list.count ? list.items[0] : NODE_NONE;
        assert_int_equal(selector_first(selector, &view, 0), first);
        arena_close(&a);
    }
}

static void value_is_selected_at_the_end(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct slice name = selector_attribute(compiled(&a, "meta[name=x] @Content "));
    assert_true(slice_equal(name, SLICE("content")));
    assert_int_equal(selector_attribute(compiled(&a, "meta")).len, 0);
    arena_close(&a);
}

/* ---- hidden nodes ------------------------------------------------------------------ */

static const struct {
    const char *selector, *expected;
} hidden_rows[] = {
    /* on page 0 with h, p2, li1, b1 and li5 hidden */
    {"h1", ""},
    {"article > p", "p1 p3 p4 p5"},
    {"li:first-child", "li2"},
    {"li:nth-child(2)", "li3"},
    {"li:last-child", "li4"},
    {"li:nth-last-child(2)", "li3"},
    {"p:first-child", "p1"},
    {"li + li", "li3 li4"},
    {"p + ul", "u"},
    {"p:has(b)", ""},
    {"p:has-text(bold)", ""},
    {"p:has-text(First words)", "p1"},
    {"ul:has-text(b c d)", "u"},
    {"ul:has-text(a)", ""},
    {"p:nth-of-type(2)", "p3"},
    {"li:nth-child(1 of .x)", "li2"},
    {"h1 ~ p", ""},
};

static void hide(struct view *view, uint8_t *hidden, const char *selector)
{
    struct node_list list = {0};
    selector_select(compiled(view->arena, selector), view, 0, view->arena, &list);
    for (size_t i = 0; i < list.count; i++) {
        uint32_t top = list.items[i];
        memset(hidden + top, 1, view->page->nodes[top].end - top);
    }
}

static void hidden_nodes_do_not_match(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct page page = selector_page(&a, selector_pages[0]);
    struct view view = {.page = &page, .arena = &a};
    uint8_t *hidden = arena_calloc(&a, page.count, 1);
    hide(&view, hidden, "h1, .note, li:first-child, b, li:last-child");
    view.hidden = hidden;
    for (size_t i = 0; i < sizeof hidden_rows / sizeof hidden_rows[0]; i++) {
        struct node_list list = {0};
        struct buffer got;
        selector_select(compiled(&a, hidden_rows[i].selector), &view, 0, &a, &list);
        buffer_open(&got, &a);
        for (size_t n = 0; n < list.count; n++)
            selector_append_label(&got, &page, list.items[n]);
        if (!slice_equal(buffer_slice(&got), slice_of_string(hidden_rows[i].expected)))
            fail_msg("%s: got \"%s\"", hidden_rows[i].selector, got.len ? got.ptr : "");
    }
    struct view all = {.page = &page, .arena = &a};
    uint8_t *text = arena_calloc(&a, page.count, 1);
    hide(&all, text, "#b1");
    all.hidden = text;
    memset(text, 1, page.count);
    assert_int_equal(selector_first(compiled(&a, "*"), &all, 0), NODE_NONE);
    arena_close(&a);
}

static void positional_selectors_are_recognised(void **state)
{
    static const char *const positional[] = {
        "li:first-child", "p:has(a)", "p:has-text(x)",        "a + b",
        "a ~ b",          "p:empty",  "p:not(:nth-child(2))", ":is(a, b:last-of-type)",
        "ul:has(> li) a",
    };
    static const char *const plain[] = {"a", ".b > #c d", "p:not(.x)", "[a=b]",
                                        ":root a"};
    struct arena a;
    arena_open(&a, SIZE_MAX);
    for (size_t i = 0; i < sizeof positional / sizeof positional[0]; i++)
        assert_true(selector_is_positional(compiled(&a, positional[i])));
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        assert_false(selector_is_positional(compiled(&a, plain[i])));
    arena_close(&a);
    (void)state;
}

/* ---- errors ------------------------------------------------------------------------ */

static const struct {
    const char *selector;
    uint32_t column;
    const char *part;
} bad_rows[] = {
    {"", 1, "empty"},
    {"   ", 1, "empty"},
    {"div[class", 4, "not closed; add ]"},
    {"div[class='x'", 4, "not closed; add ]"},
    {"div[class='x]", 11, "quote is not closed; add '"},
    {"div[class=\"x]", 11, "quote is not closed; add \""},
    {"div[@class]", 5, "without @"},
    {"div[]", 5, "no attribute name"},
    {"div[a=1]", 7, "in quotes"},
    {"div[a!='x']", 6, "expected ], = or"},
    {"div[a='x' y]", 11, "expected ]"},
    {"div:not(.a", 8, "not closed; add )"},
    {"div:not()", 9, "missing"},
    {"div:not", 8, "needs an argument"},
    {"div:empty(x)", 10, "takes no argument"},
    {"div:frist-child", 4, "\":first-child\""},
    {"div:has-txt(x)", 4, "\":has-text\""},
    {"div:nth-chil(2)", 4, "\":nth-child\""},
    {"a:hover", 2, "unknown pseudo-class \":hover\""},
    {"p::before", 2, "pseudo-elements"},
    {"p:before", 2, "pseudo-element :before"},
    {"div >", 6, "missing"},
    {"> div", 1, "nothing stands before \">\""},
    {"a > > b", 5, "nothing stands before \">\""},
    {"a,", 3, "missing"},
    {",a", 1, "missing"},
    {"a,,b", 3, "missing"},
    {".", 1, "no class name"},
    {"#", 1, "no id name"},
    {".9lives", 2, "[class~=\"9lives\"]"},
    {"#9", 2, "[id=\"9\"]"},
    {"9", 1, "begin with a digit"},
    {"a)", 2, "closes nothing"},
    {"a]", 2, "closes nothing"},
    {"a{}", 2, "unexpected \"{\""},
    {"a | b", 3, "unexpected \"|\""},
    {"svg|a", 1, "namespaces"},
    {"li:nth-child()", 14, "expected a number"},
    {"li:nth-child(x)", 14, "expected a number"},
    {"li:nth-child(2n+)", 14, "expected a number"},
    {"li:nth-of-type(2 of a)", 18, "expected )"},
    {"p:has(a:has(b))", 8, "inside another"},
    {"p:has-text()", 12, "no text"},
    {"p:has-text('')", 14, "no text"},
    {"p:has-text(/a(b/)", 16, "parenthesis"},
    {"p:has-text(/ab)", 15, "no closing slash"},
    {"a @", 4, "no attribute name"},
    {"@href", 1, "missing"},
    {"a @href b", 9, "unexpected \"b\""},
    {"a:", 2, "no name"},
};

static void invalid_selectors_are_reported_with_their_position(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    for (size_t i = 0; i < sizeof bad_rows / sizeof bad_rows[0]; i++) {
        const struct selector *selector;
        struct error err = {0};
        struct slice text = slice_of_string(bad_rows[i].selector);
        if (selector_compile(&a, text, SELECTOR_CSS, &selector, &err))
            fail_msg("\"%s\" was taken", bad_rows[i].selector);
        if (err.column != bad_rows[i].column || !strstr(err.text, bad_rows[i].part))
            fail_msg("\"%s\": %u: %s", bad_rows[i].selector, err.column, err.text);
    }
    arena_close(&a);
}

static void limits_are_enforced(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *end;
        size_t count;
        const char *part;
    } limits[] = {
        {":not(", "", 100000 / 5, "longer than"},
        {":not(", "", 5000, "nested more than"},
        {"a ", "", 5000, "in a row"},
        {".a", "", 9000, "parts"},
        {"a,", "a", 30000, "parts"},
        {":is(a):not(b)", "", 5000, "parts"},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct arena a;
        arena_open(&a, SIZE_MAX);
        struct buffer text;
        buffer_open(&text, &a);
        for (size_t n = 0; n < limits[i].count; n++)
            buffer_append_string(&text, limits[i].unit);
        buffer_append_string(&text, limits[i].end);
        const struct selector *selector;
        struct error err = {0};
        assert_false(
            selector_compile(&a, buffer_slice(&text), SELECTOR_CSS, &selector, &err));
        if (!strstr(err.text, limits[i].part))
            fail_msg("%s: %s", limits[i].unit, err.text);
        arena_close(&a);
    }
}

/* ---- CSS or XPath ------------------------------------------------------------------ */

static void css_and_xpath_are_distinguished(void **state)
{
    (void)state;
    static const char *const xpath[] = {
        "//div",
        "/html/body",
        "(//p)[1]",
        "'x'",
        "\"x\"",
        "./p",
        "../p",
        "div//p",
        "div[@class='x']",
        "a/@href",
        "ancestor::div",
        "p/following-sibling::p",
        "string(//h1)",
        "concat('a', 'b')",
        "normalize-space(h1)",
        "count(p)",
        "div[@id = \"x\"]",
        " //div ",
        "contains (p, 'x')",
    };
    static const char *const css[] = {
        "div",
        ".story",
        "#x",
        "div > p",
        "a[href]",
        "a[href='https://x.example/']",
        "p:has-text(a/b)",
        "meta[name=x] @content",
        "p::before",
        "li:nth-child(2)",
        "*",
        ".",
        "text",
        "string",
        "div/p",
        ":not(p)",
        "a[title='x[@y]']",
    };
    for (size_t i = 0; i < sizeof xpath / sizeof xpath[0]; i++)
        if (selector_language_of(slice_of_string(xpath[i])) != SELECTOR_XPATH)
            fail_msg("%s", xpath[i]);
    for (size_t i = 0; i < sizeof css / sizeof css[0]; i++)
        if (selector_language_of(slice_of_string(css[i])) != SELECTOR_CSS)
            fail_msg("%s", css[i]);
}

/* ---- words ------------------------------------------------------------------------- */

static void words_match_classes_or_an_id(void **state)
{
    (void)state;
    static const struct {
        const char *words, *expected;
    } cases[] = {
        {"bar", "top foot"}, {"art", "art"},     {"story", "art"},   {"main", ""},
        {"Top bar", "top"},  {"bar Top", "top"}, {"bar nosuch", ""}, {"md:flex", "foot"},
        {"9lives", "foot"},  {"p1 p2", ""},
    };
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct page page = selector_page(&a, selector_pages[0]);
    struct view view = {.page = &page, .arena = &a};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct node_list list = {0};
        struct buffer got;
        buffer_open(&got, &a);
        const struct selector *selector =
            selector_of_words(&a, slice_of_string(cases[i].words));
        selector_select(selector, &view, 0, &a, &list);
        for (size_t n = 0; n < list.count; n++)
            selector_append_label(&got, &page, list.items[n]);
        assert_true(slice_equal(buffer_slice(&got), slice_of_string(cases[i].expected)));
    }
    arena_close(&a);
}

/* ---- sets -------------------------------------------------------------------------- */

static void assert_set_agrees(struct arena *a, const struct selector **selectors,
                              size_t count, const struct view *view)
{
    struct selector_hits hits = {0};
    selector_set_match(selector_set_build(a, selectors, count), view, a, &hits);
    size_t at = 0;
    for (uint32_t node = 0; node < view->page->count; node++)
        for (uint32_t i = 0; i < count; i++) {
            if (!matches_alone(selectors[i], view, node))
                continue;
            assert_true(at < hits.count);
            assert_int_equal(hits.items[at].node, node);
            assert_int_equal(hits.items[at].selector, i);
            at++;
        }
    assert_int_equal(at, hits.count);
}

static void set_matches_like_single_selectors(void **state)
{
    (void)state;
    for (size_t p = 0; p < sizeof selector_pages / sizeof selector_pages[0]; p++) {
        struct arena a;
        arena_open(&a, SIZE_MAX);
        struct page page = selector_page(&a, selector_pages[p]);
        struct view view = {.page = &page, .arena = &a};
        const struct selector *selectors[ROWS];
        for (size_t i = 0; i < ROWS; i++)
            selectors[i] = compiled(&a, rows[i].selector);
        assert_set_agrees(&a, selectors, ROWS, &view);
        assert_set_agrees(&a, selectors, 0, &view);
        uint8_t *hidden = arena_calloc(&a, page.count, 1);
        for (uint32_t i = 5; i < page.count; i += 7)
            memset(hidden + i, 1, page.nodes[i].end - i);
        view.hidden = hidden;
        assert_set_agrees(&a, selectors, ROWS, &view);
        arena_close(&a);
    }
}

/* A set may skip selectors only if preceding siblings cannot match. Difficult cases are
   siblings of other parents, later siblings and hidden ones. */
static void set_handles_preceding_siblings(void **state)
{
    (void)state;
    static const char html[] =
        "<body class=x><div id=a class='k l'><p class=k>1<p>2<b>3</b><i class=l>4</i>"
        "</div><p>5<ul><li id=b>6<li class=k>7<li><a>8</a></ul><x-y>9</x-y><p class=m>0";
    static const char *const texts[] = {
        "#a ~ *",       ".k ~ *",           ".k + *",      ".k.l ~ *",
        "div ~ *",      "x-y ~ *",          "li ~ li ~ *", ".k ~ .m ~ *",
        ".l > .k ~ *",  "#b ~ li > *",      "#b ~ * a",    "#b + .k + *",
        "[id=a] ~ *",   "[class=m] ~ *",    ".x > .k ~ p", "#a ~ ul > #b ~ *",
        "p ~ b ~ *, *", "[class~=k] ~ *",   "#A ~ *",      ".K ~ *",
        ".a.b.c.d ~ *", "div#a.k.l[id] ~ *"};
    enum { TEXTS = sizeof texts / sizeof *texts };
    for (int quirks = 0; quirks < 2; quirks++) {
        struct arena a;
        arena_open(&a, SIZE_MAX);
        struct page page = selector_page(
            &a, arena_printf(&a, "%s%s", quirks ? "" : "<!DOCTYPE html>", html));
        struct view view = {.page = &page, .arena = &a};
        const struct selector *selectors[TEXTS];
        for (size_t i = 0; i < TEXTS; i++)
            selectors[i] = compiled(&a, texts[i]);
        assert_set_agrees(&a, selectors, TEXTS, &view);
        uint8_t *hidden = arena_calloc(&a, page.count, 1);
        view.hidden = hidden;
        for (uint32_t i = 3; i < page.count; i++) {
            memset(hidden, 0, page.count);
            memset(hidden + i, 1, page.nodes[i].end - i);
            assert_set_agrees(&a, selectors, TEXTS, &view);
        }
        arena_close(&a);
    }
}

/* With naive backtracking a chain takes exponential time on a deep page. */
static void deep_pages_and_long_chains_take_little_time(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct buffer html, chain;
    buffer_open(&html, &a);
    buffer_open(&chain, &a);
    buffer_append_string(&html, "<!doctype html>");
    for (int i = 0; i < 400; i++)
        buffer_append_string(&html, "<div>");
    buffer_append_string(&chain, "p > div");
    for (int i = 0; i < 20; i++)
        buffer_append_string(&chain, " div > div");
    buffer_append_char(&chain, '\0');
    struct page page = selector_page(&a, html.ptr);
    struct view view = {.page = &page, .arena = &a};
    uint64_t start = clock_cpu_ns();
    assert_int_equal(selector_first(compiled(&a, chain.ptr), &view, 0), NODE_NONE);
    assert_true(clock_cpu_ns() - start < 1000000000u);
    arena_close(&a);
}

static void children_of_long_lists_are_counted_once(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct buffer html;
    buffer_open(&html, &a);
    buffer_append_string(&html, "<!doctype html><ul>");
    for (int i = 0; i < 50000; i++)
        buffer_append_string(&html, "<li>x");
    buffer_append_char(&html, '\0');
    struct page page = selector_page(&a, html.ptr);
    struct view view = {.page = &page, .arena = &a};
    struct node_list list = {0};
    uint64_t start = clock_cpu_ns();
    selector_select(compiled(&a, "li:nth-last-child(odd), li:nth-of-type(3n)"), &view, 0,
                    &a, &list);
    assert_int_equal(list.count, 33333);
    assert_true(clock_cpu_ns() - start < 1000000000u);
    arena_close(&a);
}

static void matching_respects_the_deadline(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct buffer html;
    buffer_open(&html, &a);
    buffer_append_string(&html, "<!doctype html><ul>");
    for (int i = 0; i < 50000; i++)
        buffer_append_string(&html, "<li>x");
    buffer_append_char(&html, '\0');
    struct page page = selector_page(&a, html.ptr);
    struct view view = {.page = &page, .arena = &a};
    const struct selector *selector = compiled(&a, "b ~ li");
    if (arena_trap(&a)) {
        assert_int_equal(a.stop, ARENA_OVER_TIME);
        arena_close(&a);
        return;
    }
    arena_set_deadline(&a, 20 * 1000 * 1000);
    selector_first(selector, &view, 0);
    fail_msg("1,250,000,000 steps in 20 ms");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selectors_select_their_nodes),
        cmocka_unit_test(value_is_selected_at_the_end),
        cmocka_unit_test(hidden_nodes_do_not_match),
        cmocka_unit_test(positional_selectors_are_recognised),
        cmocka_unit_test(invalid_selectors_are_reported_with_their_position),
        cmocka_unit_test(limits_are_enforced),
        cmocka_unit_test(css_and_xpath_are_distinguished),
        cmocka_unit_test(words_match_classes_or_an_id),
        cmocka_unit_test(set_matches_like_single_selectors),
        cmocka_unit_test(set_handles_preceding_siblings),
        cmocka_unit_test(deep_pages_and_long_chains_take_little_time),
        cmocka_unit_test(children_of_long_lists_are_counted_once),
        cmocka_unit_test(matching_respects_the_deadline),
    };
    return cmocka_run_group_tests_name("selector", tests, NULL, NULL);
}
