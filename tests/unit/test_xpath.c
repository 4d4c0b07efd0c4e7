/* XPath: values, errors, and the same results as CSS. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/xpath.h"
#include "rules/xpath_lint.h"
#include "selector_pages.h"
#include "valgrind.h"

static const struct selector *compiled(struct arena *a, const char *text,
                                       enum selector_language language)
{
    const struct selector *selector;
    struct error err = {0};
    if (!selector_compile(a, slice_of_string(text), language, &selector, &err))
        fail_msg("%s: %u: %s", text, err.column, err.text);
    return selector;
}

static const char *labels(struct arena *a, const struct page *page,
                          const struct node_list *list)
{
    struct buffer out;
    buffer_open(&out, a);
    for (size_t i = 0; i < list->count; i++)
        selector_append_label(&out, page, list->items[i]);
    return out.ptr ? out.ptr : "";
}

/* Evaluates with libxml2, even if the expression would be matched as CSS. */
static const struct value_list *asked_of_libxml2(struct arena *a, const char *text,
                                                 const struct view *view)
{
    struct xpath_tree tree;
    const struct xpath *xpath;
    struct error err = {0};
    if (!xpath_read(a, slice_of_string(text), &tree, &err) ||
        !xpath_compile(a, &tree, &xpath, &err))
        fail_msg("%s: %u: %s", text, err.column, err.text);
    return xpath_evaluate(xpath, view, xpath_mirror_new(a));
}

static void assert_same(struct arena *a, const char *what, const struct page *page,
                        const struct node_list *nodes, const struct node_list *others)
{
    bool is_same = nodes->count == others->count;
    for (size_t i = 0; is_same && i < nodes->count; i++)
        is_same = nodes->items[i] == others->items[i];
    if (!is_same)
        fail_msg("%s: \"%s\" and \"%s\"", what, labels(a, page, nodes),
                 labels(a, page, others));
}

/* ---- equivalents of CSS
 * ------------------------------------------------------------------- */

#define WORDS(attribute)      "concat(' ',normalize-space(" attribute "),' ')"
#define WORD(attribute, word) "contains(" WORDS(attribute) ",' " word " ')"
#define CLASS(word)           WORD("@class", word)
#define LOWER(value)                                                                     \
    "translate(" value ",'ABCDEFGHIJKLMNOPQRSTUVWXYZ','abcdefghijklmnopqrstuvwxyz')"
#define ENDS(attribute, length, end)                                                     \
    "substring(" attribute ",string-length(" attribute ")-" length ")='" end "'"
#define PLACE          "(count(preceding-sibling::*)+1)"
#define PLACE_FROM_END "(count(following-sibling::*)+1)"

