/* The passes that correct the model's selection: each has its own page, and sets its
   reason code. Scores are set by the test, so that it does not depend on the current
   model. */
#include "cleaning.h"

#include "base/array.h"
#include "model/content_model.h"
#include "page/prefilter.h"
#include "passes/passes.h"

/* A paragraph of 24 words; text must be used once per page, or it is a repeat. */
#define PARAGRAPH(text)                                                                  \
    "<p>" text " the ferry left the harbour at six in the morning, an hour late, and "   \
    "nobody on the quay was surprised by it any more.</p>"
#define ARTICLE                                                                          \
    "<h1>Late again</h1>" PARAGRAPH("On Monday") PARAGRAPH("On Tuesday")                 \
        PARAGRAPH("On Wednesday")

enum {
    LIKELY = 800,
    TYPES = (1 << TYPE_COUNT) - 1,
    NOT_FORUM = TYPES & ~(1 << TYPE_FORUM)
};

/* On the nearest element around a passage that has it, score is the model's score (800
   without one), and code the reason why it is kept or dropped; without one the score
   decides. */
static const struct {
    unsigned types; /* the page types to which this applies */
    const char *html;
} PAGES[] = {
    {1 << TYPE_ARTICLE | 1 << TYPE_SERVICE, ARTICLE
     "<div class=related code=related-box><h3>More</h3><ul><li><a href=/a>A crane "
     "for the harbour</a></li></ul></div>"},
    {1 << TYPE_ARTICLE | 1 << TYPE_PRODUCT,
     ARTICLE "<div class=share code=share-bar><a href=/a>Birdsite</a> <a href=/b>Facepage"
             "</a></div>"},
    {1 << TYPE_ARTICLE,
     ARTICLE "<div class=pagination code=pager-box><a href=/a>The piers "
             "of the town</a></div>"},
    {1 << TYPE_LISTING | 1 << TYPE_COLLECTION,
     ARTICLE "<div class=related><ul><li><a href=/a>A crane for the harbour</a></li></ul>"
             "</div>"},

    {1 << TYPE_DOCUMENTATION,
     "<div>" ARTICLE "</div><div><p code=repeated-in-manual>On Monday the ferry "
     "left the harbour at six in the morning, an hour late, and nobody on the quay "
     "was "
     "surprised by it any more.</p></div>"},
    {1 << TYPE_ARTICLE | 1 << TYPE_SERVICE, ARTICLE
     "<ol><li>Open the file of the boat.</li><li>Write its name in it.</li><li>Save "
     "the file of it.</li></ol><ol><li>Open the list of boats.</li><li>Take one of "
     "them out.</li><li code=repeated-step>Save the file of it.</li>"
     "<li>Close all of the lists.</li></ol>"},
    {1 << TYPE_PRODUCT | 1 << TYPE_COLLECTION | 1 << TYPE_FORUM, ARTICLE
     "<ol><li>Open the file of the boat.</li><li>Save the file of it.</li></ol><ol>"
     "<li>Open the list of boats.</li><li code=repeated-text>Save the file "
     "of it.</li><li>Close all of the lists.</li></ol>"},

    {TYPES, "<article>" ARTICLE "<div score=405 code=article-paragraph>" PARAGRAPH(
                "By the evening of the last day") "</div></article>"},
    {TYPES, ARTICLE "<script type='application/ld+json'>{\"recipeIngredient\": "
                    "[\"2 leaves of sage, cut into strips\", \"1 cup of water from the "
                    "well\"]}</script><p score=200 code=stated-text>4 leaves of sage, "
                    "cut into strips</p><p score=200>leaves for the well</p>"},
    {TYPES, ARTICLE "<h2 score=410 code=heading-of-text>The winter</h2>" PARAGRAPH(
                "In the winter") "<h2 score=410>Alone</h2>"},
    {TYPES, ARTICLE "<h2 score=390>Read more</h2>" PARAGRAPH("In the winter")},
    {TYPES,
     "<title>Late again, says the town</title><h1 score=100 code=headline>Late again"
     "</h1><img src=x><p score=50>By the harbour desk of the paper</p><p "
     "score=50>Two "
     "comments and a picture</p>" PARAGRAPH("On Monday") PARAGRAPH("On Tuesday")},
    {TYPES, "<div>" ARTICLE "<p score=300 code=gap>Nobody knows why.</p>" PARAGRAPH(
                "On Thursday") "</div>"},
    {TYPES, "<div>" ARTICLE "<blockquote score=405 code=gap-element><p>Two boats.</p><p>"
            "Four piers.</p></blockquote>" PARAGRAPH("On Thursday") "</div>"},
    {TYPES & ~(1 << TYPE_ARTICLE),
     "<div>" ARTICLE "<div score=405 code=gap-element><p>Two boats.</p><p>Four "
     "piers.</p></div>" PARAGRAPH("On Thursday") "</div>"},
    {1 << TYPE_ARTICLE, "<div>" ARTICLE "<div score=405><p>Two boats.</p><p>Four "
                        "piers.</p></div>" PARAGRAPH("On Thursday") "</div>"},
    {NOT_FORUM, ARTICLE "<table><tr><td>Length of the boat</td><td score=100 "
                        "code=completes-row>nine metres</td></tr></table>"},
    {NOT_FORUM,
     ARTICLE "<table><tr><td>The length of the boat in metres</td><td>9</td></tr>"
             "<tr score=100 code=completes-table><td>Its width</td><td>3</td></tr>"
             "</table>"},
    {NOT_FORUM,
     ARTICLE "<ul><li>The first boat is the Swan of Kelp</li><li>The second one is "
             "the Heron</li><li score=100 code=completes-list>Lost</li></ul>"},
    {NOT_FORUM,
     ARTICLE "<blockquote><p>A light without ships is still a light to wind</p>"
             "<p score=100 code=completes-quote>Union of Keepers</p></blockquote>"},
    {TYPES, ARTICLE "<dl><dt score=100 code=completes-terms>Pier</dt><dd>Where boats are "
                    "tied to the land</dd></dl>"},

    {1 << TYPE_ARTICLE | 1 << TYPE_SERVICE,
     "<h1>Late again</h1><p>The board met on Monday to decide whether the old slip "
     "should "
     "be rebuilt in stone or in steel.</p><p>In the end a majority voted for stone, and "
     "asked the clerk of the county for the money before the end of March.</p><div "
     "code=copy>The board met on Monday to decide whether the old slip should be rebuilt "
     "in stone or in steel. In the end a majority voted for stone, and asked the clerk "
     "of "
     "the county for the money before the end of March.</div>"},
    {1 << TYPE_ARTICLE,
     "<title>Late again</title><div><article>" ARTICLE
     "</article><article id=post-2 code=next-article><p>In another year there was a "
     "storm "
     "that took the roof of the church into the sea, with the cock on top of it.</p>"
     "</article></div>"},
    {NOT_FORUM,
     ARTICLE "<section id=comments code=comments><h3>2 comments</h3><ol><li><p>I "
             "was there and it was cold.</p></li><li><p>So was my whole family, "
             "all day.</p></li></ol></section>"},
    {TYPES, ARTICLE "<p code=button-label>Share this article</p>"},
    {TYPES,
     ARTICLE "<div code=feedback-question><p>Was this page helpful?</p><p>Yes</p><p>"
             "No</p></div>"},
    {TYPES, ARTICLE "<p code=pager><a href=/a>Previous</a> <a href=/b>Next page</a></p>"},
    {TYPES, ARTICLE "<p code=post-actions><a href=/a>Quote</a> <a href=/b>Reply</a> <a "
                    "href=/c>Report</a></p>"},
    {TYPES,
     ARTICLE "<p code=read-also>Read also: <a href=/a>A new crane for the harbour of "
             "the town of Kelp</a></p>"},
    {TYPES,
     ARTICLE "<section code=related-links><h2>You may also like</h2><p><a href=/a>A "
             "new crane</a></p><p><a href=/b>An old pier</a></p></section>"},
    {1 << TYPE_ARTICLE, ARTICLE
     "<section><div code=teasers><h3><a href=/a>A new crane for the old harbour of Kelp"
     "</a></h3><p>It lifts a boat.</p></div><div code=teasers><h3><a href=/b>An old pier "
     "is sold to the fishermen of Kelp</a></h3><p>For a fish.</p></div><div code=teasers>"
     "<h3><a href=/c>The winter market moves to the market hall</a></h3><p>It is dry."
     "</p></div></section>"},
    {1 << TYPE_ARTICLE, ARTICLE
     "<p code=link-run>On these themes</p><p code=link-run><a href=/a>A new crane "
     "for the old harbour of Kelp</a></p><p code=link-run><a href=/b>An old pier is "
     "sold to the fishermen of Kelp</a></p>"},
    {1 << TYPE_ARTICLE, ARTICLE "<p code=link-line><a href=/a>A new crane for the old "
                                "harbour of Kelp</a></p>" PARAGRAPH("On Thursday")},
    {1 << TYPE_ARTICLE,
     ARTICLE "<h2 code=empty-heading>The boats</h2><p score=20>None.</p>"},
    {TYPES & ~(1 << TYPE_LISTING | 1 << TYPE_COLLECTION), ARTICLE
     "<section code=latest-links><h2>Most read</h2><p><a href=/a>A new crane</a></p>"
     "<p><a href=/b>An old pier</a></p></section>"},
    {1 << TYPE_LISTING | 1 << TYPE_COLLECTION, ARTICLE
     "<section><h2>Most read</h2><p><a href=/a>A new crane</a></p><p><a href=/b>An "
     "old pier</a></p></section>"},
    {NOT_FORUM, ARTICLE "<div code=empty-comments><h3>Comments</h3><p>Log in to join the "
                        "conversation.</p></div>"},
    {NOT_FORUM,
     ARTICLE "<div><div code=comment-form><h3>Leave a comment</h3><p>Your address "
             "will not be published.</p></div><textarea></textarea></div>"},
    {1 << TYPE_ARTICLE | 1 << TYPE_DOCUMENTATION | 1 << TYPE_FORUM,
     ARTICLE "<form code=newsletter-box><p>News of the harbour, once a month.</p><input "
             "type=email></form>"},
    {1 << TYPE_SERVICE | 1 << TYPE_LISTING,
     ARTICLE "<form code=newsletter-box><p>News of the harbour, once a month.</p><input "
             "type=email></form>" PARAGRAPH("On Thursday")},
    {1 << TYPE_SERVICE | 1 << TYPE_LISTING,
     ARTICLE "<form><p>News of the harbour, once a month.</p><input type=email></form>"},
    {TYPES,
     "<div>" ARTICLE "<p code=slogan>Support the paper of the town.</p>" PARAGRAPH(
         "On Thursday") "<p code=slogan>Support the paper of the "
                        "town.</p>" PARAGRAPH("On Friday") "<p "
                                                           "code=slogan>"
                                                           "Support the paper "
                                                           "of the "
                                                           "town.</"
                                                           "p>" PARAGRAPH("On "
                                                                          "Sat"
                                                                          "urd"
                                                                          "ay") "</div>"},
    {TYPES, "<p code=breadcrumbs><a href=/>Home</a> › <a href=/n>News</a> › Late "
            "again</p>" ARTICLE},
    {TYPES, "<ul code=breadcrumbs><li>Kelp</li><li>Late again</li></ul>" ARTICLE},
    {TYPES,
     ARTICLE "<div code=small-print><p>© 2024 Harbour Ltd</p><p>Made in the town of "
             "Kelp.</p></div>"},
};

