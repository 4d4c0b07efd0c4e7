/* The content model: trees, names, passages, and the selection. */
#include "cleaning.h"

#include "base/array.h"
#include "base/hash.h"
#include "model/content_score.h"
#include "page/prefilter.h"

/* ---- trees ------------------------------------------------------------------------- */

/* A tree, twice: -100 if column 1 is below 10; otherwise 20 if column 0 is below 5,
   otherwise 300. */
static const struct tree_split SPLITS[] = {
    {1, 10}, {0, INT16_MIN}, {0, 5}, {1, 10}, {0, INT16_MIN}, {0, 5},
};
static const int16_t LEAVES[] = {-100, -100, 20, 300, -100, -100, 20, 300};

static void test_trees_add_leaves_to_sums(void **state)
{
    (void)state;
    struct forest forest = {SPLITS, LEAVES, 2, 2};
    int16_t rows[11][2] = {{4, 9}, {4, 10}, {5, 10}, {5, 9}};
    int32_t sums[11] = {7};
    trees_add(&forest, &rows[0][0], 2, 11, sums);
    assert_int_equal(sums[0], 7 - 200);
    assert_int_equal(sums[1], 40);
    assert_int_equal(sums[2], 600);
    assert_int_equal(sums[3], -200);
    assert_int_equal(sums[10], -200); /* after the rows that are processed together */
}

static void test_scores_are_the_logistic_function(void **state)
{
    (void)state;
    struct content_model model;
    content_model_open(&model);
    const int32_t *cutoffs = model.cutoffs;
    assert_int_equal(trees_score(cutoffs, 0), 500);
    assert_int_equal(trees_score(cutoffs, TREES_ONE), 731);
    assert_int_equal(trees_score(cutoffs, -TREES_ONE), 269);
    assert_int_equal(trees_score(cutoffs, INT32_MAX), SCORE_MAX);
    assert_int_equal(trees_score(cutoffs, INT32_MIN), 0);
}

/* ---- names ------------------------------------------------------------------------- */

static void add_part(void *context, struct slice part, uint32_t hash)
{
    struct buffer *parts = context;
    assert_int_equal(hash, hash_token(part));
    buffer_append(parts, part);
    buffer_append_char(parts, ' ');
}

static void assert_parts(const char *name, const char *expected)
{
    struct buffer parts;
    buffer_open(&parts, NULL);
    lexicon_split_name(slice_of_string(name), add_part, &parts);
    assert_string_equal(parts.ptr, expected);
    buffer_close(&parts);
}

static void test_names_are_split_at_punctuation_and_case(void **state)
{
    (void)state;
    assert_parts("post", "post ");
    assert_parts("Post-Body_2", "post-body_2 post body ");
    assert_parts("articleBody", "articlebody article body ");
    assert_parts("HTMLText", "htmltext ");
    assert_parts("a-b", "a-b ");
    assert_parts("", "");
}

static void test_names_are_scored_as_a_whole_or_by_parts(void **state)
{
    (void)state;
    struct name_score scores[] = {{hash_token(SLICE("body")), 20, 0},
                                  {hash_token(SLICE("post")), 10, -4},
                                  {hash_token(SLICE("post-list")), -30, 0}};
    for (int i = 0; i < 2; i++) /* the table is sorted by hash */
        for (int k = 0; k < 2; k++)
            if (scores[k].hash > scores[k + 1].hash) {
                struct name_score other = scores[k];
                scores[k] = scores[k + 1];
                scores[k + 1] = other;
            }
    struct lexicon lexicon = {scores, 3, NULL, 0};
    struct name_view view;
    lexicon_read_name(&lexicon, SLICE("post-list"), &view);
    assert_int_equal(view.content, -30);
    lexicon_read_name(&lexicon, SLICE("PostBody"), &view);
    assert_int_equal(view.content, 15);
    assert_int_equal(view.rules, -2);
    assert_true(view.classes & 1u << NAMES_POST);
    lexicon_read_name(&lexicon, SLICE("unheard-of"), &view);
    assert_false(view.is_scored);
    assert_int_equal(view.classes, 0);
}

#define SENTENCES                                                                        \
    "The ferry left the harbour at six in the morning, an hour late, and nobody on the " \
    "quay was surprised. It had been late every day of that cold spring, and the crew "  \
    "had long stopped to give reasons for it."

/* ---- passages ---------------------------------------------------------------------- */