static const struct {
    int page;
    const char *css, *xpath;
} translations[] = {
    {0, "article", "//article"},
    {0, "ARTICLE", "//ARTICLE"},
    {0, "li", "//li"},
    {0, "title", "//title"},
    {0, "html", "/html"},
    {0, "nav", "//nav"},
    {0, "ul *", "//ul//*"},
    {2, "my-el", "//my-el"},
    {2, "MY-EL", "//MY-EL"},
    {2, "foreignObject", "//foreignObject"},
    {2, "svg a", "//svg//a"},
    {0, ".bar", "//*[" CLASS("bar") "]"},
    {0, ".Bar", "//*[" CLASS("Bar") "]"},
    {0, ".top", "//*[" CLASS("top") "]"},
    {0, ".Top", "//*[" CLASS("Top") "]"},
    {0, ".story.main-story", "//*[" CLASS("story") " and " CLASS("main-story") "]"},
    {0, ".main", "//*[" CLASS("main") "]"},
    {0, "div.bar", "//div[" CLASS("bar") "]"},
    {0, "p.bar", "//p[" CLASS("bar") "]"},
    {0, "#art", "//*[@id='art']"},
    {0, "#Art", "//*[@id='Art']"},
    {0, "article#art.story", "//article[@id='art'][" CLASS("story") "]"},
    {0, "*#art", "id('art')"},
    {0, ".md\\:flex", "//*[" CLASS("md:flex") "]"},
    {0, ".-x", "//*[" CLASS("-x") "]"},
    {0, ".\\39 lives", "//*[" CLASS("9lives") "]"},
    {3, "#a\\.b", "//*[@id='a.b']"},
    {3, ".c\\#d", "//*[" CLASS("c#d") "]"},
    {3, ".e\\\"f", "//*[" CLASS("e\"f") "]"},
    {3, "#\\39", "//*[@id='9']"},
    {3, ".\xc3\xa9t\xc3\xa9", "//*[" CLASS("\xc3\xa9t\xc3\xa9") "]"},
    {1, ".story", "//*[contains(" LOWER(WORDS("@class")) ",' story ')]"},
    {1, ".STORY.bar",
     "//*[contains(" LOWER(WORDS("@class")) ",' story ')]"
                                            "[contains(" LOWER(
                                                WORDS("@class")) ",' bar ')]"},
    {1, "#main", "//*[" LOWER("@id") "='main']"},
    {1, "#MAIN > p.note",
     "//*[" LOWER("@id") "='main']/p[contains(" LOWER(WORDS("@class")) ",' note ')]"},
    {1, "P", "//P"},
    {0, "[href]", "//*[@href]"},
    {0, "[HREF]", "//*[@HREF]"},
    {0, "a[href='/y']", "//a[@href='/y']"},
    {0, "a[href=\"/y\"]", "//a[@href=\"/y\"]"},
    {0, "a[href='/Y']", "//a['/Y'=@href]"},
    {0, "a[href='/Y' i]", "//a[" LOWER("@href") "='/y']"},
    {0, "a[href = '/y' ]", "//a [ @href = '/y' ]"},
    {0, "[href^=https]", "//*[starts-with(@href,'https')]"},
    {0, "[href^='HTTPS']", "//*[starts-with(@href,'HTTPS')]"},
    {0, "[href^='HTTPS'i]", "//*[starts-with(" LOWER("@href") ",'https')]"},
    {0, "[href$='.pdf']", "//*[" ENDS("@href", "3", ".pdf") "]"},
    {0, "[href$='.PDF' I]", "//*[" ENDS(LOWER("@href"), "3", ".pdf") "]"},
    {0, "[href*='example']", "//*[contains(@href,'example')]"},
    {0, "[href*='EXAMPLE' i]", "//*[contains(" LOWER("@href") ",'example')]"},
    {0, "[data-kind~=news]", "//*[" WORD("@data-kind", "news") "]"},
    {0, "[data-kind~=item]", "//*[" WORD("@data-kind", "item") "]"},
    {0, "[data-kind~=new]", "//*[" WORD("@data-kind", "new") "]"},
    {0, "[data-kind~=NEWS i]", "//*[contains(" LOWER(WORDS("@data-kind")) ",' news ')]"},
    {0, "[class|=main]", "//*[@class='main' or starts-with(@class,'main-')]"},
    {0, "[hreflang|=en]",
     "//*[" LOWER("@hreflang") "='en' or starts-with(" LOWER("@hreflang") ",'en-')]"},
    {0, "[hreflang|='en-GB']", "//*[" LOWER("@hreflang") "='en-gb']"},
    {0, "[hreflang|=e]", "//*[@hreflang='e' or starts-with(@hreflang,'e-')]"},
    {3, "[lang|=en]", "//*[@lang][lang('en')]"},
    {0, "[rel=nofollow]", "//*[" LOWER("@rel") "='nofollow']"},
    {0, "[rel=nofollow s]", "//*[@rel='nofollow']"},
    {0, "[rel=NoFollow s]", "//*[@rel='NoFollow']"},
    {0, "[id=art]", "//*[@id='art']"},
    {0, "[class='bar md:flex -x 9lives']", "//*[@class='bar md:flex -x 9lives']"},
    {0, "[class*=story]", "//*[contains(@class,'story')]"},
    {0, "[class='']", "//*[@class='']"},
    {0, "[nosuch]", "//*[@nosuch]"},
    {0, "a[href][rel]", "//a[@href and @rel]"},
    {3, "[title='say \"hi\"']", "//*[@title='say \"hi\"']"},
    {3, "[type=text]", "//*[" LOWER("@type") "='text']"},
    {3, "[name=q]", "//*[@name='q']"},
    {3, "[disabled]", "//*[@disabled]"},
    {3, "[disabled='']", "//*[@disabled='']"},
    {2, "[viewbox]", "//*[@viewbox]"},
    {2, "[viewBox]", "//*[@viewBox]"},
    {0, "article p b", "//article//p//b"},
    {0, "body b", "//body//b"},
    {0, "div b", "//div//b"},
    {0, "article > p", "//article/p"},
    {0, "article>p>b", "//article/child::p/b"},
    {0, "body > p", "/html/body/p"},
    {0, "h1 + p", "//h1/following-sibling::*[1][self::p]"},
    {0, "h1+p+p",
     "//h1/following-sibling::*[1][self::p]/following-sibling::*[1][self::p]"},
    {0, "p + ul", "//p/following-sibling::*[1]/self::ul"},
    {0, "h1 + ul", "//ul[preceding-sibling::*[1][self::h1]]"},
    {0, "h1 ~ p", "//h1/following-sibling::p"},
    {0, "ul ~ p", "//p[preceding-sibling::ul]"},
    {0, "p ~ h1", "//p/following-sibling::h1"},
    {0, "h1 ~ ul > li + li",
     "//h1/following-sibling::ul/li/following-sibling::*[1][self::li]"},
    {0, "#li2 ~ li.x", "//*[@id='li2']/following-sibling::li[" CLASS("x") "]"},
    {0, "#s1 + span", "//*[@id='s1']/following-sibling::*[1][self::span]"},
    {0, "  article   >   h1  ", "  //article / h1 "},
    {0, "article\n\th1", "//article\n\t//h1"},
    {2, "div div div", "//div//div//div"},
    {2, "div > div div > div", "//div/div//div/div"},
    {2, "#d1 > div > .in", "//*[@id='d1']/div/*[" CLASS("in") "]"},
    {2, "#d1 > div div.in", "//*[@id='d1']/div//div[" CLASS("in") "]"},
    {2, "div div div div div", "//div//div//div//div//div"},
    {0, "h1, #p1 ,b", "//h1 | //*[@id='p1'] |//b"},
    {0, "b, h1", "//b|//h1"},
    {0, "p, p.note, .note", "//p|//p[" CLASS("note") "]|//*[" CLASS("note") "]"},
    {0, "li:not(.x)", "//li[not(" CLASS("x") ")]"},
    {0, "li:not(.x, #li1)", "//li[not(" CLASS("x") " or @id='li1')]"},
    {0, "li:not(.x):not(:first-child)",
     "//li[not(" CLASS("x") ")][preceding-sibling::*]"},
    {0, "p:not(article p)", "//p[not(ancestor::article)]"},
    {0, ":is(h1, b)", "//*[self::h1 or self::b]"},
    {0, ":is(#h, .note, ul)", "//*[@id='h' or " CLASS("note") " or self::ul]"},
    {0, ":is(article, div) > :is(p, span)",
     "//*[self::article or self::div]/*[self::p or self::span]"},
    {0, ":where(h1):not(p)", "//h1[not(self::p)]"},
    {0, "p:is(.note, :empty)", "//p[" CLASS("note") " or not(* or text())]"},
    {0, ":is(article p)", "//p[ancestor::article]"},
    {0, ":NOT(*)", "//*[not(self::*)]"},
    {0, "li:not(:not(.x))", "//li[not(not(" CLASS("x") "))]"},
    {0, "p:has(b)", "//p[.//b]"},
    {0, ":has(> b)", "//*[b]"},
    {0, "article:has(b)", "//article[descendant::b]"},
    {0, "article:has(> b)", "//article[child::b]"},
    {0, "body > :has(b)", "//body/*[.//b]"},
    {0, "h1:has(+ p)", "//h1[following-sibling::*[1][self::p]]"},
    {0, "p:has(+ p)", "//p[following-sibling::*[1]/self::p]"},
    {0, "p:has(~ ul)", "//p[following-sibling::ul]"},
    {0, "li:has(~ .x)", "//li[following-sibling::*[" CLASS("x") "]]"},
    {0, "p:has(b, i)", "//p[.//b or .//i]"},
    {0, "ul:has(li + .x)", "//ul[.//li/following-sibling::*[1][" CLASS("x") "]]"},
    {0, "ul:has(.x + .x)",
     "//ul[.//*[" CLASS("x") "]/following-sibling::*[1][" CLASS("x") "]]"},
    {0, "p:not(:has(*))", "//p[not(*)]"},
    {0, ":has(> li:nth-child(5))", "//*[li[" PLACE "=5]]"},
    {0, "article:has(p > b)", "//article[.//p/b]"},
    {0, "h1:has(+ p > b)", "//h1[following-sibling::*[1][self::p]/b]"},
    {2, "div:has(> div > .in)", "//div[div/*[" CLASS("in") "]]"},
    {0, "p:has-text(also)", "//p[contains(.,'also')]"},
    {0, "p:has-text(Read also: this)",
     "//p[contains(normalize-space(),'Read also: this')]"},
    {0, "p:has-text('read also')", "//p[contains(.,'read also')]"},
    {0, "p:has-text(/^read also/i)",
     "//p[starts-with(" LOWER("normalize-space(.)") ",'read also')]"},
    {0, "p:has-text(/^(First|Read) /)",
     "//p[starts-with(normalize-space(.),'First ') or "
     "starts-with(normalize-space(.),'Read ')]"},
    {0, "p:contains(bold)", "//p[contains(string(.),'bold')]"},
    {0, "li:contains(b)", "//li[.='b']"},
    {0, "li:not(:contains(b))", "//li[not(contains(.,'b'))]"},
    {0, "p:has-text(/bold\\b/) > b", "//p[contains(.,'bold')]/b"},
    {0, "div:has-text(xtexty)", "//div[contains(.,'xtexty')]"},
    {0, "title:has-text(The title)", "//title[text()='The title']"},
    {0, "li:first-child", "//li[" PLACE "=1]"},
    {0, "li:last-child", "//*[last()][self::li]"},
    {0, "li:nth-child(2)", "//*[2][self::li]"},
    {0, "li:nth-child(odd)", "//li[" PLACE " mod 2=1]"},
    {0, "li:nth-child(even)", "//li[position() mod 2=0]"},
    {0, "li:nth-child(n)", "//li[position()>0]"},
    {0, "li:nth-child(+n+4)", "//li[position()>=4]"},
    {0, "li:nth-child(-n+2)", "//li[position()<3]"},
    {0, "li:nth-child(3n-1)", "//li[position() mod 3=2]"},
    {0, "li:nth-child(0)", "//li[0]"},
    {0, "li:nth-child(-1)", "//li[-1]"},
    {0, "li:nth-child(0n+3)", "//li[3]"},
    {0, "li:nth-child(99999999999)", "//li[99999999999]"},
    {0, "li:nth-child(n+2):nth-child(-n+4)", "//li[position()>1][position()<=3]"},
    {0, "li:nth-child(2 of .x)", "//li[" CLASS("x") "][2]"},
    {0, "li:nth-child(odd of :not(.x))", "//li[not(" CLASS("x") ")][position() mod 2=1]"},
    {0, "li:nth-last-child(1 of .x)", "//li[" CLASS("x") "][last()]"},
    {0, "li:nth-last-child(2)", "//li[last()-1]"},
    {0, "li:nth-last-child(-n+2)", "//li[" PLACE_FROM_END "<=2]"},
    {0, "p:first-child", "//p[not(preceding-sibling::*)]"},
    {0, "p:first-of-type", "//p[1]"},
    {0, "p:last-of-type", "//p[last()]"},
    {0, "p:nth-of-type(2)", "//p[position()=2]"},
    {0, "p:nth-last-of-type(2)", "//p[last()-1]"},
    {0, "article > :first-of-type",
     "//article/*[not(name()=preceding-sibling::*[name()='p' or name()='h1' or "
     "name()='ul'][1]/self::*/@x)][name()='h1' or name()='ul' or (name()='p' and "
     "not(preceding-sibling::p))]"},
    {0, "b:only-child", "//b[count(../*)=1]"},
    {0, "li:only-child", "//li[count(../*)=1]"},
    {0, "ul:only-of-type", "//ul[last()=1]"},
    {0, "p:only-of-type", "//p[count(../p)=1]"},
    {0, "html:first-child", "/html[1]"},
    {2, "my-el:first-of-type", "//my-el[1]"},
    {2, "o-el:only-of-type", "//o-el[count(../o-el)=1]"},
    {0, "p:empty", "//p[not(node())]"},
    {0, "p:not(:empty)", "//p[* or text()]"},
    {0, ":root", "/*"},
    {0, ":root > body > h1", "/*/body/h1"},
    {0, "p:root", "/p"},
};