struct test_page {
    struct cleaning c;
    struct prediction prediction;
    struct pass_state state;
};

static struct slice nearest_attribute(const struct page *page, uint32_t node,
                                      struct slice name)
{
    struct slice value = SLICE("");
    for (; node != NODE_NONE && !value.len; node = page->nodes[node].parent)
        value = page_attribute(page, node, name);
    return value;
}

static int16_t score_of(const struct page *page, const struct passage *p)
{
    struct slice value = nearest_attribute(page, p->element, SLICE("score"));
    int score = 0;
    for (size_t i = 0; i < value.len; i++)
        score = score * 10 + (value.ptr[i] - '0');
    return (int16_t)(value.len ? score : LIKELY);
}

static void run_passes(struct test_page *t, const char *html, enum page_type type,
                       bool is_unseen_language)
{
    struct error err = {0};
    struct content_model model;
    struct cleaning *c = &t->c;
    content_model_open(&model);
    cleaning_open(c, "/");
    struct slice bytes = arena_copy(&c->arena, slice_of_string(html));
    struct prefiltered blanked;
    struct linked_data linked;
    prefilter_html(&c->arena, bytes, &blanked);
    assert_true(parse_blanked(&c->arena, &blanked, &c->page, &err));
    linked_data_read(&c->page, &c->arena, &linked);
    marks_open(&c->marks, &c->page, &c->arena);
    unrendered_mark(&c->marks);
    t->prediction =
        (struct prediction){.type = type, .is_unseen_language = is_unseen_language};
    struct passages *passages = &t->prediction.passages;
    passages_of_page(&c->marks, &linked, &model.lexicon, NULL, &c->arena, passages);
    t->prediction.scores = arena_alloc(&c->arena, passages->count * sizeof(int16_t));
    for (size_t i = 0; i < passages->count; i++)
        t->prediction.scores[i] = score_of(&c->page, &passages->items[i]);
    pass_state_open(&t->state, &c->page, passages, &t->prediction, WINNOW_FAVOR_BALANCE,
                    &c->arena);
    passes_run(&t->state);
}

