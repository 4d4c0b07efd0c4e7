/* phrases: the tables of phrases of web sites, and searching them. */
#include "in_arena.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "metadata/months.h"
#include "phrases/copyright.h"
#include "phrases/names.h"
#include "phrases/phrase_lookup.h"
#include "phrases/phrases.h"

/* ---- tables ------------------------------------------------------------------------ */

static const struct phrase_table *const TABLES[] = {&phrase_table, &name_table};
static const size_t SENSE_COUNTS[] = {SENSE_COUNT, NAME_COUNT};

static void every_complete_phrase_is_found(void **state)
{
    (void)state;
    for (size_t t = 0; t < COUNT_OF(TABLES); t++) {
        assert_true(TABLES[t]->whole_count > 100);
        for (size_t i = 0; i < TABLES[t]->whole_count; i++) {
            const struct phrase_row *row = &TABLES[t]->whole[i];
            struct slice text = phrase_lookup_text(TABLES[t], row);
            if (phrase_lookup_whole(TABLES[t], text, hash_token(text)) != row ||
                !row->senses)
                fail_msg("%.*s", SLICE_ARG(text));
        }
    }
}

/* A phrase is found with more text after it, unless that makes it another phrase. */
static void every_beginning_is_found(void **state)
{
    (void)state;
    for (size_t t = 0; t < COUNT_OF(TABLES); t++)
        for (unsigned sense = 0; sense < SENSE_COUNTS[t]; sense++) {
            const struct phrase_range *range = &TABLES[t]->ranges[sense];
            if (TABLES[t]->senses[sense].place != PHRASE_BEGINNING)
                continue;
            assert_true(range->end > range->begin);
            for (size_t i = range->begin; i < range->end; i++) {
                const struct phrase_row *row = &TABLES[t]->lists[i];
                struct slice text = phrase_lookup_text(TABLES[t], row);
                struct buffer longer;
                buffer_open(&longer, &arena);
                buffer_append(&longer, text);
                buffer_append_string(&longer, "\x7F more");
                if (phrase_lookup_beginning(TABLES[t], sense, text) != row ||
                    phrase_lookup_beginning(TABLES[t], sense, buffer_slice(&longer)) !=
                        row)
                    fail_msg("%.*s", SLICE_ARG(text));
            }
        }
}

/* ---- complete texts ---------------------------------------------------------------- */

static void punctuation_and_case_are_ignored(void **state)
{
    (void)state;
    assert_true(phrases_read(SLICE(" PRIVACY POLICY › ")) == SENSE(MENU));
    assert_true(phrases_read(SLICE("S’inscrire")) == SENSE(MENU));
    assert_true(phrases_read(SLICE("О КОМПАНИИ")) == SENSE(MENU));
    assert_true(phrases_read(SLICE("Alle akzeptieren!")) == SENSE(CONSENT));
    assert_true(phrases_read(SLICE("Contact with the sea")) == 0);
    assert_true(phrases_read(SLICE("2024")) == SENSE(NOTHING));
    assert_true(phrases_read(SLICE("")) == SENSE(NOTHING));
}

/* All senses are in one table, and each is searched separately. */
static void senses_are_searched_separately(void **state)
{
    (void)state;
    assert_true(phrases_read(SLICE("Admin")) == 0);
    assert_true(phrases_match(SLICE("Admin"), SENSE_ACCOUNT));
    assert_false(phrases_match(SLICE("Admin"), SENSE_NOT_A_NAME));
    assert_true(phrases_read(SLICE("politics")) == 0);
    assert_true(phrases_read_line(SLICE("politics")) == SENSE(LINE_MENU));
    assert_true(phrases_read_line(SLICE("add to cart")) == 0);
    assert_false(phrases_match(SLICE(""), SENSE_NAME_JOINT));
}

static void long_and_invalid_texts_do_not_match(void **state)
{
    (void)state;
    char text[400];
    struct phrase_beginning found;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i % 2 ? 0xC8 : 'a');
    for (size_t len = 1; len < sizeof text; len++) {
        assert_false(phrases_match(slice_of(text, len), SENSE_ACCOUNT));
        assert_false(phrases_begin(slice_of(text + 1, len - 1), SENSE_BYLINE, &found));
    }
}

static void months_have_short_forms(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        unsigned month;
    } ROWS[] = {
        {"March", 3},     {"MÄRZ", 3},  {"mar", 3}, {"Mrz", 3},    {"sept", 9},
        {"сентября", 9},  {"aug", 8},   {"ju", 0},  {"jul", 7},    {"ma", 0},
        {"listopad", 11}, {"फरवरी", 2}, {"", 0},    {"marble", 0}, {"jun", 6},
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++)
        if (months_find(slice_of_string(ROWS[i].word)) != ROWS[i].month)
            fail_msg("%s", ROWS[i].word);
}

/* ---- beginnings, insides, ends ----------------------------------------------------- */