static void css_and_xpath_select_the_same_nodes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof translations / sizeof translations[0]; i++) {
        struct arena a;
        arena_open(&a, SIZE_MAX);
        struct page page = selector_page(&a, selector_pages[translations[i].page]);
        struct view view = view_open(&page, NULL, &a);
        struct node_list css = {0}, xpath = {0}, mirrored = {0};
        const char *text = translations[i].xpath;
        selector_select(compiled(&a, translations[i].css, SELECTOR_CSS), &view, 0, &a,
                        &css);
        selector_select(compiled(&a, text, SELECTOR_XPATH), &view, 0, &a, &xpath);
        const struct value_list *values = asked_of_libxml2(&a, text, &view);
        for (size_t n = 0; n < values->count; n++)
            ARENA_PUSH(&a, &mirrored, values->items[n].node);
        assert_same(&a, translations[i].css, &page, &css, &xpath);
        assert_same(&a, text, &page, &xpath, &mirrored);
        arena_close(&a);
    }
}

/* ---- values ------------------------------------------------------------------------ */

static const char article[] =
    "<!doctype html><html lang=en-GB><head><title>Words | Paper</title>"
    "<meta name=author content=' Ann B '><meta property=og:title content=Words>"
    "<script type='application/ld+json'></script></head><body>"
    "<div id=a class='x y'><p id=p1>one <b>two</b> three<p id=p2>four<!-- c -->five</div>"
    "<table id=t><tr id=r1><td id=c1>1<td id=c2>2<tr id=r2><td id=c3>3</table>"
    "<noscript><img id=n src=i.png></noscript>"
    "<DIV ID=B CLASS=Big><a id=l HREF='/x' rel='next tag'>go</a></DIV>"
    "<fb:like id=fb></fb:like><p id=ff class='a\fb'> </p>"
    "<svg id=s viewBox='0 0 1 1'><linearGradient id=g xlink:href='#z'/></svg>"
    "<p id=de lang=de>x<span id=sp>y</span></p></body></html>";

