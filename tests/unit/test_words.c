/* words, and unicode_fold: what a search compares. */
#include "in_arena.h"

#include "base/unicode.h"
#include "site/words.h"
#include <stdio.h>
#include <string.h>

static void add_word(void *context, struct slice word)
{
    char *out = context;
    snprintf(out + strlen(out), 256 - strlen(out), "%s%.*s", *out ? "|" : "",
             SLICE_ARG(word));
}

static void assert_words(const char *text, const char *expected)
{
    char out[256] = "";
    words_each(slice_of_string(text), add_word, out);
    assert_string_equal(out, expected);
}

static void words_are_small_and_without_accents(void **state)
{
    (void)state;
    assert_words("The Night-Ferry, 2025!", "the|night|ferry|2025");
    assert_words("Café CAFE\xCC\x81 Ǖber İstanbul", "cafe|cafe|uber|istanbul");
    assert_words("Зажёгся маяк", "зажегся|маяк");
    assert_words("한국어 글", "한국어|글");
    assert_words("  ", "");
}

static void scripts_without_spaces_give_characters_and_pairs(void **state)
{
    (void)state;
    assert_words("黒猫の", "黒|猫|黒猫|の|猫の");
    assert_words("が", "が"); /* its mark is no accent */
    assert_words("iPhone手机!", "iphone|手|机|手机");
}

static void long_words_are_cut(void **state)
{
    char text[100], expected[WORD_CHARACTERS_MAX + 1];
    (void)state;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memset(expected, 'a', WORD_CHARACTERS_MAX);
    expected[WORD_CHARACTERS_MAX] = '\0';
    assert_words(text, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_small_and_without_accents),
        cmocka_unit_test(scripts_without_spaces_give_characters_and_pairs),
        cmocka_unit_test(long_words_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
