/* selector_pages: pages for the tests of CSS and XPath, and a description of selected
   nodes. */
#ifndef WINNOW_TESTS_SELECTOR_PAGES_H
#define WINNOW_TESTS_SELECTOR_PAGES_H

#include "base/buffer.h"
#include "page/parse.h"
#include "rules/selector.h"
#include "rules/selector_internal.h"

/* The expected columns have the id of each element, or its name if it has none. */
static const char *const selector_pages[] = {
    /* 0: an article with navigation around it */
    "<!doctype html><html><head><title>The title</title></head><body>"
    "<div id=top class='Top bar'><a id=l1 href='https://a.example/x.pdf' "
    "rel=NoFollow>One</a>"
    "<a id=l2 href='/y' hreflang=en-GB>Two</a><a id=l3>Three</a></div>"
    "<article id=art class='story main-story' data-kind='news item'>"
    "<h1 id=h>Head</h1><p id=p1>First <b id=b1>bold</b> words</p>"
    "<p id=p2 class=note>Read\n  also: <i id=i1>this</i></p><ul id=u><li id=li1>a</li>"
    "<li id=li2 class=x>b</li><li id=li3>c</li><li id=li4 class=x>d</li><li id=li5>e</li>"
    "</ul><p id=p3></p><p id=p4> </p><p id=p5><!-- c --></p></article>"
    "<div id=foot class='bar md:flex -x 9lives'><span id=s1>x</span>text<span "
    "id=s2>y</span>"
    "</div></body></html>",
    /* 1: quirks mode */
    "<div id=Main class='Story Bar'><p id=p1 class=NOTE>x</p></div>",
    /* 2: nested lists, unknown elements, foreign elements */
    "<!doctype html><div id=d1><div id=d2><div id=d3><div id=d4 "
    "class=in>x</div></div></div>"
    "</div><my-el id=m1>a</my-el><my-el id=m2>b</my-el><o-el id=o1>c</o-el>"
    "<svg id=svg viewBox='0 0 1 1'><a id=sa xlink:href=q>t</a>"
    "<foreignObject id=fo></foreignObject></svg>",
    /* 3: names and values that are easily confused */
    "<!doctype html><p id='a.b' class='c#d e\"f'>1</p><p id='9' "
    "class='\xc3\xa9t\xc3\xa9'>2"
    "</p><p id=q title='say \"hi\"' lang=en>3</p><input id=in type=TEXT name=Q disabled>"
    "<p id=r lang=english>4</p>",
};

static inline struct page selector_page(struct arena *a, const char *html)
{
    struct page page;
    struct error err;
    assert_true(parse_html(a, slice_of_string(html), &page, &err));
    return page;
}

/* Whether a single node matches. A set or a walk over the page must have the same
   result. */
static inline bool matches_alone(const struct selector *selector, const struct view *view,
                                 uint32_t node)
{
    struct css_match match = {.view = view, .scope = NODE_NONE};
    struct node_list found = {0};
    if (!selector_is_xpath(selector))
        return css_matches(&match, &selector->css.list, node);
    selector_select(selector, view, node, view->arena, &found);
    return found.count && found.items[0] == node;
}

static inline void selector_append_label(struct buffer *out, const struct page *page,
                                         uint32_t node)
{
    struct slice id = page_attribute(page, node, SLICE("id"));
    if (out->len)
        buffer_append_char(out, ' ');
    buffer_append(out, id.ptr ? id : page_name(page, node));
}

#endif