static void read_passages(struct cleaning *c, const char *html, struct passages *out)
{
    struct error err = {0};
    struct content_model model;
    struct linked_data linked;
    content_model_open(&model);
    cleaning_open(c, "/");
    struct slice bytes = arena_copy(&c->arena, slice_of_string(html));
    struct prefiltered blanked;
    prefilter_html(&c->arena, bytes, &blanked);
    assert_true(parse_blanked(&c->arena, &blanked, &c->page, &err));
    marks_open(&c->marks, &c->page, &c->arena);
    unrendered_mark(&c->marks);
    linked_data_read(&c->page, &c->arena, &linked);
    passages_of_page(&c->marks, &linked, &model.lexicon, NULL, &c->arena, out);
}

static void test_passages_end_where_lines_do(void **state)
{
    (void)state;
    struct cleaning c;
    struct passages passages;
    read_passages(&c,
                  "<title>One two</title><p>One <b>two</b>, <a href=x>three</a>."
                  "<div>four<br>five<br> <br>six</div>seven<script>x</script>",
                  &passages);
    assert_int_equal(passages.count, 4);
    const struct passage *p = passages.items;
    assert_int_equal(p[0].words, 3);
    assert_int_equal(p[0].links, 1);
    assert_int_equal(p[0].linked, 5);
    assert_int_equal(p[0].commas, 1);
    assert_int_equal(p[0].stops, 1);
    assert_int_equal(p[0].last_glyph, GLYPH_STOP);
    assert_int_equal(p[0].topic_words[TOPIC_TITLE], 2);
    assert_int_equal(p[1].words, 2);
    assert_int_equal(p[2].words, 1);
    assert_int_equal(p[3].words, 1);
    arena_close(&c.arena);
}

static void test_hidden_text_is_included_and_controls_are_not(void **state)
{
    (void)state;
    struct cleaning c;
    struct passages passages;
    read_passages(&c,
                  "<p>" SENTENCES
                  "<div hidden>folded <button>Open</button></div><button>b</button>",
                  &passages);
    assert_int_equal(passages.count, 2);
    assert_int_equal(passages.items[0].around.inside[IN_HIDDEN], 0);
    assert_int_equal(passages.items[1].around.inside[IN_HIDDEN], 1);
    assert_int_equal(passages.items[1].words, 1);
    arena_close(&c.arena);
}

static void test_ideographs_are_counted_as_words(void **state)
{
    (void)state;
    struct cleaning c;
    struct passages passages;
    read_passages(&c, "<p>\u4eca\u5929\u5929\u6c14\u5f88\u597d\u3002", &passages);
    assert_int_equal(passages.items[0].ideographs, 6);
    assert_int_equal(passages.items[0].words, 3);
    assert_int_equal(passages.items[0].last_glyph, GLYPH_STOP);
    arena_close(&c.arena);
}

static void test_short_passages_are_looked_up_as_phrases(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        enum phrase_kind kind;
    } ROWS[] = {
        {"<p>Lesen Sie auch</p>", PHRASE_KIND_RELATED},
        {"<h3>3 <b>Comments</b></h3>", PHRASE_KIND_COMMENTS},
        {"<div>Tout <i>accepter</i></div>", PHRASE_KIND_CONSENT},
        {"<p>\u00a9 2024 The Harbour Post</p>", PHRASE_KIND_COPYRIGHT},
        {"<p>By Ada Holm</p>", PHRASE_KIND_BYLINE},
        {"<p>" SENTENCES "</p>", PHRASE_KIND_NONE},
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct cleaning c;
        struct passages passages;
        read_passages(&c, ROWS[i].html, &passages);
        assert_int_equal(passages.count, 1);
        assert_int_equal(passages.items[0].phrase, ROWS[i].kind);
        arena_close(&c.arena);
    }
}

#define RECIPE                                                                           \
    "<script type='application/ld+json'>{\"@type\": \"Recipe\", \"name\": \"Tea of "     \
    "sage\","                                                                            \
    "\"recipeIngredient\": [\"2 leaves of sage\", \"1 cup water\"],"                     \
    "\"review\": {\"text\": \"Keeps me warm\"}}</script>"