/* Checks that each passage has the code of its element; collects the codes. */
static void check_codes(const struct test_page *t, bool seen[REASON_CODE_COUNT])
{
    const struct passages *passages = t->state.passages;
    for (size_t i = 0; i < passages->count; i++) {
        enum reason_code code = pass_state_reason(&t->state, i);
        uint32_t element = passages->items[i].element;
        struct slice wanted = nearest_attribute(&t->c.page, element, SLICE("code"));
        struct slice text = t->c.page.nodes[passages->items[i].first].text;
        if (!slice_equal(slice_of_string(reason_code_name(code)), wanted))
            fail_msg("type %u: \"%.*s\": \"%s\", not \"%.*s\" (score %d of %d)",
                     t->state.type, SLICE_ARG(text), reason_code_name(code),
                     SLICE_ARG(wanted), t->state.scores[i], t->state.threshold);
        seen[code] = true;
    }
}

static void check_page(const char *html, enum page_type type, bool is_unseen_language,
                       bool seen[REASON_CODE_COUNT])
{
    struct test_page t;
    run_passes(&t, html, type, is_unseen_language);
    check_codes(&t, seen);
    arena_close(&t.c.arena);
}

static void test_each_pass_sets_its_code(void **state)
{
    (void)state;
    bool seen[REASON_CODE_COUNT] = {false};
    for (size_t i = 0; i < COUNT_OF(PAGES); i++)
        for (int type = 0; type < TYPE_COUNT; type++)
            if (PAGES[i].types & 1u << type)
                check_page(PAGES[i].html, (enum page_type)type, false, seen);
    check_page(ARTICLE
               "<p code=link-row><a href=/a>Uno</a> <a href=/b>Duo</a> <a href=/c>"
               "Tria</a></p>",
               TYPE_ARTICLE, true, seen);
    check_page(
        "<ul code=menus-only><li><a href=/a>Uno</a></li><li><a href=/b>Duo</a></li>"
        "</ul>",
        TYPE_SERVICE, false, seen);
    check_page("<p score=20 code=no-likely-text>Two boats.</p>", TYPE_ARTICLE, false,
               seen);
    for (size_t i = 0; i < PASSES_COUNT; i++)
        assert_true(seen[PASSES[i].code]);
    for (int code = REASON_REPEATED_TEXT; code <= REASON_MENUS_ONLY; code++)
        if (!seen[code])
            fail_msg("no page shows %s", reason_code_name((enum reason_code)code));
}

