/* rule_check: rules compared with scores that the test sets. */
#include "cleaning.h"

#include "apply/rule_check.h"
#include "model/content_model.h"

#define WORDS(n)                                                                         \
    "<p>" n " is a paragraph with twenty words or so in it, so that three of them "      \
    "are enough for anybody to have an prediction about them.</p>"

/* A page of five paragraphs: three certainly content, one in doubt, one certainly not. */
struct fixture {
    struct cleaning c;
    struct prediction prediction;
    struct rule_check check;
    struct claim checked, obeyed;
};

static const int16_t SCORES[] = {950, 900, 400, 850, 20};
enum { PARAGRAPHS = sizeof SCORES / sizeof *SCORES };

static struct claim claim_of(struct fixture *s, enum authority authority)
{
    cleaning_add_rules(&s->c, authority, "strip: p\n");
    const struct rulefile *file = s->c.rules.files[s->c.rules.count - 1];
    return (struct claim){file, file->directives};
}

static void open_fixture(struct fixture *s)
{
    struct error err = {0};
    struct content_model model;
    content_model_open(&model);
    memset(s, 0, sizeof *s);
    cleaning_open(&s->c, "/");
    struct slice html = SLICE("<body><div>" WORDS("One") WORDS("Two") WORDS("Three")
                                  WORDS("Four") "</div>" WORDS("Five"));
    assert_true(parse_html(&s->c.arena, html, &s->c.page, &err));
    marks_open(&s->c.marks, &s->c.page, &s->c.arena);
    passages_of_page(&s->c.marks, NULL, &model.lexicon, NULL, &s->c.arena,
                     &s->prediction.passages);
    assert_int_equal(s->prediction.passages.count, PARAGRAPHS);
    s->prediction.scores = (int16_t *)SCORES;
    s->checked = claim_of(s, AUTHORITY_COMMUNITY);
    s->obeyed = claim_of(s, AUTHORITY_SITE);
    rule_check_open(&s->check, &s->c.rules, &s->prediction, &s->c.marks, &s->c.notes);
}

static void close_fixture(struct fixture *s)
{
    arena_close(&s->c.arena);
}

static uint32_t paragraph(const struct fixture *s, size_t number)
{
    return s->prediction.passages.items[number - 1].element;
}

static bool may_strip(struct fixture *s, struct claim claim, size_t number)
{
    uint32_t node = paragraph(s, number);
    return rule_check_allows_strip(&s->check, claim, &(struct node_list){&node, 1, 1});
}

static bool may_be_body(struct fixture *s, struct claim claim, uint32_t node)
{
    return rule_check_allows_body(&s->check, claim, &(struct node_list){&node, 1, 1},
                                  true);
}

static void assert_notes(const struct fixture *s, const char *codes)
{
    char all[256] = "";
    for (size_t i = 0; i < s->c.notes.count; i++)
        snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? " " : "",
                 note_code_name(s->c.notes.items[i].code));
    assert_string_equal(all, codes);
}

static void doubtful_content_may_be_stripped(void **state)
{
    (void)state;
    struct fixture s;
    open_fixture(&s);
    assert_true(may_strip(&s, s.checked, 3));
    assert_true(may_strip(&s, s.checked, 5));
    assert_false(may_strip(&s, s.checked, 1));
    assert_notes(&s, "rule-overruled");
    close_fixture(&s);
}

static void trusted_rules_may_strip_anything(void **state)
{
    (void)state;
    struct fixture s;
    open_fixture(&s);
    uint32_t all = s.c.page.body;
    assert_true(may_strip(&s, s.obeyed, 1));
    assert_notes(&s, "");
    assert_true(
        rule_check_allows_strip(&s.check, s.obeyed, &(struct node_list){&all, 1, 1}));
    assert_notes(&s, "rule-doubted");
    close_fixture(&s);
}

static void body_contains_most_of_the_certain_content(void **state)
{
    (void)state;
    struct fixture s;
    open_fixture(&s);
    uint32_t div = page_find(&s.c.page, s.c.page.body, TAG_DIV);
    assert_true(may_be_body(&s, s.checked, div));
    assert_true(may_be_body(&s, s.checked, s.c.page.body));
    assert_notes(&s, "");
    assert_false(may_be_body(&s, s.checked, paragraph(&s, 1)));
    assert_notes(&s, "rule-overruled");
    assert_true(may_be_body(&s, s.obeyed, paragraph(&s, 5)));
    assert_notes(&s, "rule-overruled rule-doubted");
    close_fixture(&s);
}