static void test_words_of_the_data_are_counted(void **state)
{
    (void)state;
    struct cleaning c;
    struct passages passages;
    read_passages(&c,
                  RECIPE "<p>3 leaves</p><p>of sage, <b>1</b> cup</p><p>water is sage</p>"
                         "<p>Keeps me warm</p>",
                  &passages);
    assert_int_equal(passages.stated_words, 7);
    assert_int_equal(passages.items[0].stated, 2); /* digits are alike */
    assert_int_equal(passages.items[1].stated, 4);
    assert_int_equal(passages.items[2].stated, 1);
    assert_int_equal(passages.items[3].stated, 0);
    arena_close(&c.arena);
    read_passages(&c, "<p>3 leaves</p>", &passages);
    assert_int_equal(passages.stated_words, 0);
    assert_int_equal(passages.items[0].stated, 0);
    arena_close(&c.arena);
}

static void test_passages_are_limited(void **state)
{
    (void)state;
    struct cleaning c;
    struct passages passages;
    struct buffer html;
    buffer_open(&html, NULL);
    for (int i = 0; i < PASSAGES_MAX + 50; i++)
        buffer_append_string(&html, "<p>x</p>");
    read_passages(&c, html.ptr, &passages);
    assert_int_equal(passages.count, PASSAGES_MAX);
    assert_int_equal(passages.items[PASSAGES_MAX - 1].words, 51);
    arena_close(&c.arena);
    buffer_close(&html);
}

/* ---- selection --------------------------------------------------------------------- */

#define MENU                                                                             \
    "<nav><ul><li><a href=/a>News</a></li><li><a href=/b>Sport</a></li>"                 \
    "<li><a href=/c>Weather</a></li><li><a href=/d>Contact</a></li></ul></nav>"

static const char *judge_for(struct cleaning *c, const char *html,
                             enum winnow_favor favor, const char **type)
{
    struct passages passages;
    read_passages(c, html, &passages);
    struct prediction prediction;
    prediction_make(&c->marks, NULL, &prediction);
    main_content_mark(&c->marks, &prediction, favor);
    *type = prediction_type_name(&prediction);
    blocks_of_page(&c->page, &c->marks, &c->arena, &c->blocks);
    return cleaning_write(c);
}

static const char *judge(struct cleaning *c, const char *html, const char **type)
{
    return judge_for(c, html, WINNOW_FAVOR_BALANCE, type);
}

static size_t length_for(enum winnow_favor favor)
{
    static const char PAGE[] =
        "<body>" MENU "<div><h2>Ferry company</h2><p>" SENTENCES "</p><p>Boats: three</p>"
        "<ul><li>Swan</li><li>Heron, built 1961</li></ul></div><div><h3>Timetables</h3>"
        "<p>Call us on weekdays.</p><p><a href=/all>All timetables</a></p></div>";
    struct cleaning c;
    const char *type;
    size_t length = strlen(judge_for(&c, PAGE, favor, &type));
    arena_close(&c.arena);
    return length;
}

static void test_favor_moves_the_threshold(void **state)
{
    (void)state;
    size_t precise = length_for(WINNOW_FAVOR_PRECISION);
    size_t balanced = length_for(WINNOW_FAVOR_BALANCE);
    size_t whole = length_for(WINNOW_FAVOR_RECALL);
    assert_in_range(precise, strlen(SENTENCES), balanced);
    assert_in_range(balanced, precise, whole);
    assert_true(precise < whole);
}

static void test_article_is_kept_and_its_menu_dropped(void **state)
{
    (void)state;
    struct cleaning c;
    const char *type;
    const char *text = judge(
        &c,
        "<body>" MENU "<article><h1>Late again</h1><p>" SENTENCES "</p><p>" SENTENCES
        "</p><ul><li>" SENTENCES " All of it.</li></ul></article>"
        "<footer><a href=/p>Privacy</a> <a href=/i>Imprint</a></footer>",
        &type);
    assert_non_null(type);
    assert_non_null(strstr(text, SENTENCES "\n\n" SENTENCES));
    assert_non_null(strstr(text, "- The ferry"));
    assert_null(strstr(text, "Weather"));
    assert_null(strstr(text, "Imprint"));
    uint32_t p = page_find(&c.page, c.page.body, TAG_P);
    const struct reason *reason = &c.marks.reasons[marks_reason_at(&c.marks, p + 1)];
    assert_int_equal(reason->by, JUDGE_MODEL);
    assert_in_range(reason->score, 500, SCORE_MAX);
    arena_close(&c.arena);
}