static void longest_beginning_is_found_first(void **state)
{
    (void)state;
    struct phrase_beginning found;
    assert_true(phrases_begin(SLICE("AUTORIN: Eva"), SENSE_BYLINE, &found));
    assert_slice(found.phrase, "autorin");
    assert_true(phrases_begin_shorter(&found));
    assert_slice(found.phrase, "autori");
    assert_true(phrases_begin_shorter(&found));
    assert_slice(found.phrase, "autor");
    assert_false(phrases_begin_shorter(&found));
    assert_false(phrases_begin(SLICE("Eva"), SENSE_BYLINE, &found));
}

/* The Kelvin sign has three bytes, its lower case k has one. */
static void lengths_are_those_of_the_text(void **state)
{
    (void)state;
    struct phrase_beginning found;
    assert_true(phrases_begin(SLICE("\u212Airjoittaja Eva"), SENSE_BYLINE, &found));
    assert_int_equal(found.len, sizeof "\u212Airjoittaja" - 1);
    assert_true(phrases_begin(SLICE("平成3年"), SENSE_ERA, &found));
    assert_int_equal(found.value, 1988);
    assert_int_equal(found.len, sizeof "平成" - 1);
}

static void cookie_notices_are_recognised(void **state)
{
    (void)state;
    assert_true(phrases_are_inside(SLICE("We use Cookies."), SENSE_COOKIE));
    assert_true(phrases_are_inside(SLICE("当サイトではクッキーを使用しています。"),
                                   SENSE_COOKIE));
    assert_false(phrases_are_inside(SLICE("We bake bread."), SENSE_COOKIE));
}

/* Czech and Slovak have the same words for numbers, which are counted once. */
static void phrases_of_two_languages_count_once(void **state)
{
    (void)state;
    struct slice text = SLICE("IČO: 12345678");
    assert_int_equal(phrases_count_inside(text, SENSE_COMPANY_REGISTER), 1);
    text = SLICE("IČO: 12345678, DIČ: CZ12345678");
    assert_int_equal(phrases_count_inside(text, SENSE_COMPANY_REGISTER), 2);
    assert_int_equal(phrases_count_inside(SLICE("ičo"), SENSE_COMPANY_REGISTER), 0);
}

static void ends_are_measured(void **state)
{
    (void)state;
    assert_int_equal(phrases_end(SLICE("김민수기자"), SENSE_REPORTER), sizeof "기자" - 1);
    assert_int_equal(phrases_end(SLICE("By Ann Lee and"), SENSE_MORE_NAMES), 4);
    assert_int_equal(phrases_end(SLICE("Holland"), SENSE_MORE_NAMES), 0);
}

static void copyrights_have_a_year(void **state)
{
    (void)state;
    assert_true(copyright_is_line(SLICE("© 2024 Harbour Ltd")));
    assert_true(copyright_is_line(SLICE("COPYRIGHT 1999-2003 Harbour Ltd")));
    assert_true(copyright_is_line(SLICE("(C) Harbour Ltd, 2010")));
    assert_true(copyright_begins(SLICE("© Ada Byron")));
    assert_false(copyright_is_line(SLICE("© Ada Byron")));
    assert_false(copyright_is_line(SLICE("© 1066 Harbour Ltd")));
    assert_false(copyright_begins(SLICE("copyrights of 2024")));
}

/* ---- names ------------------------------------------------------------------------- */

static struct name_meaning read_name(const char *word)
{
    struct slice name = slice_of_string(word);
    return names_read(name, hash_token(name));
}

static void names_have_classes_and_senses(void **state)
{
    (void)state;
    struct name_meaning form = read_name("form");
    assert_true(form.senses == (NAMED(CLASS) | NAMED(FORM) | NAMED(ASIDE)));
    assert_int_equal(form.class, NAMES_FORM);
    assert_int_equal(read_name("kommentare").senses, NAMED(COMMENTS));
    assert_int_equal(read_name("harbour").senses, 0);
    assert_int_equal(names_begin(SLICE("Author-Name"), NAME_HINT), HINT_AUTHOR);
    assert_int_equal(names_begin(SLICE("authorized"), NAME_HINT), HINT_NOTHING);
    assert_int_equal(names_begin(SLICE("author-description"), NAME_HINT), HINT_ELSEWHERE);
    assert_int_equal(names_begin(SLICE("users/ann"), NAME_FOLDER), FOLDER_MEMBER);
    assert_int_equal(names_begin(SLICE("useful/"), NAME_FOLDER), FOLDER_NONE);
    assert_int_equal(names_inside(SLICE("my-Age-Gate"), NAME_BOX), BOX_AGE);
    assert_int_equal(names_inside(SLICE("page"), NAME_BOX), BOX_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(every_complete_phrase_is_found),
        in_arena(every_beginning_is_found),
        in_arena(punctuation_and_case_are_ignored),
        in_arena(senses_are_searched_separately),
        in_arena(long_and_invalid_texts_do_not_match),
        in_arena(months_have_short_forms),
        in_arena(longest_beginning_is_found_first),
        in_arena(lengths_are_those_of_the_text),
        in_arena(cookie_notices_are_recognised),
        in_arena(phrases_of_two_languages_count_once),
        in_arena(ends_are_measured),
        in_arena(copyrights_have_a_year),
        in_arena(names_have_classes_and_senses),
    };
    return cmocka_run_group_tests_name("phrases", tests, NULL, NULL);
}