static const struct {
    const char *xpath,
        *expected; /* nodes as n, attributes as n@name=value, strings 's' */
} values[] = {
    /* nodes */
    {"//p", "p1 p2 ff de"},
    {"/", ""},
    {"/html/body/div[1]", "a"},
    {"(//p)[2]", "p2"},
    {"(//p)[last()]", "de"},
    {"//td/..", "r1 r2"},
    {"//b/ancestor::div[1]", "a"},
    {"//b/ancestor::*[2]", "a"},
    {"//p[@id='p1']/text()", "#one_ #_three"},
    {"//p[@id='p2']/text()", "#fourfive"},
    {"//comment()", ""},
    {"//a/preceding::td", "c1 c2 c3"},
    {"//td/following::a", "l"},
    {"//b/ancestor-or-self::node()[self::b or self::p]", "p1 b"},
    {"id('p2')", "p2"},
    {"id('p2 nosuch a')", "a p2"},
    {"id(//@id)[self::td]", "c1 c2 c3"},
    {"./html/body/table", "t"},
    {"html//table", "t"},
    /* as in HTML5 */
    {"//table/tr", ""},
    {"//table/tbody/tr", "r1 r2"},
    {"//table/tbody/tr[2]/td", "c3"},
    {"//noscript/img", "n"},
    {"//div[@class='Big']", "B"},
    {"//DIV[@CLASS='Big']", "B"},
    {"//div[@class='big']", ""},
    {"//svg", "s"},
    {"//lineargradient", "g"},
    {"//svg//linearGradient", "g"},
    {"//*[@viewBox]", "s"},
    {"//*[name()='lineargradient']", "g"},
    {"//fb:like", "fb"},
    {"//fb:*", "fb"},
    {"//like", ""},
    {"//*[name()='fb:like']", "fb"},
    {"//p[lang('de')]", "de"},
    {"//span[lang('de')]", "sp"},
    {"//p[lang('en')]", "p1 p2 ff"},
    {"//p[" CLASS("b") "]", "ff"},
    /* attributes */
    {"//meta[@name='author']/@content", "meta@content=_Ann_B_"},
    {"//meta/@content", "meta@content=_Ann_B_ meta@content=Words"},
    {"//a/@*", "l@id=l l@href=/x l@rel=next_tag"},
    {"//a/@HREF", "l@href=/x"},
    {"//a//@href", "l@href=/x"},
    {"//a/@title", ""},
    {"//a/attribute::rel", "l@rel=next_tag"},
    {"//a/@href | //td[1]", "c1 c3 l@href=/x"},
    {"//a[@rel='next tag']/@href | //img/@src", "n@src=i.png l@href=/x"},
    /* strings, numbers, booleans */
    {"string(//title)", "'Words_|_Paper'"},
    {"substring-before(//title, ' |')", "'Words'"},
    {"substring-after(substring-before(//title/text(),'per'),'| ')", "'Pa'"},
    {"normalize-space(//meta[@name='author']/@content)", "'Ann_B'"},
    {"concat(//td, '-', //td[2])", "'1-2'"},
    {"string(//nosuch)", ""},
    {"'Staff'", "'Staff'"},
    {"('Staff')", "'Staff'"},
    {"\"it's\"", "'it's'"},
    {"count(//td)", "'3'"},
    {"sum(//td)", "'6'"},
    {"1 div 2", "'0.5'"},
    {"1 + 2 * 3 - 7 mod 4", "'4'"},
    {"- -3", "'3'"},
    {".5", "'0.5'"},
    {"string-length('\xc3\xa9t\xc3\xa9')", "'3'"},
    {"translate('abc','ab','x')", "'xc'"},
    {"round(2.5) + floor(1.9) + ceiling(0.1)", "'5'"},
    {"number('x')", ""},
    {"count(//td) > 2", "'true'"},
    {"count(//td) > 3", ""},
    {"boolean(//td) and not(false())", "'true'"},
    {"//td = '2'", "'true'"},
    {"//td != //td", "'true'"},
    {"local-name(//fb:like)", "'like'"},
};