/* Scores are set by the test, so that it does not depend on the current model. */
static void test_sentence_of_links_is_kept(void **state)
{
    (void)state;
    static const int16_t SCORES[] = {950, 400, 950, 400, 950};
    struct cleaning c;
    struct passages passages;
    struct prediction prediction;
    read_passages(&c,
                  "<body><article><p>" SENTENCES
                  "</p><p>See <a href=/a>what the ferry company told us</a> and "
                  "<a href=/b>what the town has said of it</a>.</p><p>"
                  "That was last year. " SENTENCES "</p><p><a href=/c>Read what the "
                  "harbour says</a> <a href=/d>Buy a ticket for the ferry</a></p><p>"
                  "It is so again. " SENTENCES "</p></article>",
                  &passages);
    prediction_make(&c.marks, NULL, &prediction);
    assert_int_equal(prediction.passages.count, sizeof SCORES / sizeof *SCORES);
    memcpy(prediction.scores, SCORES, sizeof SCORES);
    main_content_mark(&c.marks, &prediction, WINNOW_FAVOR_BALANCE);
    blocks_of_page(&c.page, &c.marks, &c.arena, &c.blocks);
    const char *text = cleaning_write(&c);
    assert_non_null(strstr(text, "See what the ferry company"));
    assert_null(strstr(text, "Buy a ticket"));
    arena_close(&c.arena);
}

static void test_repeated_text_is_kept_once(void **state)
{
    (void)state;
    struct cleaning c;
    const char *type;
    const char *text = judge(&c,
                             "<body><article><h1>Late again</h1><div><p>" SENTENCES
                             "</p><p>Row, row, row your boat</p><p>Gently down</p>"
                             "<p>Row, row, row your boat</p></div><div><p>" SENTENCES
                             "</p></div></article>",
                             &type);
    const char *first = strstr(text, SENTENCES);
    assert_non_null(first);
    assert_null(strstr(first + 1, SENTENCES));
    const char *line = strstr(text, "Row, row"); /* a refrain */
    assert_non_null(line);
    assert_non_null(strstr(line + 1, "Row, row, row your boat\n"));
    arena_close(&c.arena);
}

static void test_decisions_of_rules_are_kept(void **state)
{
    (void)state;
    struct cleaning c;
    struct passages passages;
    read_passages(&c,
                  "<body><article><h1>Late again</h1><p>" SENTENCES
                  "</p><p id=x>" SENTENCES " Gone.</p></article>" MENU,
                  &passages);
    struct prediction prediction;
    prediction_make(&c.marks, NULL, &prediction);
    uint32_t reason = marks_add_reason(&c.marks, (struct reason){.by = JUDGE_RULE});
    for (uint32_t i = 0; i < c.page.count; i++)
        if (c.page.nodes[i].id_hash)
            marks_drop(&c.marks, i, reason);
        else if (c.page.nodes[i].tag == TAG_NAV)
            marks_keep(&c.marks, i, reason);
    main_content_mark(&c.marks, &prediction, WINNOW_FAVOR_BALANCE);
    blocks_of_page(&c.page, &c.marks, &c.arena, &c.blocks);
    const char *text = cleaning_write(&c);
    assert_null(strstr(text, "Gone"));
    assert_non_null(strstr(text, "- Weather"));
    assert_non_null(strstr(text, "reasons for it."));
    arena_close(&c.arena);
}

static void test_page_without_text_has_no_type(void **state)
{
    (void)state;
    struct cleaning c;
    const char *type;
    assert_string_equal(judge(&c, "<body><img src=x>", &type), "");
    assert_null(type);
    arena_close(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees_add_leaves_to_sums),
        cmocka_unit_test(test_scores_are_the_logistic_function),
        cmocka_unit_test(test_names_are_split_at_punctuation_and_case),
        cmocka_unit_test(test_names_are_scored_as_a_whole_or_by_parts),
        cmocka_unit_test(test_passages_end_where_lines_do),
        cmocka_unit_test(test_hidden_text_is_included_and_controls_are_not),
        cmocka_unit_test(test_ideographs_are_counted_as_words),
        cmocka_unit_test(test_short_passages_are_looked_up_as_phrases),
        cmocka_unit_test(test_words_of_the_data_are_counted),
        cmocka_unit_test(test_passages_are_limited),
        cmocka_unit_test(test_article_is_kept_and_its_menu_dropped),
        cmocka_unit_test(test_favor_moves_the_threshold),
        cmocka_unit_test(test_sentence_of_links_is_kept),
        cmocka_unit_test(test_repeated_text_is_kept_once),
        cmocka_unit_test(test_decisions_of_rules_are_kept),
        cmocka_unit_test(test_page_without_text_has_no_type),
    };
    return cmocka_run_group_tests_name("content", tests, NULL, NULL);
}
