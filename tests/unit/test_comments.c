/* comments: sections of reader comments, and the phrases that identify them. */
#include "in_arena.h"

#include "base/array.h"
#include "base/buffer.h"
#include "comments/comment_sections.h"
#include "page/parse.h"
#include "phrases/phrases.h"

/* ---- words ------------------------------------------------------------------------- */

static void phrases_match_in_any_case_and_with_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        phrase_set senses;
    } rows[] = {
        {"Comments", SENSE(COMMENTS_HEADING)},
        {" COMMENTS (12):", SENSE(COMMENTS_HEADING) | SENSE(NUMBER)},
        {"3 Kommentare", SENSE(COMMENTS_HEADING) | SENSE(NUMBER)},
        {"3 comments on this story", SENSE(COMMENTS_HEADING) | SENSE(NUMBER)},
        {"Comments on this story", 0},
        {"КОММЕНТАРИИ", SENSE(COMMENTS_HEADING)},
        {"共5条评论", SENSE(COMMENTS_HEADING) | SENSE(NUMBER)},
        {"コメント(3件)", SENSE(COMMENTS_HEADING) | SENSE(NUMBER)},
        {"التعليقات", SENSE(COMMENTS_HEADING)},
        {"टिप्पणियाँ", SENSE(COMMENTS_HEADING)},
        {"↩ Reply", SENSE(COMMENT_ACTION)},
        {"Répondre", SENSE(COMMENT_ACTION)},
        {"J’aime (4)", SENSE(POST_ACTION) | SENSE(NUMBER)},
        {"· 12", SENSE(NOTHING)},
        {"", SENSE(NOTHING)},
        {"Replying to this took me a week", 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if ((phrases_read(slice_of_string(rows[i].text)) & SENSES_OF_COMMENTS) !=
            rows[i].senses)
            fail_msg("%s", rows[i].text);
}

static void long_and_invalid_texts_do_not_match(void **state)
{
    (void)state;
    char text[400];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i % 2 ? 0xC8 : 'a');
    for (size_t len = 1; len < sizeof text; len++)
        assert_true(phrases_read(slice_of(text, len)) == 0);
}

/* ---- sections ---------------------------------------------------------------------- */

/* Returns the text of the comment sections of a page, each followed by "|". */
static const char *find(const char *body)
{
    struct page page;
    struct section_list sections;
    struct buffer out;
    assert_true(parse_html(&arena, slice_of_string(body), &page, NULL));
    comment_sections_find(&page, &arena, &sections);
    buffer_open(&out, &arena);
    for (size_t i = 0; i < sections.count; i++) {
        uint32_t end = sections.items[i].end;
        for (uint32_t n = sections.items[i].first; n < end; n++)
            if (node_is_text(&page.nodes[n]))
                buffer_append(&out, slice_trim(page.nodes[n].text));
        buffer_append_char(&out, '|');
    }
    return out.ptr;
}

static void sections_are_recognised_by_attributes(void **state)
{
    (void)state;
    assert_string_equal(find("<p>x</p><div class=comment-list>a</div>"), "a|");
    assert_string_equal(find("<section aria-label=Comments>a</section>"), "a|");
    assert_string_equal(find("<section aria-label='3 Kommentare'>a</section>"), "a|");
    assert_string_equal(find("<div data-testid=comments-container>a</div>"), "a|");
    assert_string_equal(find("<div data-component=CommentThread>a</div>"), "a|");
    assert_string_equal(find("<div data-testid=comment-count>a</div>"), "");
    assert_string_equal(find("<a aria-label=Comments>a</a>"), "");
}

static void sections_are_recognised_by_headings(void **state)
{
    (void)state;
    const char *below = "<h3>Comments</h3><div>Tom<p>a</p><a>Reply</a></div>"
                        "<div>Ann<p>b</p></div><footer>c</footer><div>d</div>";
    assert_string_equal(find(below), "CommentsTomaReplyAnnb|");
    assert_string_equal(
        find("<h2>2 Comments</h2><ul><li>a</ul><h2>More</h2><ul><li>b</ul>"),
        "2 Commentsa|");
    assert_string_equal(
        find("<div><p><b>Kommentare</b></p></div>"
             "<dl><dt>a<dd>b</dl><p><a>Kommentar schreiben</a></p><p>c</p>"),
        "KommentareabKommentar schreiben|");
    assert_string_equal(find("<h2>Comments</h2><div>a<time>b</time></div>"
                             "<div>c<time>d</time></div>"),
                        "Commentsabcd|");
}

static void headings_may_be_in_separate_elements(void **state)
{
    (void)state;
    assert_string_equal(find("<div><div><h5>댓글</h5><b>2</b></div>"
                             "<ul><li>a<a>답글</a></ul></div>"),
                        "댓글2a답글|");
    assert_string_equal(find("<div><div><h3>Comments</h3><a>Add a comment</a></div>"
                             "<div>b<a>Reply</a></div></div>"),
                        "CommentsAdd a commentbReply|");
    assert_string_equal(find("<p><label>Comment</label><p><textarea></textarea>b"), "");
    assert_string_equal(find("<ul><li>Comments<li>a<li>Reply</ul>"), "");
}

