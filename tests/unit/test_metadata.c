/* metadata: title, author, date and other metadata; formats of dates and references. */
#include "in_arena.h"

#include "base/array.h"
#include "base/url.h"
#include "metadata/date.h"
#include "metadata/metadata.h"
#include "metadata/title.h"
#include "page/parse.h"
#include "page/prefilter.h"

static struct metadata read_page_at(const char *url, const char *html)
{
    struct page page;
    struct linked_data linked;
    struct metadata metadata;
    struct prefiltered blanked = {0};
    prefilter_html(&arena, slice_of_string(html), &blanked);
    assert_true(parse_blanked(&arena, &blanked, &page, NULL));
    linked_data_read(&page, &arena, &linked);
    metadata_read(&page, &linked, slice_of_string(url), &arena, &metadata);
    return metadata;
}

static struct metadata read_page(const char *html)
{
    return read_page_at("https://example.com/a/b?c", html);
}

/* ---- fields ------------------------------------------------------------------------ */

static void all_metadata_is_read(void **state)
{
    (void)state;
    struct metadata m = read_page(
        "<html lang=en_GB><title>T - S</title>"
        "<meta property=og:title content=' The\n title '><meta name=author content='By "
        "Ann'>"
        "<meta property=article:published_time content='2024-03-05T10:00:00+01:00'>"
        "<meta property=og:site_name content='S'><link rel=canonical href='../x?y#z'>");
    assert_string_equal(string(m.title), "The title");
    assert_string_equal(string(m.author), "Ann");
    assert_string_equal(string(m.date), "2024-03-05T10:00:00+01:00");
    assert_string_equal(string(m.language), "en-GB");
    assert_string_equal(string(m.site), "S");
    assert_string_equal(string(m.canonical), "https://example.com/x?y#z");
}

static void missing_metadata_is_null(void **state)
{
    (void)state;
    struct metadata m = read_page("<p>text<svg><title>icon</title></svg>"
                                  "<meta name=author content='https://example.com/ann'>"
                                  "<meta name=date content='soon'>"
                                  "<link rel=canonical href='javascript:x'>");
    assert_int_equal(m.title.len, 0);
    assert_int_equal(m.author.len, 0);
    assert_int_equal(m.date.len, 0);
    assert_int_equal(m.language.len, 0);
    assert_int_equal(m.site.len, 0);
    assert_int_equal(m.canonical.len, 0);
}

static void best_title_is_selected(void **state)
{
    (void)state;
    assert_string_equal(
        string(read_page("<title>Rain - The Site</title><h1>Rain</h1>").title), "Rain");
    assert_string_equal(string(read_page("<title>Rain</title><h1>The Site</h1>").title),
                        "Rain");
    assert_string_equal(string(read_page("<h1></h1><h1>Rain</h1>").title), "Rain");
    assert_string_equal(string(read_page("<title>a</title><meta name=twitter:title "
                                         "content=b><meta property=og:title content=c>")
                                   .title),
                        "c");
    assert_string_equal(
        string(read_page("<title>What is Rain? - The Book of Weather</title>"
                         "<h1>The Book of Weather</h1><h2>x</h2>")
                   .title),
        "What is Rain?");
    assert_string_equal(string(read_page("<title>How rain is made in spring</title>"
                                         "<h1>Rain News</h1><h1>How rain is made, and why"
                                         "</h1>")
                                   .title),
                        "How rain is made, and why");
    assert_string_equal(
        string(read_page("<b itemprop=headline>Rain</b><title>x</title>").title), "Rain");
}

static void bylines_and_dates_are_found_in_the_text(void **state)
{
    (void)state;
    struct metadata m =
        read_page("<p><a rel='author nofollow'>by Ann  Lee</a>"
                  "<time>today</time><time datetime='2024-03-05'>x</time>");
    assert_string_equal(string(m.author), "Ann Lee");
    assert_string_equal(string(m.date), "2024-03-05");
    m = read_page("<time datetime='2020-01-01'></time><span itemprop=author>Bo</span>"
                  "<span itemprop=datePublished content='2024-03-05'>x</span>");
    assert_string_equal(string(m.author), "Bo");
    assert_string_equal(string(m.date), "2024-03-05");
}

