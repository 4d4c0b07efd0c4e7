/* metadata: which source wins where several give a title, an author or a date. */
#include "in_arena.h"

#include "base/array.h"
#include "metadata/date.h"
#include "metadata/metadata.h"
#include "page/parse.h"
#include "page/prefilter.h"

static struct metadata read_page(const char *url, const char *html)
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

static struct metadata read(const char *html)
{
    return read_page("https://example.com/a/b", html);
}

#define ARTICLE "<meta property=og:type content=article>"
#define LD(members)                                                                      \
    "<script type=application/ld+json>{\"@type\":\"NewsArticle\"," members "}</script>"

/* ---- titles ------------------------------------------------------------------------ */

static void only_h1_of_an_article_is_its_title(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        /* page, title */
        {ARTICLE
         "<title>Weather 2024: why rain falls | Post</title><h1>How the rain came "
         "to the hills, and stayed</h1>",
         "How the rain came to the hills, and stayed"},
        {LD("\"headline\":\"Rain facts for search engines\"") "<h1>The day the rain "
                                                              "stopped</h1>",
         "The day the rain stopped"},
        /* not an article; not one word shared; two h1; a site's name */
        {"<title>Weather 2024: why rain falls</title><h1>How the rain came to stay</h1>",
         "Weather 2024: why rain falls"},
        {ARTICLE "<title>Why rain falls</title><h1>Our blog</h1>", "Why rain falls"},
        {ARTICLE "<title>Why rain falls</title><h1>The rain</h1><h1>Menu and rain</h1>",
         "Why rain falls"},
        {ARTICLE "<meta property=og:site_name content='Rain News'><title>Why rain falls"
                 "</title><h1>Rain News</h1>",
         "Why rain falls"},
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_string_equal(string(read(pairs[i][0]).title), pairs[i][1]);
}

static void h1_that_named_the_page_is_its_title(void **state)
{
    (void)state;
    const char *page = "<title>Forum - the heart of the town</title><h1>Which pan for "
                       "enamelled cast iron?</h1>";
    struct metadata m = read_page(
        "https://example.com/r/c/1rl0/which_pan_for_enamelled_cast_iron/", page);
    assert_string_equal(string(m.title), "Which pan for enamelled cast iron?");
    m = read_page("https://example.com/which-pan", page);
    assert_string_equal(string(m.title), "Forum - the heart of the town");
}

static void title_of_the_site_is_not_the_page_s(void **state)
{
    (void)state;
    const char *socks = "<meta property=og:site_name content=Bombs><meta "
                        "property=og:title content=Bombs><title>All socks</title>";
    assert_string_equal(string(read_page("https://x.com/c/s", socks).title), "All socks");
    assert_string_equal(string(read_page("https://x.com/", socks).title), "Bombs");
    const char *home = "<meta property=og:site_name content='The Hill Post'>"
                       "<title>Home - The Hill Post</title>";
    assert_string_equal(string(read_page("https://x.com/", home).title), "The Hill Post");
}

/* ---- authors ----------------------------------------------------------------------- */

static void person_is_preferred_to_the_publisher(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        /* page, author */
        {LD("\"author\":{\"name\":\"Hill Post\"},\"publisher\":{\"name\":\"Hill "
            "Post\"}") "<meta name=articleAuthor content='Ann Lee'>",
         "Ann Lee"},
        {LD("\"author\":[{\"name\":\"Hill Post\"},{\"name\":\"Ann Lee\"}],"
            "\"publisher\":{\"name\":\"Hill Post\"}"),
         "Ann Lee"},
        {LD("\"author\":[{\"name\":\"Ann Lee\"},{\"name\":\"Hill Post\"}],"
            "\"publisher\":{\"name\":\"Hill Post\"}"),
         "Ann Lee"},
        {LD("\"author\":{\"name\":\"Hill Post\"},\"publisher\":{\"name\":\"Hill "
            "Post\"}"),
         "Hill Post"},
        {"<meta name=author content=example.com><h1>Rain</h1><p class=author>von "
         "<a>Ann "
         "Lee</a></p>",
         "Ann Lee"},
        {LD("\"author\":{\"name\":\"Hill Post\"},\"publisher\":{\"name\":\"Hill "
            "Post\"}") "<meta name=author content='HILL FOODS CO., INC'>",
         "Hill Post"},
        {"<meta name=author content=example.com/ann>", ""},
        {"<meta name=author content=105092>", ""},
        {"<meta name=author content=page.head.extra.author><h1>Rain</h1><p>By Ann "
         "Lee",
         "Ann Lee"},
        {"<h1>Rain</h1><div class=byline><span>Guide</span><span>by</span><span>Ann "
         "Lee</span></div>",
         "Ann Lee"},
        {"<meta name=author content='Ann Li and Bo Kay, The Hill Courier'>",
         "Ann Li, Bo Kay, The Hill Courier"},
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_string_equal(string(read(pairs[i][0]).author), pairs[i][1]);
}