static void chapter_about_comments_is_not_a_section(void **state)
{
    (void)state;
    assert_string_equal(find("<h2>Comments</h2><p>begin with a hash</p><p>b</p>"), "");
    assert_string_equal(find("<section id=comments><h2>Comments</h2><p>a</p></section>"),
                        "");
    assert_string_equal(find("<h2 id=comments>Comments</h2><p>a</p>"), "");
    assert_string_equal(
        find("<div id=comments><h2>Comments</h2><p>a</p><a>Reply</a></div>"),
        "CommentsaReply|");
    assert_string_equal(find("<div id=comments-list><h2>Comments</h2><p>a</p></div>"),
                        "Commentsa|");
    assert_string_equal(
        find("<section id=comments-in-yaml><h2>Comments</h2><p>a</p></section>"), "");
    assert_string_equal(find("<div class=comments><h1>a</h1>b</div>"), "");
    assert_string_equal(find("<a class=comments-list-reply>a</a>"), "");
}

/* ---- signatures -------------------------------------------------------------------- */

#define PROSE_100                                                                        \
    "<p>Some words of an article that are there only to be many, and then a few more "   \
    "words, until there are a hundred of bytes or more."
#define PROSE PROSE_100 PROSE_100 PROSE_100

/* Finds comments below a text, each with a signature: before it, in an element. */
static const char *find_signed(const char *first, const char *second)
{
    char body[2000];
    snprintf(body, sizeof body,
             PROSE "<div><div>%s<p>a</p></div><div>%s<p>b</p></div></div><h2>c</h2>",
             first, second);
    return find(body);
}

static void signatures_of_many_languages_are_recognised(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"Anonymous said...<br>10:30 PM", "Jane said...<br>11:02 PM"},
        {"Posted by: Jane at May 3, 2004 10:30 PM",
         "Posted by: Tom at June 4, 2004 9:10 AM"},
        {"# posted by Jane : 10:30 PM", "# posted by Tom : 9:10 PM"},
        {"On May 3, 2004 at 10:30 PM, bob wrote:",
         "On May 4, 2004 at 9:30 AM, tom wrote:"},
        {"Jane says:<br>May 3, 2004 at 10:30 pm", "Tom says:<br>May 4, 2004 at 9:30 am"},
        {"Anna schrieb am 3.5.2004 um 22:30:", "Jo schrieb am 4.5.2004 um 9:30:"},
        {"Anna hat gesagt…<br>22:30", "Jo hat gesagt…<br>23:30"},
        {"Luis dijo...<br>22:30", "Eva dijo...<br>23:30"},
        {"Luc a écrit :<br>3 mai 2004, 22:30", "Eve a écrit :<br>4 mai 2004, 9:30"},
        {"Rui disse...<br>22:30", "Eva disse...<br>23:30"},
        {"Ugo ha detto...<br>22:30", "Eva ha detto...<br>23:30"},
        {"Jan napisał(a):<br>3.05.2004 22:30", "Ewa napisał(a):<br>4.05.2004 9:30"},
        {"Jan schreef:<br>3-5-2004 22:30", "Eva schreef:<br>4-5-2004 9:30"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (!strstr(find_signed(rows[i][0], rows[i][1]), "b|"))
            fail_msg("%s", rows[i][0]);
}

static void signatures_need_dates_texts_and_an_article(void **state)
{
    (void)state;
    assert_string_equal(find_signed("Jane says:", "Tom says:"), "");
    assert_string_equal(find_signed("Jane says: 1:30", "<h3>d</h3>Tom says: 2:30"), "");
    assert_string_equal(find("<p>Jane said...<p>a<p>1:30<p>Tom said...<p>b<p>2:30"), "");
    assert_string_equal(find(PROSE "<p>Jane said...<p>a<p>1:30<p>Tom said...<p>b<p>2:30"
                                   "<h2>c</h2>"),
                        "Jane said...a1:30Tom said...b2:30|");
    assert_string_equal(find(PROSE "<p>Jane said...<p>a<p>1:30<h2>d</h2>"
                                   "<p>Tom said...<p>b<p>2:30"),
                        "");
}

static void posts_and_letters_are_not_comments(void **state)
{
    (void)state;
    const char *of_one = "Posted by Jane at May 3, 2004 10:30 PM";
    assert_string_equal(find_signed(of_one, of_one), "");
    assert_string_equal(find_signed("Posted by Jane at 10:30 PM | <a>Comments (2)</a>",
                                    "Posted by Tom at 11:30 PM | <a>Comments (0)</a>"),
                        "");
    assert_string_equal(find(PROSE "<p>On May 3, 2004 at 10:30 PM, bob wrote:<p>a"
                                   "<p>On May 4, 2004 at 9:30 PM, tom wrote:<p>b"),
                        "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(phrases_match_in_any_case_and_with_numbers),
        in_arena(long_and_invalid_texts_do_not_match),
        in_arena(sections_are_recognised_by_attributes),
        in_arena(sections_are_recognised_by_headings),
        in_arena(headings_may_be_in_separate_elements),
        in_arena(chapter_about_comments_is_not_a_section),
        in_arena(signatures_of_many_languages_are_recognised),
        in_arena(signatures_need_dates_texts_and_an_article),
        in_arena(posts_and_letters_are_not_comments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
