/* page_type: the features from which the page type is predicted. */
#include "in_arena.h"

#include "base/array.h"
#include "model/page_type.h"

/* Two passages: a label of four words, and a sentence of twenty words with a higher
   score. */
static void read_row(struct arena *a, const int16_t scores[2], int16_t row[TYPE_COLUMNS])
{
    struct passage items[2] = {{.words = 4}, {.words = 20}};
    struct passages passages = {.items = items, .count = COUNT_OF(items)};
    struct features f = {.passages = &passages,
                         .rows = arena_calloc(a, 2 * COLUMNS, sizeof *f.rows)};
    f.page_row[PAGE_words] = 24;
    features_row(&f, 0)[OWN_shape_count] = 9;
    features_row(&f, 1)[OWN_shape_count] = 1;
    features_row(&f, 1)[OWN_stops] = 2;
    features_row(&f, 0)[COLUMN_INSIDE + IN_LIST] = 3;
    page_type_read(&f, scores, row);
}

static void passages_are_weighted_by_words_and_scores(void **state)
{
    int16_t row[TYPE_COLUMNS];
    read_row(*state, (int16_t[]){500, 900}, row);
    assert_int_equal(row[PAGE_words], 24);
    assert_int_equal(row[COLUMN_TEXT + TEXT_passages], 1);
    assert_int_equal(row[COLUMN_TEXT + TEXT_words], 20);
    assert_int_equal(row[COLUMN_TEXT + TEXT_page_share], 833);
    assert_int_equal(row[COLUMN_TEXT + TEXT_label_words], 100);
    assert_int_equal(row[COLUMN_TEXT + TEXT_short_words], 100);
    assert_int_equal(row[COLUMN_TEXT + TEXT_line_words], 1000);
    assert_int_equal(row[COLUMN_TEXT + TEXT_repeated_words], 100);
    assert_int_equal(row[COLUMN_MEANS + MEAN_shape_count], 1);
    assert_int_equal(row[COLUMN_MEANS + MEAN_stops], 1);
    assert_int_equal(row[COLUMN_SHARES + IN_LIST], 100);
    assert_int_equal(row[COLUMN_SHARES + IN_NAV], 0);
}

static void page_without_text_has_no_features(void **state)
{
    int16_t row[TYPE_COLUMNS];
    read_row(*state, (int16_t[]){0, 0}, row);
    for (size_t i = COLUMN_TEXT; i < TYPE_COLUMNS; i++)
        assert_int_equal(row[i], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(passages_are_weighted_by_words_and_scores),
        in_arena(page_without_text_has_no_features),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