/* ---- dates ------------------------------------------------------------------------- */

static void date_of_the_data_or_of_the_page(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        /* page, date */
        /* the day that a time element shows, where its attribute is in UTC */
        {LD("\"datePublished\":\"2023-12-22T04:00:41Z\"") "<h1>Rain</h1><time "
                                                          "datetime=2023-12-22T04:00:41Z>"
                                                          "Dec. 21, 2023 11:00 pm "
                                                          "EST</time>",
         "2023-12-21T23:00:00"},
        {"<h1>Rain</h1><time datetime=2023-12-22T12:00:00Z>Dec. 1, 2021</time>",
         "2023-12-22T12:00:00Z"},
        /* the known date is shown; an earlier one beside it is of something else */
        {"<meta name=dc.date content=2019-06-25><h1>Rain</h1><p>Published on 25 June "
         "2019</p><p>Preprint, first published 4 April 2019</p>",
         "2019-06-25"},
        /* only an earlier date is shown: the page was published again */
        {"<meta property=article:published_time content=2024-06-25><h1>Rain</h1>"
         "<p>Published 4 April 2019</p>",
         "2019-04-04"},
        /* a change that is shown does not beat the publication */
        {"<meta property=article:published_time content=2019-06-25><h1>Rain</h1>"
         "<p>Updated on 4 April 2024</p>",
         "2019-06-25"},
        {"<meta name=ms.date content='03/25/2025'><h1>Rain</h1><p>2025-04-02",
         "2025-03-25"},
        {"<meta name=published-time content=2026-03-09><meta name=published-date "
         "content=2021-02-16>",
         "2021-02-16"},
        /* a bar repeats the headline; the article's date follows its own */
        {"<h1>Rain in the hills</h1><article><p>Teaser, 1 May 2020</p></article>"
         "<article><h1>Rain in the hills</h1><p>3 May 2020</p></article>",
         "2020-05-03"},
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_string_equal(string(read(pairs[i][0]).date), pairs[i][1]);
}

static void dates_of_many_languages_are_read(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"15 اسفند 1402", "2024-03-05"},
        {"۱۵ حوت ۱۴۰۲", "2024-03-05"},
        {"۵ می ۲۰۲۴", "2024-05-05"},
        {"2024. gada 5. martā", "2024-03-05"},
        {"5. decembris, 2024", "2024-12-05"},
        {"5. ožujka 2024.", "2024-03-05"},
        {"11 lis 2023", "2023-11-11"},
        {"5 lip 2024", "2024-07-05"},
        {"3. júní 2023", "2023-06-03"},
        {"5 de març de 2024", "2024-03-05"},
        {"5 Ogos 2024", "2024-08-05"},
        {"二〇二四年三月五日", "2024-03-05"},
        {"二零二四年十二月三十一日", "2024-12-31"},
        {"二〇二四年十月二十日", "2024-10-20"},
        {"令和六年三月五日", "2024-03-05"},
        {"2024年十月", ""},
        {"二〇二四年", ""},
        {"一二三四五年三月五日", ""},
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        assert_string_equal(
            string(date_to_iso(&arena, slice_of_string(pairs[i][0]), DATE_ORDER_UNKNOWN)),
            pairs[i][1]);
}

static void dates_of_other_things_have_labels(void **state)
{
    (void)state;
    static const char *const labels[] = {"Joined: ", "Nacida el ", "収稿日期：收稿 ",
                                         "Zmarł ", "Vefat: "};
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        const char *page =
            arena_printf(&arena, "<h1>Rain</h1><p>%s5.3.2011</p><p>6.3.2024", labels[i]);
        assert_string_equal(string(read(page).date), "2024-03-06");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(only_h1_of_an_article_is_its_title),
        in_arena(h1_that_named_the_page_is_its_title),
        in_arena(title_of_the_site_is_not_the_page_s),
        in_arena(person_is_preferred_to_the_publisher),
        in_arena(date_of_the_data_or_of_the_page),
        in_arena(dates_of_many_languages_are_read),
        in_arena(dates_of_other_things_have_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