static size_t count_drops(struct fixture *s, uint32_t body, bool is_pruned)
{
    const uint8_t *drops = rule_check_choose_drops(
        &s->check, &(struct node_list){&body, 1, 1}, is_pruned, &s->c.arena);
    size_t count = 0;
    for (size_t i = 0; i < PARAGRAPHS; i++)
        count += drops[i];
    return count;
}

/* "prune: no" counts only for a body that the model would not keep. */
static void model_decides_in_a_body_that_it_keeps(void **state)
{
    (void)state;
    struct fixture s;
    open_fixture(&s);
    /* The model keeps the first alone, because the others repeat it. */
    assert_int_equal(count_drops(&s, paragraph(&s, 1), true), 4);
    assert_int_equal(count_drops(&s, paragraph(&s, 1), false), 4);
    assert_int_equal(count_drops(&s, paragraph(&s, 5), true), 1);
    assert_int_equal(count_drops(&s, paragraph(&s, 5), false), 0);
    close_fixture(&s);
}

/* A body may miss doubtful content, and hardly any that is certain. */
static void body_contains_nearly_all_certain_content(void **state)
{
    (void)state;
    static const int16_t lower[] = {950, 900, 480, 520, 20};
    struct fixture s;
    open_fixture(&s);
    uint32_t three[] = {paragraph(&s, 1), paragraph(&s, 2), paragraph(&s, 4)};
    uint32_t other[] = {paragraph(&s, 1), paragraph(&s, 3), paragraph(&s, 4)};
    s.prediction.scores = (int16_t *)lower;
    rule_check_open(&s.check, &s.c.rules, &s.prediction, &s.c.marks, &s.c.notes);
    assert_true(rule_check_allows_body(&s.check, s.checked,
                                       &(struct node_list){three, 3, 3}, true));
    assert_false(rule_check_allows_body(&s.check, s.checked,
                                        &(struct node_list){other, 3, 3}, true));
    assert_notes(&s, "rule-overruled");
    close_fixture(&s);
}

static void hidden_content_is_not_counted_again(void **state)
{
    (void)state;
    struct fixture s;
    open_fixture(&s);
    uint32_t all = s.c.page.body;
    marks_drop(&s.c.marks, all, 0);
    assert_true(
        rule_check_allows_strip(&s.check, s.checked, &(struct node_list){&all, 1, 1}));
    close_fixture(&s);
}

/* Content that a trusted rule has removed need not be in the body of a community rule. */
static void body_is_compared_with_remaining_content(void **state)
{
    (void)state;
    struct fixture s;
    open_fixture(&s);
    assert_false(may_be_body(&s, s.checked, paragraph(&s, 4)));
    marks_drop(&s.c.marks, paragraph(&s, 1), 0);
    marks_drop(&s.c.marks, paragraph(&s, 2), 0);
    assert_true(may_be_body(&s, s.checked, paragraph(&s, 4)));
    assert_notes(&s, "rule-overruled");
    close_fixture(&s);
}

/* If nothing is certain, the model keeps doubtful content, and a note says so. */
static void content_kept_by_the_model_is_not_boilerplate(void **state)
{
    (void)state;
    static const int16_t doubtful[] = {90, 80, 5, 85, 2};
    struct fixture s;
    open_fixture(&s);
    s.prediction.scores = (int16_t *)doubtful;
    rule_check_open(&s.check, &s.c.rules, &s.prediction, &s.c.marks, &s.c.notes);
    assert_true(may_be_body(&s, s.checked, paragraph(&s, 1)));
    assert_false(may_be_body(&s, s.checked, paragraph(&s, 5)));
    assert_notes(&s, "rule-overruled");
    close_fixture(&s);
}

static void without_a_prediction_all_rules_apply(void **state)
{
    (void)state;
    struct fixture s;
    open_fixture(&s);
    rule_check_open(&s.check, &s.c.rules, NULL, &s.c.marks, &s.c.notes);
    assert_true(may_strip(&s, s.checked, 1));
    assert_true(may_be_body(&s, s.checked, paragraph(&s, 5)));
    assert_int_equal(rule_check_count(&s.check, 0, s.c.page.count), 0);
    close_fixture(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubtful_content_may_be_stripped),
        cmocka_unit_test(trusted_rules_may_strip_anything),
        cmocka_unit_test(body_contains_most_of_the_certain_content),
        cmocka_unit_test(model_decides_in_a_body_that_it_keeps),
        cmocka_unit_test(body_contains_nearly_all_certain_content),
        cmocka_unit_test(hidden_content_is_not_counted_again),
        cmocka_unit_test(body_is_compared_with_remaining_content),
        cmocka_unit_test(content_kept_by_the_model_is_not_boilerplate),
        cmocka_unit_test(without_a_prediction_all_rules_apply),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