static void canonical_url_is_relative_to_base(void **state)
{
    (void)state;
    struct metadata m = read_page("<base href='//cdn.example.org/d/'><link rel=canonical "
                                  "href=e>");
    assert_string_equal(string(m.canonical), "https://cdn.example.org/d/e");
}

static void json_ld_takes_precedence(void **state)
{
    (void)state;
    struct metadata m = read_page(
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Q "
        "&amp; A\",\"author\":[{\"name\":\"Ann Lee\"},{\"name\":\"Bo Ek\"}],"
        "\"datePublished\":\"2024-03-05T10:00:00Z\",\"inLanguage\":\"en\",\"publisher\":{"
        "\"name\":\"The Site\"},\"url\":\"/x\"}</script><meta property=og:title "
        "content=Other><meta name=author content=Other><meta property="
        "article:published_time content=2024-04-01><meta property=og:site_name "
        "content=Other><meta property=og:locale content=de_DE>");
    assert_string_equal(string(m.title), "Q & A");
    assert_string_equal(string(m.author), "Ann Lee, Bo Ek");
    assert_string_equal(string(m.date), "2024-03-05T10:00:00Z");
    assert_string_equal(string(m.language), "en");
    assert_string_equal(string(m.site), "The Site");
    assert_string_equal(string(m.canonical), "https://example.com/x");
}