static void test_most_of_a_page_is_not_boilerplate(void **state)
{
    (void)state;
    bool seen[REASON_CODE_COUNT] = {false};
    check_page(
        "<h1>Late again</h1><p>Two boats.</p><section><h2>You may also like</h2><p>"
        "<a href=/a>A new crane for the harbour</a></p></section>",
        TYPE_ARTICLE, false, seen);
    /* but small print is dropped if there are a few words of text */
    check_page("<h1>Late again</h1><p>Two boats and four piers are all it has.</p>"
               "<div code=small-print><p>© 2024 Harbour Ltd</p><p>All of the pictures of "
               "boats and piers on these pages are ours.</p></div>",
               TYPE_ARTICLE, false, seen);
    check_page("<h1>Late again</h1><p>Two boats.</p><p>© 2024 Harbour Ltd</p>",
               TYPE_ARTICLE, false, seen);
    assert_false(seen[REASON_RELATED_LINKS]);
    assert_true(seen[REASON_SMALL_PRINT]);
}

static void test_codes_are_unique_words(void **state)
{
    (void)state;
    for (int i = REASON_NONE + 1; i < REASON_CODE_COUNT; i++) {
        const char *name = reason_code_name((enum reason_code)i);
        assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz-"), strlen(name));
        assert_true(*name && *reason_code_meaning((enum reason_code)i));
        for (int k = REASON_NONE; k < i; k++)
            assert_string_not_equal(name, reason_code_name((enum reason_code)k));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_pass_sets_its_code),
        cmocka_unit_test(test_most_of_a_page_is_not_boilerplate),
        cmocka_unit_test(test_codes_are_unique_words),
    };
    return cmocka_run_group_tests_name("passes", tests, NULL, NULL);
}