static void append_dotted(struct buffer *out, struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        buffer_append_char(out, s.ptr[i] == ' ' ? '_' : s.ptr[i]);
}

static const char *written(struct arena *a, const struct page *page,
                           const struct value_list *list)
{
    struct buffer out;
    buffer_open(&out, a);
    for (size_t i = 0; i < list->count; i++) {
        const struct selector_value *value = &list->items[i];
        if (value->node == NODE_NONE) {
            buffer_append_char(&out, '\'');
            append_dotted(&out, value->text);
            buffer_append_char(&out, '\'');
        } else if (node_is_text(&page->nodes[value->node])) {
            buffer_append_string(&out, out.len ? " #" : "#");
            append_dotted(&out, page->nodes[value->node].text);
        } else {
            selector_append_label(&out, page, value->node);
        }
        if (value->attribute.ptr) {
            buffer_append_char(&out, '@');
            buffer_append(&out, value->attribute);
            buffer_append_char(&out, '=');
            append_dotted(&out, value->text);
        }
    }
    return out.ptr ? out.ptr : "";
}

static void expressions_have_their_values(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct page page = selector_page(&a, article);
    struct view view = view_open(&page, NULL, &a);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct value_list list = {0};
        const char *text = values[i].xpath;
        selector_values(compiled(&a, text, SELECTOR_XPATH), &view, &a, &list);
        if (strcmp(written(&a, &page, &list), values[i].expected) != 0)
            fail_msg("%s: got \"%s\"", text, written(&a, &page, &list));
        const char *mirrored = written(&a, &page, asked_of_libxml2(&a, text, &view));
        if (strcmp(mirrored, values[i].expected) != 0)
            fail_msg("%s by libxml2: got \"%s\"", text, mirrored);
    }
    arena_close(&a);
}

/* ---- dropped nodes ----------------------------------------------------------------- */

static void drop(struct view *view, uint8_t *hidden, const char *css)
{
    struct node_list list = {0};
    selector_select(compiled(view->arena, css, SELECTOR_CSS), view, 0, view->arena,
                    &list);
    for (size_t i = 0; i < list.count; i++) {
        uint32_t top = list.items[i];
        memset(hidden + top, 1, view->page->nodes[top].end - top);
    }
}

static void assert_gives(struct view *view, const char *xpath, const char *expected)
{
    struct value_list list = {0};
    selector_values(compiled(view->arena, xpath, SELECTOR_XPATH), view, view->arena,
                    &list);
    const char *got = written(view->arena, view->page, &list);
    if (strcmp(got, expected) != 0)
        fail_msg("%s: got \"%s\", expected \"%s\"", xpath, got, expected);
    const struct value_list *mirrored = asked_of_libxml2(view->arena, xpath, view);
    assert_string_equal(written(view->arena, view->page, mirrored), expected);
}

static void libxml2_tree_follows_dropped_nodes(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct page page = selector_page(&a, selector_pages[0]);
    uint8_t *hidden = arena_calloc(&a, page.count, 1);
    struct view view = view_open(&page, hidden, &a);
    assert_gives(&view, "//li[1]", "li1");
    assert_gives(&view, "(//li)[1]", "li1");
    assert_gives(&view, "count(//p)", "'5'");
    drop(&view, hidden, "li:first-child, h1, .note");
    assert_gives(&view, "//li[1]", "li2");
    assert_gives(&view, "(//li)[1]", "li2");
    assert_gives(&view, "//li[last()]", "li5");
    assert_gives(&view, "count(//p)", "'4'");
    assert_gives(&view, "//h1 | //p[contains(., 'also')]", "");
    assert_gives(&view, "//h1/following-sibling::p", "");
    assert_gives(&view, "//p[preceding-sibling::h1]", "");
    assert_gives(&view, "string(//ul)", "'bcde'");
    drop(&view, hidden, "b");
    assert_gives(&view, "string(//p)", "'First__words'");
    assert_gives(&view, "//b/@id", "");
    /* kept nodes inside a dropped part are visible, and so are their ancestors */
    struct node_list list = {0};
    selector_select(compiled(&a, "#li3", SELECTOR_CSS), &view, 0, &a, &list);
    drop(&view, hidden, "article");
    assert_gives(&view, "//li", "");
    hidden[list.items[0]] = hidden[list.items[0] + 1] = 0;
    assert_gives(&view, "//article//li", "li3");
    assert_gives(&view, "//article", "");
    assert_gives(&view, "string(/)", "'The_titleOneTwoThreecxtexty'");
    memset(hidden, 1, page.count);
    assert_gives(&view, "//*", "");
    assert_gives(&view, "//text()", "");
    arena_close(&a);
}

/* ---- XPath matched as CSS ---------------------------------------------------------- */

