/* site_words: what sites write around their texts. */
#include "in_arena.h"

#include "base/array.h"
#include "phrases/ui_phrases.h"

static const struct {
    struct slice text;
    unsigned says;
} TEXTS[] = {
#include "phrases/ui_phrases.inc"
};

static void every_text_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++)
        if (ui_phrases_read(TEXTS[i].text) != TEXTS[i].says)
            fail_msg("%.*s", SLICE_ARG(TEXTS[i].text));
}

static void texts_are_in_order(void **state)
{
    (void)state;
    for (size_t i = 1; i < COUNT_OF(TEXTS); i++)
        if (slice_compare(TEXTS[i - 1].text, TEXTS[i].text) >= 0)
            fail_msg("%.*s", SLICE_ARG(TEXTS[i].text));
}

static void signs_and_case_make_no_difference(void **state)
{
    (void)state;
    assert_int_equal(ui_phrases_read(SLICE(" PRIVACY POLICY › ")), UI_MENU);
    assert_int_equal(ui_phrases_read(SLICE("S’inscrire")), UI_MENU);
    assert_int_equal(ui_phrases_read(SLICE("О КОМПАНИИ")), UI_MENU);
    assert_int_equal(ui_phrases_read(SLICE("Alle akzeptieren!")), UI_ACCEPT);
    assert_int_equal(ui_phrases_read(SLICE("Contact with the sea")), 0);
    assert_int_equal(ui_phrases_read(SLICE("2024")), 0);
    assert_int_equal(ui_phrases_read(SLICE("")), 0);
}

static void cookies_have_many_names(void **state)
{
    (void)state;
    assert_true(ui_phrases_name_cookies(SLICE("We use Cookies.")));
    assert_true(ui_phrases_name_cookies(SLICE("当サイトではクッキーを使用しています。")));
    assert_false(ui_phrases_name_cookies(SLICE("We bake bread.")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(every_text_is_found),
        in_arena(texts_are_in_order),
        in_arena(signs_and_case_make_no_difference),
        in_arena(cookies_have_many_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
