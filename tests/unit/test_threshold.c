/* threshold and recall_weight: how much of a page is kept. */
#include "in_arena.h"

#include "model/recall_weight.h"
#include "model/threshold.h"

/* Half of the words are likely, a quarter doubtful, a quarter unlikely. */
static const int64_t WORDS[SCORE_MAX + 1] = {[900] = 200, [450] = 100, [100] = 100};

static void a_weight_of_recall_lowers_the_threshold(void **state)
{
    (void)state;
    assert_int_equal(threshold_find(WORDS, RECALL_ONE / 8), 900);
    assert_int_equal(threshold_find(WORDS, RECALL_ONE * 2), 450);
    assert_int_equal(threshold_find(WORDS, RECALL_ONE * 64), 100);
}

static void a_page_without_words_has_the_highest_threshold(void **state)
{
    static const int64_t none[SCORE_MAX + 1];
    (void)state;
    assert_int_equal(threshold_find(none, RECALL_ONE), SCORE_MAX);
}

/* Log-odds from -5 to 5, in steps of a hundredth, as the cutoffs of scores. */
static void make_cutoffs(int32_t cutoffs[SCORE_MAX])
{
    for (int i = 0; i < SCORE_MAX; i++)
        cutoffs[i] = (i - SCORE_MAX / 2) * (TREES_ONE / 100);
}

static int64_t weight_of(enum page_type best, enum page_type second, int32_t lead)
{
    int32_t cutoffs[SCORE_MAX];
    struct type_guess guess = {best, second, lead};
    make_cutoffs(cutoffs);
    return recall_weight_of_page(&guess, cutoffs);
}

static void a_thread_is_kept_more_whole_than_an_article(void **state)
{
    (void)state;
    int64_t article = weight_of(TYPE_ARTICLE, TYPE_FORUM, 10 * TREES_ONE);
    int64_t thread = weight_of(TYPE_FORUM, TYPE_ARTICLE, 10 * TREES_ONE);
    assert_true(article <= RECALL_ONE && thread > RECALL_ONE);
}

static void an_uncertain_page_has_a_weight_in_between(void **state)
{
    (void)state;
    int64_t article = weight_of(TYPE_ARTICLE, TYPE_FORUM, 10 * TREES_ONE);
    int64_t thread = weight_of(TYPE_FORUM, TYPE_ARTICLE, 10 * TREES_ONE);
    int64_t either = weight_of(TYPE_ARTICLE, TYPE_FORUM, 0);
    assert_int_equal(either, weight_of(TYPE_FORUM, TYPE_ARTICLE, 0));
    assert_in_range(either, article + 1, thread - 1);
}

static void the_user_moves_the_weight(void **state)
{
    (void)state;
    assert_int_equal(recall_weight_favor(12, WINNOW_FAVOR_BALANCE), 12);
    assert_int_equal(recall_weight_favor(12, WINNOW_FAVOR_PRECISION), 3);
    assert_int_equal(recall_weight_favor(12, WINNOW_FAVOR_RECALL), 48);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_weight_of_recall_lowers_the_threshold),
        cmocka_unit_test(a_page_without_words_has_the_highest_threshold),
        cmocka_unit_test(a_thread_is_kept_more_whole_than_an_article),
        cmocka_unit_test(an_uncertain_page_has_a_weight_in_between),
        cmocka_unit_test(the_user_moves_the_weight),
    };
    return cmocka_run_group_tests_name("threshold", tests, NULL, NULL);
}