static void simple_expressions_need_no_libxml2_tree(void **state)
{
    (void)state;
    static const char *const plain[] = {
        "//div[@class='x']",
        "//*[@id=\"x\"]",
        "//*[contains(@class, 'x')]",
        "//div[contains(concat(' ',normalize-space(@class),' '),' x ')]",
        "//meta[@name='x']/@content",
        "//meta[@name='x']/@content | //meta[@name='y']/@content",
        "//div[@id='a']//p",
        "//div[@id='a']/p[2]",
        "//article[1]",
        "//p[last()]",
        "//div[@class='x'][1]/p",
        "//a[@href and not(@rel='x')]",
        "//div[starts-with(@id,'x')] | //nav",
        "//div[@id='x' or @id='y']",
        "//div[ancestor::aside]",
        "//div[.//iframe]",
        "/html/body/div",
        "//p[contains(concat(' ', normalize-space(@class), ' '), 'x')]",
    };
    static const char *const others[] = {
        "//p[contains(.,'x')]",
        "//p[text()]",
        "(//p)[1]",
        "//p/..",
        "//p/@*",
        "//p//@id",
        "count(//p)",
        "//a[@href='x'][1][1]",
        "//p[position()=@x]",
        "//p[contains(@class,'')]",
        "//p/text()",
        "//a/@href | //img/@src",
        "//a/@href | //a",
        "//a/ancestor::p[1]",
        "//p[@x=@y]",
        "//*[contains(concat(' ',normalize-space(@class),' '),' x y ')]",
        "//*[contains(concat(' ',@class,' '),' x ')]",
        "//a[@xml:lang='x']",
        "//div[p[.//a]]",
        "//a[@x > 1]",
        "//a[1.5]",
        "//a/descendant::b[1]",
        "'x'",
        "//div[p='x']",
        "id('x')/p",
    };
    struct arena a;
    arena_open(&a, SIZE_MAX);
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (selector_is_xpath(compiled(&a, plain[i], SELECTOR_AUTO)))
            fail_msg("%s", plain[i]);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        const struct selector *selector = compiled(&a, others[i], SELECTOR_AUTO);
        if (!selector_is_xpath(selector) || !selector_is_positional(selector))
            fail_msg("%s", others[i]);
    }
    arena_close(&a);
}