static void authors_are_read(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        /* page, author */
        {"<meta name=citation_author content='Ann Lee'><meta name=citation_author "
         "content='Bo Ek'>",
         "Ann Lee, Bo Ek"},
        {"<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 "
         "content='Ann Lee'><meta name=twitter:data2 content='5 minutes'>",
         "Ann Lee"},
        {"<meta name=twitter:label1 content='Time to read'><meta name=twitter:data1 "
         "content='5 minutes'>",
         ""},
        {"<meta property=article:author content='https://facebook.com/ann'>", ""},
        {"<meta name=author content='Von Ann Lee, Redakteurin'>", "Ann Lee"},
        {"<div itemprop=author itemscope><img><b itemprop=name>Ann Lee</b><p>She writes "
         "of "
         "the weather.</p></div>",
         "Ann Lee"},
        {"<span itemprop=author itemscope><meta itemprop=name content=ann></span>",
         "ann"},
        {"<span property='schema:author'>Ann Lee</span>", "Ann Lee"},
        {"<b itemprop=author>Ann</b>, <b itemprop=author>Bo</b>", "Ann, Bo"},
        {"<b itemprop=author>Ann</b><p>1<p>2<p>3<p>4<p>5<p><b itemprop=author>Bo</b>",
         "Ann"},
        {"<div itemprop=comment><b itemprop=author>Bo</b></div>", ""},
        {"<div itemprop=review><a rel=author>Bo</a></div>", ""},
        {"<meta property=og:site_name content='The Site'><meta name=author content='The "
         "Site'><h1>Rain</h1><p>By Ann Lee",
         "Ann Lee"},
        {"<meta property=og:site_name content='The Site'><meta name=author content='The "
         "Site'><h1>Rain</h1>",
         "The Site"},
        {"<meta name=author content='Ann &amp;amp; Bo'>", "Ann & Bo"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(string(read_page(pairs[i][0]).author), pairs[i][1]);
}

static void date_of_publication_is_read(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        /* page, date */
        {"<meta property=article:modified_time content=2024-04-01>", ""},
        {"<meta property=article:modified_time content=2024-04-01><h1>Rain</h1>"
         "<p>Published on March 5, 2024",
         "2024-03-05"},
        {"<h1>Rain</h1><p>Updated on March 5, 2024", "2024-03-05"},
        {"<h1>Rain</h1><p>Updated on March 5, 2024<p>Published on 1 May 2020",
         "2020-05-01"},
        {"<html lang=fr><h1>Pluie</h1><p>Par Léa Roy, publié le 1 mai 2020 à 7h45, mis à "
         "jour le 5 mai 2020 à 10h00",
         "2020-05-01T07:45:00"},
        {"<h1>雨</h1><p>更新日：2024年3月5日 公開日：2020年5月1日", "2020-05-01"},
        {"<h1>Дождь</h1><p>Обновлено: 5 марта 2024 Опубликовано: 1 мая 2020",
         "2020-05-01"},
        {"<h1>Rain</h1><p>2024-03-01 - 2024-03-05", "2024-03-01"},
        {"<meta name=x-published-date content=2024-03-05>", "2024-03-05"},
        {"<span property='dc:date dc:created' content=2024-03-05>x</span>", "2024-03-05"},
        {"<meta property=article:published_time content=2024-04-01><h1>Rain</h1>"
         "<p>March 5, 2024",
         "2024-03-05"}, /* the page was generated again since */
        {"<meta property=article:published_time content=2024-03-06T01:00Z><h1>Rain</h1>"
         "<p>March 5, 2024",
         "2024-03-05"}, /* the day in the local time zone */
        {"<meta property=article:published_time content=2024-03-05><h1>Rain</h1>"
         "<p>Published April 1, 2024",
         "2024-03-05"},
        {"<html lang=en-US><h1>Rain</h1><p>03/05/2024", "2024-03-05"},
        {"<html lang=fr><h1>Rain</h1><p>03/05/2024", "2024-05-03"},
        {"<html lang=en><h1>Rain</h1><p>03/05/2024", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(string(read_page(pairs[i][0]).date), pairs[i][1]);
    static const char *const urls[][2] = {
        {"https://x.com/2024/03/05/rain", "2024-03-05"},
        {"https://x.com/blog/2024-03-05-rain", "2024-03-05"},
        {"https://x.com/2024/13/05/rain", ""},
        {"https://x.com/2024/03/rain", ""},
        {"https://x.com/?p=/2024/03/05/", ""},
    };
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++)
        assert_string_equal(string(read_page_at(urls[i][0], "<p>x").date), urls[i][1]);
}

static void dates_of_other_things_are_skipped(void **state)
{
    (void)state;
#define STAMP "<meta property=article:published_time content=2023-04-02T10:00:00Z>"
#define DATED "<meta name=dc.date content=2023-04-02>"
    static const struct {
        const char *html, *date;
    } cases[] = {
        {STAMP "<h1>Fair</h1><p>On 5 March 1998 the first fair was held at the pier.",
         "2023-04-02T10:00:00Z"},
        {STAMP "<h1>Fair</h1><p>The first fair was held on 5 March 1998.",
         "2023-04-02T10:00:00Z"},
        {STAMP "<h1>Fair</h1><figure><img src=a><figcaption>Pier, 5 March 1998"
               "</figcaption></figure>",
         "2023-04-02T10:00:00Z"},
        {STAMP "<h1>Ann Lee</h1><p>12 May 1931 – 3 March 2023", "2023-04-02T10:00:00Z"},
        {STAMP "<h1>Ann Lee</h1><p>Born 12 May 1931", "2023-04-02T10:00:00Z"},
        {STAMP "<h1>Fair</h1><p>Posted 28 March 2023", "2023-03-28"},
        {DATED "<h1>Health</h1><ul><li>Received: 16 December 2022<li>Accepted: 20 "
               "December 2022</ul>",
         "2023-04-02"},
        {"<h1>Health</h1><p>Received: 16 December 2022 / Accepted: 20 December 2022 / "
         "Published: 2 January 2023",
         "2023-01-02"},
        {"<meta name=date content=1970-01-01T00:00:00Z><h1>Fair</h1><p>4 July 2021",
         "2021-07-04"},
        {"<article><p>May 22, 2026</p><h1>Fair</h1><p>text</article><aside><h2>Latest"
         "</h2><a href=/b><time datetime=2026-03-05>Mar 5, 2026</time></a></aside>",
         "2026-05-22"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(string(read_page(cases[i].html).date), cases[i].date);
#undef STAMP
#undef DATED
}

static void day_that_the_page_shows_is_preferred(void **state)
{
    (void)state;
    static const struct {
        const char *stamp, *shown, *date;
    } cases[] = {
        {"2024-03-05T02:10:00Z", "March 4, 2024", "2024-03-04"},
        {"2024-03-04T22:10:00Z", "5 March 2024", "2024-03-05"},
        {"2024-03-04T10:10:00Z", "5 March 2024", "2024-03-04T10:10:00Z"},
        {"2024-03-04T22:10:00+01:00", "5 March 2024", "2024-03-04T22:10:00+01:00"},
        {"2024-03-05T02:10:00Z", "March 4, 2024 9:10 pm", "2024-03-04T21:10:00"},
        {"2024-03-05T12:10:00Z", "March 4, 2024 5:20 pm", "2024-03-05T12:10:00Z"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *html = arena_printf(
            &arena, "<meta property=article:published_time content=%s><h1>Rain</h1><p>%s",
            cases[i].stamp, cases[i].shown);
        assert_string_equal(string(read_page(html).date), cases[i].date);
    }
}

static void values_that_a_template_left_open_are_none(void **state)
{
    (void)state;
    static const char *const open[] = {
        "{{ author }}", "${author}", "%author%", "{% author %}", "<%= author %>",
        "[[author]]",   ".",         "-",        "undefined",    "__AUTHOR__",
    };
    for (size_t i = 0; i < COUNT_OF(open); i++) {
        const char *html =
            arena_printf(&arena,
                         "<title>Rain</title><meta name=author content='%s'>"
                         "<meta property=og:site_name content='%s'>"
                         "<meta property=og:title content='%s'>",
                         open[i], open[i], open[i]);
        struct metadata m = read_page(html);
        assert_int_equal(m.author.len, 0);
        assert_int_equal(m.site.len, 0);
        assert_string_equal(string(m.title), "Rain");
    }
    struct metadata m = read_page("<title>How {{ braces }} work</title>");
    assert_string_equal(string(m.title), "How {{ braces }} work");
}

static void names_in_a_list_are_separated(void **state)
{
    (void)state;
    static const struct {
        const char *byline, *author;
    } cases[] = {
        {"By Ann Li and Bo Kay, Cy Do", "Ann Li, Bo Kay, Cy Do"},
        {"By Ann Li, Bo Kay and Cy Do", "Ann Li, Bo Kay, Cy Do"},
        {"By Ann Li, Bo Kay, and Cy Do", "Ann Li, Bo Kay, Cy Do"},
        {"By Ann Li &amp; Bo Kay, Cy Do", "Ann Li, Bo Kay, Cy Do"},
        {"By Ann Li and Bo Kay", "Ann Li and Bo Kay"},
        {"By Marks and Spencer, Cy Do", "Marks and Spencer, Cy Do"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *html =
            arena_printf(&arena, "<h1>Rain</h1><p class=byline>%s</p>", cases[i].byline);
        assert_string_equal(string(read_page(html).author), cases[i].author);
    }
    struct metadata m =
        read_page("<script type=application/ld+json>{\"@graph\":[{\"@type\":\"Article\","
                  "\"author\":{\"name\":\"\",\"@id\":\"#p\"}},{\"@type\":\"Person\","
                  "\"@id\":\"#p\",\"name\":\"Ida Falk\"}]}</script>");
    assert_string_equal(string(m.author), "Ida Falk");
}

static void languages_are_language_tags(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"<html lang=EN-us>", "en-US"},
        {"<html lang=zh_hans_cn>", "zh-Hans-CN"},
        {"<html lang=es-419>", "es-419"},
        {"<html lang=English><meta property=og:locale content=en_GB>", "en-GB"},
        {"<meta http-equiv=content-language content='de-AT, de'>", "de-AT"},
        {"<html lang=x-default>", ""},
        {"<html lang=en->", ""},
        {"<html lang='{{lang}}'>", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(string(read_page(pairs[i][0]).language), pairs[i][1]);
}

static void canonical_url_is_of_a_page(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"<link rel=canonical href='//other.org/a'>", "https://other.org/a"},
        {"<link rel=canonical href='javascript:x'><meta property=og:url content='/y'>",
         "https://example.com/y"},
        {"<link rel='alternate canonical' href=''>", ""},
        {"<link rel=canonical href='http:///x'>", ""},
        {"<link rel=canonical href='ftp://x/y'>", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(string(read_page(pairs[i][0]).canonical), pairs[i][1]);
}

static void site_name_is_read_from_links_to_the_front_page(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        /* page, site, title */
        {"<title>Rain | The Keeper</title><a href=/>The Keeper</a><p>x", "The Keeper",
         "Rain"},
        {"<title>Rain - The Keeper</title><a href=https://example.com/><img alt='The "
         "Keeper'></a>",
         "The Keeper", "Rain"},
        {"<title>Rain | The Keeper</title><a href=https://keeper.example/>The Keeper</a>",
         "", "Rain | The Keeper"},
        {"<title>Rain | The Keeper</title><a href=/>Home</a>", "", "Rain | The Keeper"},
        {"<title>Rain - Boats and Nets</title><h1>Boats and Nets</h1><h2>Rain</h2>",
         "Boats and Nets", "Rain"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct metadata m = read_page(cases[i][0]);
        assert_string_equal(string(m.site), cases[i][1]);
        assert_string_equal(string(m.title), cases[i][2]);
    }
}

static void site_names_are_removed_from_titles(void **state)
{
    (void)state;
    static const char *const cases[][4] = {
        /* title, site, host, result */
        {"Rain today | The Site", "The Site", "x.com", "Rain today"},
        {"Rain - Hardtail Canada", "", "www.hardtailcanada.com", "Rain"},
        {"Rain | MIT Sloan", "", "mitsloan.mit.edu", "Rain"},
        {"Rain - Snow", "The Site", "example.com", "Rain - Snow"},
        {"Rain-Snow", "Snow", "snow.com", "Rain-Snow"},
        {" | The Site", "The Site", "x.com", " | The Site"},
        {"市场将修缮_山谷日报", "山谷日报", "x.com", "市场将修缮"},
        {"市場を改修へ｜谷間新聞", "谷間新聞", "x.com", "市場を改修へ"},
        {"시장 보수 < 골짜기일보", "골짜기일보", "x.com", "시장 보수"},
        {"A write-up", "Up", "x.com", "A write-up"},
        {"", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(string(title_without_site(slice_of_string(cases[i][0]),
                                                      slice_of_string(cases[i][1]),
                                                      slice_of_string(cases[i][2]))),
                            cases[i][3]);
    assert_string_equal(string(read_page("<title>Rain in May - Example</title><h1>Example"
                                         "</h1><h1>Rain in May, and why</h1>")
                                   .title),
                        "Rain in May, and why");
}

static void site_names_are_removed_from_the_front(void **state)
{
    (void)state;
    static const char *const bars[] = {" | ", " - ", " – ", " — ",
                                       ": ",  " : ", " » ", " · "};
    for (size_t i = 0; i < COUNT_OF(bars); i++) {
        const char *html =
            arena_printf(&arena,
                         "<title>Quay News%sThe boat goes</title>"
                         "<meta property=og:site_name content='Quay News'>",
                         bars[i]);
        assert_string_equal(string(read_page(html).title), "The boat goes");
        assert_string_equal(string(read_page_at("", html).title), "The boat goes");
    }
}

static void section_names_are_removed_from_titles(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"Culture | Rain", "/culture/rain", "Rain"},
        {"Rain - Local News", "/local-news/2024/rain/", "Rain"},
        {"Culture | Rain", "/sport/rain", "Culture | Rain"},
        {"Tokio - Rust", "/tokio/latest/tokio/", "Tokio - Rust"},
        {"Rain", "/rain/x", "Rain"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_slice(title_without_section(slice_of_string(cases[i][0]),
                                           slice_of_string(cases[i][1])),
                     cases[i][2]);
}

static void byline_is_preferred_to_an_account(void **state)
{
    (void)state;
    assert_slice(
        read_page("<meta name=author content=admin><h1>Rain</h1><p>By Ann Lee").author,
        "Ann Lee");
    assert_slice(read_page("<meta name=author content=admin><h1>Rain</h1><p>x").author,
                 "admin");
    assert_slice(
        read_page("<meta name=author content=Redaktion><h1>Regen</h1><p>Von Hanna Meier")
            .author,
        "Hanna Meier");
}

static void titles_are_compared_with_headings(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"<title>Weather - Rain in the hills</title><h1>Rain in the hills</h1>",
         "Rain in the hills"},
        {"<title>Rain in May - The Book of Rain</title><h1>The Book of Rain</h1>",
         "Rain in May"},
        {"<title>Wetter_Sturm_Tal</title><h1>Sturm im Tal</h1>", "Wetter_Sturm_Tal"},
        {"<title>旧市场将修缮_社会_日报</title><h1>旧市场将修缮</h1>", "旧市场将修缮"},
        {"<meta property=og:site_name content='The Valley'>"
         "<title>The Valley: Rain in May</title><p>x",
         "Rain in May"},
        {"<script type=application/ld+json>{\"@type\":\"Product\",\"name\":\"Lamp 2\"}"
         "</script><title>Lamp 2 – Wicks &amp; Co</title>",
         "Lamp 2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_slice(read_page(cases[i][0]).title, cases[i][1]);
}

/* ---- dates ------------------------------------------------------------------------- */

static void dates_are_converted_to_iso_8601(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"2024-03-05", "2024-03-05"},
        {" 2024-3-5 ", "2024-03-05"},
        {"20240305", "2024-03-05"},
        {"2024/03/05", "2024-03-05"},
        {"2024-03-05T10:30", "2024-03-05T10:30:00"},
        {"2024-03-05T10:30:15Z", "2024-03-05T10:30:15Z"},
        {"2024-03-05T10:30:15.123456+00:00", "2024-03-05T10:30:15Z"},
        {"2024-03-05 10:30:15 -0500", "2024-03-05T10:30:15-05:00"},
        {"20240305T103015Z", "2024-03-05T10:30:15Z"},
        {"Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05T10:00:00Z"},
        {"Tue, 5 Mar 2024 10:00:00 +0100", "2024-03-05T10:00:00+01:00"},
        {"March 5, 2024", "2024-03-05"},
        {"Mar. 5th, 2024 at 1:05 pm", "2024-03-05T13:05:00"},
        {"Tuesday, 5 September 2023 12:01 AM", "2023-09-05T00:01:00"},
        {"Sept 5, 2023", "2023-09-05"},
        {"05.03.2024", "2024-03-05"},
        {"29 Feb 2024", "2024-02-29"},
        {"Tue Mar 5 10:00:00 2024", "2024-03-05T10:00:00"},
        {"Published on July 18th, 2025 by Ann", "2025-07-18"},
        {"5. März 2024, 10:30 Uhr", "2024-03-05T10:30:00"},
        {"5 de marzo del 2024", "2024-03-05"},
        {"1er août 2024", "2024-08-01"},
        {"le 14 juil. 2024 à 9:05", "2024-07-14T09:05:00"},
        {"12 dicembre 2023", "2023-12-12"},
        {"2 września 2024", "2024-09-02"},
        {"5 МАРТА 2024 г.", "2024-03-05"},
        {"7 Ağustos 2024", "2024-08-07"},
        {"5 tháng 3, 2024", "2024-03-05"},
        {"٥", ""},
        {"5 مارس 2024", "2024-03-05"},
        {"5 במרץ 2024", "2024-03-05"},
        {"2024年3月5日 10:30", "2024-03-05T10:30:00"},
        {"2024년 3월 5일", "2024-03-05"},
        {"2024. 3. 5.", "2024-03-05"},
        {"2024. március 5.", "2024-03-05"},
        {"令和6年3月5日", "2024-03-05"},
        {"令和元年5月1日", "2019-05-01"},
        {"5 มีนาคม 2567", "2024-03-05"},
        {"๕ มีนาคม ๒๕๖๗", "2024-03-05"},
        {"٥ مارس ٢٠٢٤", "2024-03-05"},
        {"۵ مارس ۲۰۲۴", "2024-03-05"},
        {"५ मार्च २०२४", "2024-03-05"},
        {"5 آذار/مارس 2024", "2024-03-05"},
        {"5 مارس/أبريل 2024", ""},
        {"5. marts 2024", "2024-03-05"},
        {"5. märts 2024", "2024-03-05"},
        {"5-Mar-2024", "2024-03-05"},
        {"5. 3. 2024 9:15", "2024-03-05T09:15:00"},
        {"3 มี.ค. 2567", "2024-03-03"},
        {"3 มี.ค. 67", "2024-03-03"},
        {"วันอาทิตย์ที่ 3 มีนาคม พ.ศ. 2567", "2024-03-03"},
        {"民國113年3月3日", "2024-03-03"},
        {"2024年3月5日10:30", "2024-03-05T10:30:00"},
        {"2024年3月5日 下午3時20分", "2024-03-05T15:20:00"},
        {"2024.03.05. 오후 3:20", "2024-03-05T15:20:00"},
        {"3 mars 2024 à 7h45", "2024-03-03T07:45:00"},
        {"Ngày 3 tháng 3 năm 2024", "2024-03-03"},
        {"2024 m. kovo 3 d.", "2024-03-03"},
        {"13 اسفند 1402", "2024-03-03"},
        {"۱۴۰۲/۱۲/۱۳ - ۱۰:۱۵", "2024-03-03T10:15:00"},
        {"30 اسفند 1403", "2025-03-20"},
        {"30 اسفند 1402", ""}, /* not a leap year */
        {"1404/1/1", "2025-03-21"},
        {"1 دی 1399", "2020-12-21"},
        {"22 شعبان 1445", ""},
        {"1445/08/22", ""},
        {"22 شعبان 1445 هـ - 3 مارس 2024", "2024-03-03"},
        {"13/05/2024", "2024-05-13"},
        {"11-29-2024", "2024-11-29"},
        {"05/05/2024", "2024-05-05"},
        {"call 020 2024 1234 or 2024", ""},
        {"version 1.2.2024.5", ""},
        {"12024-03-05", ""},
        {"2567-03-05", ""},
        {"29 Feb 2023", ""},
        {"03/05/2024", ""},
        {"0001-01-01T00:00:00", ""},
        {"2024-13-01", ""},
        {"2024", ""},
        {"March 2024", ""},
        {"yesterday", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(
            string(date_to_iso(&arena, slice_of_string(pairs[i][0]), DATE_ORDER_UNKNOWN)),
            pairs[i][1]);
}

/* If the position of the year is unknown, the numbers are not a date. */
static void order_of_short_dates_is_detected(void **state)
{
    (void)state;
    static const struct {
        const char *text, *language, *iso;
    } cases[] = {
        {"05.03.24, 18:32", "de", "2024-03-05T18:32:00"},
        {"05/03/24", "fr", "2024-03-05"},
        {"03/05/24", "en-US", "2024-03-05"},
        {"05.03.24", "en", ""},
        {"24.03.05", "ko", "2024-03-05"},
        {"05.03.98", "ru", "1998-03-05"},
        {"5.3.24", "de", ""},
        {"05.03.64", "de", ""},
        {"01.42.05.03.24", "fr", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct slice text = slice_of_string(cases[i].text);
        enum date_order order = date_order_of(slice_of_string(cases[i].language));
        assert_string_equal(string(date_to_iso(&arena, text, order)), cases[i].iso);
    }
    assert_true(date_has_year(SLICE("am 05.03.24")));
    assert_false(date_has_year(SLICE("of 5.3.24")));
}

/* ---- references -------------------------------------------------------------------- */

/* RFC 3986, sections 5.4.1 and 5.4.2. */
static void relative_references_are_resolved(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"g:h", "g:h"},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {";x", "http://a/b/c/;x"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/./x", "http://a/b/c/g?y/./x"},
        {"g#s/../x", "http://a/b/c/g#s/../x"},
        {" a b\n", "http://a/b/c/a%20b"},
        {"mailto:a@b", "mailto:a@b"},
        {"g//h", "http://a/b/c/g//h"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(string(url_resolve(&arena, SLICE("http://a/b/c/d;p?q"),
                                               slice_of_string(pairs[i][0]))),
                            pairs[i][1]);
    assert_int_equal(url_resolve(&arena, SLICE(""), SLICE("x")).len, 0);
    assert_string_equal(string(url_resolve(&arena, SLICE("http://a"), SLICE("x"))),
                        "http://a/x");
    assert_true(url_is_web(SLICE("HTTPS://a")));
    assert_false(url_is_web(SLICE("ftp://a")));
    assert_false(url_is_web(SLICE("http:///a")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(all_metadata_is_read),
        in_arena(missing_metadata_is_null),
        in_arena(best_title_is_selected),
        in_arena(byline_is_preferred_to_an_account),
        in_arena(titles_are_compared_with_headings),
        in_arena(section_names_are_removed_from_titles),
        in_arena(site_name_is_read_from_links_to_the_front_page),
        in_arena(site_names_are_removed_from_titles),
        in_arena(bylines_and_dates_are_found_in_the_text),
        in_arena(canonical_url_is_relative_to_base),
        in_arena(json_ld_takes_precedence),
        in_arena(authors_are_read),
        in_arena(date_of_publication_is_read),
        in_arena(languages_are_language_tags),
        in_arena(canonical_url_is_of_a_page),
        in_arena(dates_are_converted_to_iso_8601),
        in_arena(order_of_short_dates_is_detected),
        in_arena(dates_of_other_things_are_skipped),
        in_arena(day_that_the_page_shows_is_preferred),
        in_arena(values_that_a_template_left_open_are_none),
        in_arena(names_in_a_list_are_separated),
        in_arena(site_names_are_removed_from_the_front),
        in_arena(relative_references_are_resolved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
