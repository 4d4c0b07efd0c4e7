/* headline_area: author and date in the text around a headline. */
#include "in_arena.h"

#include "base/buffer.h"
#include "metadata/byline.h"
#include "metadata/headline_area.h"
#include "page/parse.h"

static struct headline_area read_page(const char *html)
{
    struct page page;
    struct headline_area said;
    assert_true(parse_html(&arena, slice_of_string(html), &page, NULL));
    struct headline_area_wish wish = {.headline = page_find(&page, 0, TAG_H1),
                                      .host = SLICE("example.com"),
                                      .author = true,
                                      .date = true,
                                      .author_anywhere = true};
    headline_area_read(&page, &wish, &arena, &said);
    return said;
}

/* ---- bylines ----------------------------------------------------------------------- */

static void bylines_are_cleaned(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Ann Lee", "Ann Lee"},
        {"By Ann Lee", "Ann Lee"},
        {"by: Ann Lee, Dec 17, 2025", "Ann Lee"},
        {"WRITTEN BY ANN LEE", "ANN LEE"},
        {"Posted by Ann Lee on March 5, 2024 | 5 min read", "Ann Lee"},
        {"March 5, 2024 · Ann Lee on behalf of", "Ann Lee"},
        {"Ann Lee, Senior Editor, The Site", "Ann Lee"},
        {"Ann Lee, MD, and Bo Ek", "Ann Lee, MD, and Bo Ek"},
        {"Ann (Bo) Lee", "Ann (Bo) Lee"},
        {"Ann Lee (Reuters)", "Ann Lee"},
        {"Bygone Days", "Bygone Days"},
        {"Words by Ann Lee, photographs by Bo Ek", "Ann Lee"},
        {"ann@example.com (Ann Lee)", "Ann Lee"},
        {"ann@example.com", ""},
        {"김민수 기자", "김민수"},
        {"김민수기자 kms@example.com", "김민수"},
        {"글 김민수 인턴기자", "김민수"},
        {"[서울=소식] 김민수·박서연 기자 =", "김민수·박서연"},
        {"기자 김민수", "김민수"},
        {"記者林美玲／高雄報導", "林美玲"},
        {"記者林美玲/高雄報導", "林美玲"},
        {"本报记者 王小明", "王小明"},
        {"2024-03-05 来源：晚报 作者：王小明", "王小明"},
        {"取材・文：佐藤健一", "佐藤健一"},
        {"文・佐藤健一", "佐藤健一"},
        {"Hanna Meier am 5. März 2024", "Hanna Meier"},
        {"Veröffentlicht am 5. März 2024 von Hanna Meier", "Hanna Meier"},
        {"Publié le 5 mars 2024 par Léa Roy", "Léa Roy"},
        {"Pubblicato il 5 marzo 2024 da Anna Rossi", "Anna Rossi"},
        {"Por Ana Souza em 5 de março de 2024", "Ana Souza"},
        {"Door Jan de Boer op 5 maart 2024", "Jan de Boer"},
        {"Sport | By Ann Lee", "Ann Lee"},
        {"Γράφει ο Νίκος Γεωργίου", "Νίκος Γεωργίου"},
        {"Haber: Ayşe Yılmaz", "Ayşe Yılmaz"},
        {"Da Vinci", "Da Vinci"},
        {"كتب: أحمد علي", "أحمد علي"},
        {"लेखक: राहुल शर्मा", "राहुल शर्मा"},
        {"Von Hans Meier", "Hans Meier"},
        {"Von Trapp", "Von Trapp"},
        {"Par Anne Lefèvre", "Anne Lefèvre"},
        {"Автор: Анна Ли", "Анна Ли"},
        {"АВТОР АННА ЛИ", "АННА ЛИ"},
        {"作者：王小明", "王小明"},
        {"文/王小明", "王小明"},
        {"بقلم: آن لي", "آن لي"},
        {"https://example.com/ann", ""},
        {"ann@example.com", ""},
        {"@ann", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(string(byline_clean(&arena, slice_of_string(pairs[i][0]))),
                            pairs[i][1]);
}

static void names_are_distinguished_from_other_lines(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Ann Lee", "Dr. Ann van der Lee", "Ann Lee, Ph.D.", "J. R. R. Tolkien", "Анна Ли",
        "王小明",
    };
    static const char *const others[] = {
        "using this site you agree",
        "Industry",
        "Share",
        "The rain has come. It will stay",
        "What now?",
        "Home / News",
        "Reviewed by Bo",
        "2024",
        "",
        "One Two Three Four Five Six Seven Eight",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_true(byline_is_name(slice_of_string(names[i]), BYLINE_SAID));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(byline_is_name(slice_of_string(others[i]), BYLINE_SAID));
    assert_true(byline_is_name(SLICE("ann1990"), BYLINE_MARKED));
    assert_false(byline_is_name(SLICE("view all posts"), BYLINE_MARKED));
}

/* ---- pages ------------------------------------------------------------------------- */

static void authors_are_found(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        /* page, author */
        {"<h1>Rain</h1><p>By Ann Lee</p><p>It rains.", "Ann Lee"},
        {"<h1>Rain</h1><p>By <b>Ann Lee</b>, <b>Bo Ek</b> and <b>Cy Orr</b> <i>Staff</i>",
         "Ann Lee, Bo Ek, Cy Orr"},
        {"<h1>Rain</h1><div class=post-author__name>ann</div>", "ann"},
        {"<h1>Rain</h1><div class=authorBox><p>About the author</p><p>Ann Lee</p>"
         "<p>Ann writes of the weather. She is old.</p></div>",
         "Ann Lee"},
        {"<h1>Rain</h1><a href=/authors/ann-lee>Ann Lee</a>", "Ann Lee"},
        {"<h1>Rain</h1><a href=/users/ann>ann</a>", "ann"},
        {"<h1>Rain</h1><a href=https://elsewhere.org/users/ann>ann</a>", ""},
        {"<h1>Rain</h1><a href=/users/login>Log in here</a>", ""},
        {"<h1>Rain</h1><a href=space-uid-12.html>ann</a>", "ann"},
        {"<h1>Rain</h1><a href=memberlist.php?u=12>ann</a>", "ann"},
        {"<h1>Rain</h1><p class=reporter>ann</p>", "ann"},
        {"<h1>גשר</h1><p>\u200Fמאת: דנה לוי\u200F</p>", "דנה לוי"},
        {"<div class=byline>Ann Lee</div><h1>Rain</h1><p>It rains.", "Ann Lee"},
        {"<nav>By <b>Ann Lee</b></nav><h1>Rain</h1><p>It rains.", ""},
        {"<h1>Rain</h1><p>Reviewed by <b>Bo Ek</b></p><p>Written by <b>Ann Lee</b>",
         "Ann Lee"},
        {"<h1>Rain</h1><div class=comments><b class=author>Bo</b></div>", ""},
        {"<h1>Rain</h1><p class=authorized>Authorized Dealer</p>", ""},
        {"<h1>Rain</h1><p>By using this site you agree to all of it.", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(string(read_page(pairs[i][0]).author), pairs[i][1]);
}

/* Signatures at the end of a text. If a page has two texts, neither is used. */
static void signatures_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *below, *author;
    } cases[] = {
        {"<p>Written by Ann Lee</p>", "Ann Lee"},
        {"<h2>Article by</h2><div>Ann Lee</div>", "Ann Lee"},
        {"<p>Автор статьи: Анна Ли</p>", "Анна Ли"},
        {"<p>By Ann Lee</p>", ""},
        {"<p>Written by Ann Lee</p><p>x</p><p>Written by Ann Lee</p>", "Ann Lee"},
        {"<p>Written by Ann Lee</p><p>x</p><p>Written by Bo Ek</p>", ""},
        {"<p>Written by the people who live there</p>", ""},
    };
    struct buffer html;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        buffer_open(&html, &arena);
        buffer_append_string(&html, "<h1>Rain</h1>");
        for (int line = 0; line < 40; line++)
            buffer_append_string(&html, "<p>It rains in the hills, and it has for days.");
        buffer_append_string(&html, cases[i].below);
        assert_string_equal(string(read_page(string(buffer_slice(&html))).author),
                            cases[i].author);
    }
}