static void set_may_contain_xpath(void **state)
{
    (void)state;
    static const char *const texts[] = {"p", "//p[contains(.,'bold')]", "//li[2]",
                                        "(//*)[last()]", "#p1"};
    enum { COUNT = sizeof texts / sizeof texts[0] };
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct page page = selector_page(&a, selector_pages[0]);
    struct view view = view_open(&page, NULL, &a);
    const struct selector *selectors[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        selectors[i] = compiled(&a, texts[i], SELECTOR_AUTO);
    const struct selector_set *set = selector_set_build(&a, selectors, COUNT);
    struct selector_hits hits = {0}, early = {0};
    selector_set_match(set, &view, &a, &hits);
    size_t at = 0;
    for (uint32_t node = 0; node < page.count; node++)
        for (uint32_t i = 0; i < COUNT; i++)
            if (matches_alone(selectors[i], &view, node)) {
                assert_true(at < hits.count);
                assert_int_equal(hits.items[at].node, node);
                assert_int_equal(hits.items[at++].selector, i);
            }
    assert_int_equal(at, hits.count);
    selector_set_match_early(set, &view, &a, &early);
    for (size_t i = 0; i < early.count; i++)
        assert_true(early.items[i].selector != 1 && early.items[i].selector != 3);
    assert_int_equal(selector_first(selectors[1], &view, 0), hits.items[0].node);
    arena_close(&a);
}

/* ---- errors ------------------------------------------------------------------------ */

static const struct {
    const char *xpath;
    uint32_t column;
    const char *part;
} bad_rows[] = {
    {"", 1, "empty"},
    {"  ", 1, "empty"},
    {"//", 3, "ends where"},
    {"//div[", 7, "ends where"},
    {"//div[]", 7, "missing before \"]\""},
    {"//div[@class='x'", 6, "not closed; add ]"},
    {"//div[@class='x]", 14, "quote is not closed; add '"},
    {"//div[@class=\"x]", 14, "quote is not closed; add \""},
    {"//div[(@a]", 10, "expected )"},
    {"//div[(@a", 7, "not closed; add )"},
    {"//div]", 6, "closes nothing"},
    {"//div)", 6, "closes nothing"},
    {"//div[@]", 8, "no attribute name"},
    {"//div[@class=='x']", 14, "one ="},
    {"//div[@a='x' && @b]", 14, "\"and\" and \"or\""},
    {"//div[@a='x' || @b]", 15, "unexpected \"|\""},
    {"//div[@a='x' @b='y']", 14, "expected ]"},
    {"//div[@a=x y]", 12, "\"and\" or \"or\""},
    {"//div[@class=\xe2\x80\x9cx\xe2\x80\x9d]", 14, "typographic"},
    {"//div\xc2\xa0[@a]", 6, "typographic"},
    {"//a, //b", 4, "joined by |"},
    {"//a b", 5, "behind a whole"},
    {"//a[contain(@x,'y')]", 5, "did you mean \"contains\""},
    {"//a[Contains(@x,'y')]", 5, "did you mean \"contains\""},
    {"//a[contains(@x='y')]", 5, "comma in place of the ="},
    {"//a[contains(@x)]", 5, "takes 2 arguments and has 1"},
    {"//a[contains(@x,'y','z')]", 5, "takes 2 arguments and has 3"},
    {"//a[not()]", 5, "takes 1 argument and has 0"},
    {"//a[last(1)]", 5, "takes no argument"},
    {"concat('a')", 1, "two arguments or more"},
    {"substring('a')", 1, "two or three"},
    {"string('a','b')", 1, "at most 1 argument"},
    {"count('a')", 1, "takes a path"},
    {"//a[frobnicate(@x)]", 5, "no function of XPath 1.0"},
    {"//a[ends-with(@x,'y')]", 5, "not in XPath 1.0"},
    {"//a[contains(@x,'y')|contains(@z,'y')]", 21, "write \"or\""},
    {"'a' | //b", 5, "write \"or\""},
    {"string(//a)/b", 12, "not a path"},
    {"'x'[1]", 4, "not a path"},
    {"//a/contains(@x,'y')", 5, "cannot be a step"},
    {"//a/text(1)", 5, "nothing between"},
    {"//a/upward::b", 5, "no axis \"upward\""},
    {"//a[$x]", 5, "variables"},
    {"///a", 3, "unexpected \"/\""},
    {"//a/", 5, "ends where"},
    {"//a|", 5, "ends where"},
    {"//a[@x=#y]", 8, "unexpected \"#\""},
};

static void invalid_expressions_are_reported_with_their_position(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    for (size_t i = 0; i < sizeof bad_rows / sizeof bad_rows[0]; i++) {
        const struct selector *selector;
        struct error err = {0};
        struct slice text = slice_of_string(bad_rows[i].xpath);
        if (selector_compile(&a, text, SELECTOR_XPATH, &selector, &err))
            fail_msg("\"%s\" was taken", bad_rows[i].xpath);
        if (err.column != bad_rows[i].column || !strstr(err.text, bad_rows[i].part))
            fail_msg("\"%s\": %u: %s", bad_rows[i].xpath, err.column, err.text);
    }
    arena_close(&a);
}

/* ---- warnings ---------------------------------------------------------------------- */

struct remarks {
    struct buffer text;
};

static void note(void *context, const struct xpath_remark *remark)
{
    struct remarks *remarks = context;
    buffer_printf(&remarks->text, "%s%s:%u", remarks->text.len ? " " : "", remark->code,
                  remark->column);
    assert_true(remark->level != PROBLEM_ERROR);
    assert_true(strlen(remark->text) > 10);
}

static void doubtful_expressions_are_reported(void **state)
{
    (void)state;
    static const struct {
        const char *xpath, *expected;
    } rows[] = {
        {"//div[@class='x']", ""},
        {"//div[@class=article-content]", "unquoted-literal:14"},
        {"//div[contains(@class, foo)]", "unquoted-literal:24"},
        {"//div[class='x']", "missing-at:7"},
        {"//div[contains(class,'x')]", "missing-at:16"},
        {"//div['x'=data-kind]", "missing-at:11"},
        {"//div[p='x']", ""},
        {"//*[contains(@class,'ad')]", "part-of-name:21"},
        {"//*[not(contains(@class,'ad'))]", "part-of-name:25"},
        {"//*[contains(@class,'head')]", ""},
        {"//*[contains(@href,'ad')]", ""},
        {"//*[contains(@class,'')]", "empty-literal:21"},
        {"//*[" CLASS("ad") "]", ""},
        {"//*[contains(" WORDS("@class") ",'ad')]", "token-idiom:54"},
        {"//*[contains(concat('',normalize-space(@class),''),' ad ')]", "token-idiom:14"},
        {"//*[contains(concat(' ',@class,' '),' ad ')]", "token-idiom:25"},
        {"//*[@class='a b']", "exact-class:5"},
        {"//*[@class='.a']", "css-in-xpath:5"},
        {"//*[contains(@id,'#a')]", "css-in-xpath:14"},
        {"//a or //b", "boolean-result:1"},
        {"//a = 'x'", "boolean-result:1"},
        {"//p[0]", "position-zero:5"},
        {"//p[1]", "first-of-each:5"},
        {"(//p)[1]", ""},
        {"//div/p[1]", ""},
    };
    struct arena a;
    arena_open(&a, SIZE_MAX);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct remarks remarks;
        struct error err = {0};
        buffer_open(&remarks.text, &a);
        struct slice text = slice_of_string(rows[i].xpath);
        if (!xpath_lint(&a, text, note, &remarks, &err))
            fail_msg("%s: %u: %s", rows[i].xpath, err.column, err.text);
        if (!slice_equal(buffer_slice(&remarks.text), slice_of_string(rows[i].expected)))
            fail_msg("%s: %s", rows[i].xpath, remarks.text.ptr);
    }
    struct error err = {0};
    assert_false(xpath_lint(&a, SLICE("//a["), note, NULL, &err));
    assert_int_equal(err.column, 5);
    arena_close(&a);
}

/* ---- limits ------------------------------------------------------------------------ */

static void limits_are_enforced(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *end;
        size_t count;
        const char *part;
    } limits[] = {
        {"//a", "", 100000, "longer than"},
        {"//a[", "", 5000, "nested more than"},
        {"(", "", 5000, "nested more than"},
        {"-", "1", 5000, "minus signs"},
        {"not(", "", 5000, "nested more than"},
        {"/a", "", 5000, "parts"},
        {"//a|", "//a", 5000, "parts"},
        {"1+", "1", 5000, "parts"},
        {"1=", "1", 5000, "parts"},
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
            selector_compile(&a, buffer_slice(&text), SELECTOR_XPATH, &selector, &err));
        if (!strstr(err.text, limits[i].part))
            fail_msg("%s: %s", limits[i].unit, err.text);
        arena_close(&a);
    }
}

/* Expressions just within the limits are evaluated, although libxml2 recurses deeply. */
static void longest_expressions_are_evaluated(void **state)
{
    (void)state;
    static const struct {
        const char *front, *unit, *end;
        size_t count;
    } rows[] = {
        {"boolean(", "//li/@id | ", "//nosuch/text())", 250},
        {"//p[", "contains(.,'bold') and ", "1=1]", 190},
        {"", "1+", "1", 450},
        {"//text()", "/..", "", 900},
        {"string(", "(", "//p", 60},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena a;
        arena_open(&a, SIZE_MAX);
        struct page page = selector_page(&a, selector_pages[0]);
        struct view view = view_open(&page, NULL, &a);
        struct buffer text;
        buffer_open(&text, &a);
        buffer_append_string(&text, rows[i].front);
        for (size_t n = 0; n < rows[i].count; n++)
            buffer_append_string(&text, rows[i].unit);
        buffer_append_string(&text, rows[i].end);
        for (size_t n = 0; rows[i].unit[0] == '(' && n <= rows[i].count; n++)
            buffer_append_char(&text, ')');
        struct value_list list = {0};
        struct error err = {0};
        selector_values(compiled(&a, text.ptr, SELECTOR_XPATH), &view, &a, &list);
        if (view_take_fault(&view, &err))
            fail_msg("%s: %s", rows[i].unit, err.text);
        arena_close(&a);
    }
}

static struct page long_page(struct arena *a, int paragraphs)
{
    struct buffer html;
    buffer_open(&html, a);
    buffer_append_string(&html, "<!doctype html>");
    for (int i = 0; i < paragraphs; i++)
        buffer_append_string(&html, "<div><p>some words of text</p></div>");
    return selector_page(a, html.ptr);
}

/* The problem is reported once, and nothing is selected. */
static void assert_given_up(struct arena *a, struct view *view, const char *xpath,
                            double seconds_max)
{
    struct error err = {0};
    struct value_list list = {0};
    uint64_t start = clock_cpu_ns();
    selector_values(compiled(a, xpath, SELECTOR_XPATH), view, a, &list);
    double seconds = (double)(clock_cpu_ns() - start) / 1e9;
    if (seconds > seconds_max && !is_under_valgrind())
        fail_msg("%s took %g s", xpath, seconds);
    if (!view_take_fault(view, &err) || !strstr(err.text, "steps on this page"))
        fail_msg("%s: %s", xpath, err.text);
    assert_false(view_take_fault(view, &err));
    assert_int_equal(list.count, 0);
}

static void slow_expressions_are_stopped(void **state)
{
    (void)state;
    static const char *const dear[] = {
        "//*[count(//*) > count(//*//*)]",
        "//*[contains(/, 'nosuch')]",
        "//*[normalize-space(/) = 'x']",
        "//*[.//*[contains(string(/), 'x')] = 'x']",
        "//div[following::div[following::div[following::nosuch]]]",
    };
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct page page = long_page(&a, 4000);
    struct view view = view_open(&page, NULL, &a);
    for (size_t i = 0; i < sizeof dear / sizeof dear[0]; i++)
        assert_given_up(&a, &view, dear[i], 5);
    assert_gives(&view, "count(//p[contains(., 'words')])", "'4000'");
    assert_false(view_take_fault(&view, NULL));
    arena_close(&a);
}

/* Each step of these takes as long as the page, so fewer steps are allowed. */
static void repeated_evaluation_on_large_pages_is_stopped(void **state)
{
    (void)state;
    static const char *const dear[] = {
        "//*[count(//*//*) = 3]",
        "//p[count(//*) = 7]",
    };
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct page page = long_page(&a, 20000);
    struct view view = view_open(&page, NULL, &a);
    for (size_t i = 0; i < sizeof dear / sizeof dear[0]; i++)
        assert_given_up(&a, &view, dear[i], 3);
    arena_close(&a);
}

/* The arena jumps during the evaluation; valgrind and sanitizers detect leaks. */
static void jump_leaks_no_memory(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct page page = long_page(&a, 4000);
    struct view view = view_open(&page, NULL, &a);
    const struct selector *selector = compiled(&a, "//*[.//text()]", SELECTOR_XPATH);
    assert_int_not_equal(selector_first(compiled(&a, "//p/..", SELECTOR_XPATH), &view, 0),
                         NODE_NONE);
    volatile bool jumped = false;
    if (arena_trap(&a)) {
        assert_int_equal(a.stop, ARENA_OVER_BYTES);
        jumped = true;
    }
    if (!jumped) {
        a.budget = a.held;
        for (;;)
            selector_first(selector, &view, 0);
    }
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(css_and_xpath_select_the_same_nodes),
        cmocka_unit_test(expressions_have_their_values),
        cmocka_unit_test(libxml2_tree_follows_dropped_nodes),
        cmocka_unit_test(simple_expressions_need_no_libxml2_tree),
        cmocka_unit_test(set_may_contain_xpath),
        cmocka_unit_test(invalid_expressions_are_reported_with_their_position),
        cmocka_unit_test(doubtful_expressions_are_reported),
        cmocka_unit_test(limits_are_enforced),
        cmocka_unit_test(longest_expressions_are_evaluated),
        cmocka_unit_test(slow_expressions_are_stopped),
        cmocka_unit_test(repeated_evaluation_on_large_pages_is_stopped),
        cmocka_unit_test(jump_leaks_no_memory),
    };
    return cmocka_run_group_tests_name("xpath", tests, NULL, NULL);
}