static void dates_are_found(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        /* page, published, updated */
        {"<h1>Rain</h1><p>Published on March 5, 2024</p>", "2024-03-05", ""},
        {"<h1>Rain</h1><p>Updated: March 5, 2024</p>", "", "2024-03-05"},
        {"<h1>Rain</h1><p>Last updated</p><p>March 5, 2024</p><p>1 May 2020</p>",
         "2020-05-01", "2024-03-05"},
        {"<h1>Rain</h1><time class=updated datetime=2024-03-05>x</time>", "",
         "2024-03-05"},
        {"<p>March 5, 2024</p><h1>Rain</h1><p>x", "2024-03-05", ""},
        {"<p>1 May 2020</p><p>March 5, 2024</p><h1>Rain</h1>", "2024-03-05", ""},
        {"<h1>Rain</h1><p>The war that began on March 5, 2024 has ended the age in which "
         "nobody thought of war at all.",
         "", ""},
        {"<h1>Rain</h1><div class=related>March 5, 2024</div>", "", ""},
        {"<p>March 5, 2024</p>", "2024-03-05", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct headline_area said = read_page(cases[i][0]);
        assert_string_equal(string(said.date), cases[i][1]);
        assert_string_equal(string(said.updated), cases[i][2]);
    }
}

static void prose_ends_the_headline_area(void **state)
{
    (void)state;
    struct buffer page;
    buffer_open(&page, &arena);
    buffer_append_string(&page, "<h1>Rain</h1><p>");
    for (int i = 0; i < 1000; i++)
        buffer_append_string(&page, "word ");
    buffer_append_string(&page, "<p>By Ann Lee</p><p>March 5, 2024</p>");
    struct headline_area said = read_page(page.ptr);
    assert_int_equal(said.author.len, 0);
    assert_int_equal(said.date.len, 0);
    buffer_append_string(&page, "<p class=author-name>Bo Ek</p>");
    assert_string_equal(string(read_page(page.ptr).author), "Bo Ek");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(bylines_are_cleaned),
        in_arena(names_are_distinguished_from_other_lines),
        in_arena(authors_are_found),
        in_arena(dates_are_found),
        in_arena(signatures_are_found),
        in_arena(prose_ends_the_headline_area),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
