/* charset: labels, the precedence of sources, and decoders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/utf8.h"
#include "charset/charset.h"
#include "charset/encoding.h"

static void labels_are_those_of_the_encoding_standard(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"latin1", "windows-1252"},
        {"ISO-8859-1", "windows-1252"},
        {" us-ascii\n", "windows-1252"},
        {"iso-8859-9", "windows-1254"},
        {"iso-8859-11", "windows-874"},
        {"tis-620", "windows-874"},
        {"gb2312", "gbk"},
        {"ks_c_5601-1987", "euc-kr"},
        {"x-sjis", "shift_jis"},
        {"big5-hkscs", "big5"},
        {"utf-16", "utf-16le"},
        {"unicodefffe", "utf-16be"},
        {"koi8-ru", "koi8-u"},
        {"logical", "iso-8859-8-i"},
        {"iso-2022-kr", "replacement"},
        {"x-cp1251", "windows-1251"},
        {"mac", "macintosh"},
        {"UTF8", "utf-8"},
        {"866", "ibm866"},
        {"x-x-big5", "big5"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(charset_of_label(slice_of_string(pairs[i][0])), pairs[i][1]);
    assert_null(charset_of_label(SLICE("")));
    assert_null(charset_of_label(SLICE("utf-7")));
    assert_null(charset_of_label(SLICE("cp1252 x")));
    assert_null(charset_of_label(SLICE("a-label-that-is-longer-than-any-of-them")));
}

static void names_of_encodings_are_labels(void **state)
{
    (void)state;
    int count = 0;
    for (const struct encoding *e = encoding_next(NULL); e; e = encoding_next(e), count++)
        assert_ptr_equal(encoding_of_label(slice_of_string(e->name)), e);
    assert_int_equal(count, 40);
}

/* ---- decoders ---------------------------------------------------------------------- */

static const struct {
    const char *label;
    struct slice bytes;
    const char *text;
} samples[] = {
    {"latin1", SLICE("caf\xE9 \x93x\x94 \x80"), "café “x” €"},
    {"windows-1252", SLICE("\x81\x8D\x8F\x90\x9D"),
     "\xC2\x81\xC2\x8D\xC2\x8F\xC2\x90\xC2\x9D"},
    {"iso-8859-15", SLICE("\xA4"), "€"},
    {"windows-1251", SLICE("\xCF\xF0\xE8\xE2\xE5\xF2"), "Привет"},
    {"koi8-r", SLICE("\xF0\xD2\xC9\xD7\xC5\xD4"), "Привет"},
    {"koi8-u", SLICE("\xA6\xAE"), "іў"},
    {"windows-1253",
     SLICE("a\xAA"
           "b"),
     "a�b"},
    {"windows-1255", SLICE("\xF9\xCA"), "ש\u05BA"},
    {"windows-874", SLICE("\xA1\xDB"), "ก�"},
    {"x-mac-cyrillic", SLICE("\xA2\xFF"), "Ґ€"},
    {"macintosh", SLICE("\xDB\x8E"), "€é"},
    {"ibm866", SLICE("\x8F\xE0"), "Пр"},
    {"x-user-defined", SLICE("a\x80\xFF"), "a\uF780\uF7FF"},
    {"iso-2022-kr", SLICE("anything"), "�"},
    {"utf-16le", SLICE("a\0\x3D\xD8\x00\xDE\x3D\xD8x"), "a😀��"},
    {"utf-16be", SLICE("\0a\xDE\x00"), "a�"},
    {"utf-8", SLICE("a\xC3(\xE2\x82\xED\xA0\x80z\xF0\x9F"), "a�(����z�"},
    {"gbk", SLICE("\xC4\xE3\xBA\xC3\x80<"), "你好€<"},
    {"gb18030", SLICE("\x94\x39\xFC\x36"), "😀"},
    {"gb2312", SLICE("\xC4\xE3\xFF<b>\xC4"), "你�<b>�"},
    {"big5", SLICE("\xA7\x41\xA6\x6E\x88\x62"), "你好\u00CA\u0304"},
    {"big5", SLICE("\x88\x66"), "\u00CA"},
    {"shift_jis", SLICE("\x93\xFA\x96{\x87\x40\xB1"), "日本①ｱ"},
    {"euc-jp", SLICE("\xC6\xFC\xCB\xDC\x8E\xB1"), "日本ｱ"},
    {"iso-2022-jp", SLICE("\x1B$BF|K\\\x1B(Bz"), "日本z"},
    {"euc-kr", SLICE("\xB0\xA1\x81\x41"), "가갂"},
    {"euc-kr", SLICE("\xB0<p>\xFF"), "�<p>�"},
};

static bool decodes(struct slice bytes, const char *label, struct slice text)
{
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct charset_hints hints = {.forced = slice_of_string(label)};
    struct charset_choice choice;
    struct slice out;
    bool same = charset_decode(&a, bytes, &hints, &out, &choice, NULL) &&
                slice_equal(out, text) && utf8_is_valid(out) &&
                choice.name == charset_of_label(hints.forced);
    if (!same)
        print_message("%s gives \"%.*s\", not \"%s\"\n", label, SLICE_ARG(out), text.ptr);
    arena_close(&a);
    return same;
}

static void samples_are_decoded(void **state)
{
    (void)state;
    bool all = true;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        all &=
            decodes(samples[i].bytes, samples[i].label, slice_of_string(samples[i].text));
    assert_true(all);
    assert_true(decodes(slice_of("a\0b\xE9", 4), "latin1", slice_of("a\0b\xC3\xA9", 5)));
}

static void any_bytes_become_valid_utf8(void **state)
{
    (void)state;
    char bytes[700];
    uint32_t random = 1;
    for (const struct encoding *e = encoding_next(NULL); e; e = encoding_next(e))
        for (int round = 0; round < 50; round++) {
            for (size_t i = 0; i < sizeof bytes; i++)
                bytes[i] = (char)((random = random * 1664525u + 1013904223u) >> 24);
            struct arena a;
            arena_open(&a, SIZE_MAX);
            struct charset_hints hints = {.forced = slice_of_string(e->name)};
            struct charset_choice choice;
            struct slice out;
            struct slice in = slice_of(bytes, sizeof bytes - (size_t)round % 7);
            assert_true(charset_decode(&a, in, &hints, &out, &choice, NULL));
            assert_true(utf8_is_valid(out));
            arena_close(&a);
        }
}

/* ---- precedence of sources --------------------------------------------------------- */

static void assert_choice(struct slice bytes, const char *option, const char *header,
                          const char *name, const char *source)
{
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct charset_hints hints = {.forced = slice_of_string(option),
                                  .content_type = slice_of_string(header),
                                  .is_html = true};
    struct charset_choice choice;
    struct slice out;
    assert_true(charset_decode(&a, bytes, &hints, &out, &choice, NULL));
    assert_string_equal(choice.name, name);
    assert_string_equal(choice.source, source);
    assert_false(slice_starts_with(out, SLICE("\xEF\xBB\xBF")));
    arena_close(&a);
}

#define META "<meta charset=koi8-r>"

static void sources_of_the_charset_have_precedence(void **state)
{
    (void)state;
    const char *header = "text/html; charset=\"windows-1251\"";
    assert_choice(SLICE("\xEF\xBB\xBF" META), "big5", header, "utf-8", "bom");
    assert_choice(SLICE("\xFF\xFE<\0"), NULL, NULL, "utf-16le", "bom");
    assert_choice(SLICE(META "\xE9"), "big5", header, "big5", "option");
    assert_choice(SLICE(META "\xE9"), NULL, header, "windows-1251", "header");
    assert_choice(SLICE(META "\xE9"), NULL, "text/html; charset=x", "koi8-r", "meta");
    assert_choice(SLICE("<p>\xC3\xA9"), NULL, "text/html", "utf-8", "utf-8");
    assert_choice(SLICE("<p>plain"), NULL, NULL, "utf-8", "utf-8");
    assert_choice(SLICE(""), NULL, NULL, "utf-8", "utf-8");
    assert_choice(SLICE("\xFF"), NULL, NULL, "windows-1252", "detector");
}

static void utf_16_label_without_zero_bytes_is_ignored(void **state)
{
    (void)state;
    const char *header = "text/html; charset=utf-16";
    assert_choice(SLICE("<p>plain"), NULL, header, "utf-8", "utf-8");
    assert_choice(SLICE(META "\xE9"), NULL, header, "koi8-r", "meta");
    assert_choice(SLICE("<\0p\0>\0"), NULL, header, "utf-16le", "header");
    assert_choice(SLICE("<p>plain"), "utf-16be", header, "utf-16be", "option");
}

/* ---- labels that the bytes refute -------------------------------------------------- */

static void assert_text(struct slice bytes, const char *header, const char *refuted,
                        const char *text)
{
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct charset_hints hints = {.content_type = slice_of_string(header),
                                  .is_html = true};
    struct charset_choice choice;
    struct slice out;
    assert_true(charset_decode(&a, bytes, &hints, &out, &choice, NULL));
    assert_string_equal(arena_string(&a, out), text);
    assert_int_equal(choice.refuted != NULL, refuted != NULL);
    if (refuted)
        assert_string_equal(choice.refuted, refuted);
    arena_close(&a);
}

#define UTF8_META   "<meta charset=utf-8>"
#define LATIN1_META "<meta charset=latin1>"

static void utf_8_with_bad_bytes_stays_utf_8(void **state)
{
    (void)state;
    assert_text(SLICE("é ü \xF6 ß"), NULL, NULL, "é ü � ß");
    assert_text(SLICE("é ü ß \xE2\x82"), NULL, NULL, "é ü ß �"); /* cut at the end */
    assert_text(SLICE("é \xC3"), NULL, NULL, "é �");
    assert_text(SLICE("“x” \xE2\x80..."), NULL, NULL, "“x” �...");
    assert_text(SLICE("caf\xE9, d\xE9j\xE0 vu, no\xEBl et \xC9»t\xE9"), NULL, NULL,
                "café, déjà vu, noël et ÉÂ»té");
    assert_text(SLICE("na\xEFve"), NULL, NULL, "naïve");
}

static void utf_8_label_gives_way_to_bytes_that_are_none(void **state)
{
    (void)state;
    const char *header = "text/html; charset=utf-8";
    assert_text(SLICE("caf\xE9 d\xE9j\xE0."), header, "utf-8", "café déjà.");
    assert_text(SLICE(UTF8_META "caf\xE9 d\xE9j\xE0."), NULL, "utf-8",
                UTF8_META "café déjà.");
    assert_text(SLICE("<meta charset=koi8-r>\xF0\xD2\xC9\xD7\xC5\xD4"), header, "utf-8",
                "<meta charset=koi8-r>Привет");
    /* one or two may be accidents, and the beginning of a sequence is UTF-8 */
    assert_text(SLICE("caf\xE9"), header, NULL, "caf�");
    assert_text(SLICE("\xE2\x80.. \xE9 \xE9 \xE9"), header, NULL, "�.. � � �");
    assert_text(SLICE("é \xE9 \xE9 \xE9"), header, NULL, "é � � �");
}

static void legacy_label_gives_way_to_utf_8(void **state)
{
    (void)state;
    const char *latin1 = "text/html; charset=iso-8859-1", *gbk = "text/html; charset=gbk";
    assert_text(SLICE("é ü ö ß"), latin1, "windows-1252", "é ü ö ß");
    assert_text(SLICE(LATIN1_META "it’s “it”"), NULL, "windows-1252",
                LATIN1_META "it’s “it”");
    assert_text(SLICE(UTF8_META "é"), latin1, "windows-1252", UTF8_META "é");
    assert_text(SLICE("é"), latin1, NULL, "Ã©");
    /* parts in both: as if encoded twice */
    assert_text(SLICE("é ü ö ß \xE9."), latin1, NULL, "é ü ö ß é.");
    assert_text(SLICE("\xC9\xBB caf\xE9"), latin1, NULL, "É» café");
    assert_text(SLICE("你好你好你好你"), gbk, "gbk", "你好你好你好你");
    assert_text(SLICE("\xC4\xE3\xBA\xC3"), gbk, NULL, "你好");
}

static void chinese_under_a_utf_8_label_is_detected(void **state)
{
    (void)state; /* a quarter of its pairs are well-formed UTF-8 */
    assert_text(
        SLICE("<p>\xD6\xD0\xB9\xFA\xCA\xC7\xD2\xBB\xB8\xF6\xB4\xF3\xB9\xFA\xA3\xAC"
              "\xD5\xE2\xCA\xC7\xCE\xD2\xC3\xC7\xB5\xC4\xD0\xC2\xCE\xC5\xA1\xA3"
              "\xBD\xF1\xCC\xEC\xCC\xEC\xC6\xF8\xBA\xDC\xBA\xC3\xA1\xA3"),
        "text/html; charset=utf-8", "utf-8",
        "<p>中国是一个大国，这是我们的新闻。今天天气很好。");
}

static void text_that_was_encoded_twice_is_mended(void **state)
{
    (void)state;
    assert_text(SLICE("cafÃ© dÃ©jÃ\u00A0"), NULL, NULL, "café déjà");
    assert_text(SLICE("itâ€™s â€œsoâ€\xC2\x9D"), NULL, NULL, "it’s “so”");
    assert_text(SLICE("itâ\xC2\x80\xC2\x99s Ã© Ã©"), NULL, NULL, "it’s é é");
    assert_text(SLICE("РџСЂРёРІРµС‚"), NULL, NULL, "Привет");
    assert_text(SLICE("ÐŸÑ€Ð¸Ð²ÐµÑ‚ © →"), NULL, NULL, "Привет © →");
    assert_text(SLICE("Ã\xC2\x83Â© Ã\xC2\x83Â© Ã\xC2\x83Â©"), NULL, NULL, "é é é");
    /* a page about such text, and too little to be certain */
    assert_text(SLICE("é is Ã©, ü is Ã¼, ö is Ã¶"), NULL, NULL,
                "é is Ã©, ü is Ã¼, ö is Ã¶");
    assert_text(SLICE("Ã© Ã©"), NULL, NULL, "Ã© Ã©");
    assert_text(SLICE("à\u00A0« à\u00A0« à\u00A0« été où"), NULL, NULL,
                "à\u00A0« à\u00A0« à\u00A0« été où");
    assert_text(SLICE("У РФ», ЮФ» и ещё: Привет, Россия, Совет"), NULL, NULL,
                "У РФ», ЮФ» и ещё: Привет, Россия, Совет");
}

static void russian_is_detected(void **state)
{
    (void)state;
    assert_choice(SLICE("<p>\xCF\xF0\xE8\xE2\xE5\xF2, \xEA\xE0\xEA \xE4\xE5\xEB\xE0? "
                        "\xDD\xF2\xEE \xEF\xF0\xEE\xF1\xF2\xEE\xE9 \xF2\xE5\xEA\xF1\xF2 "
                        "\xED\xE0 \xF0\xF3\xF1\xF1\xEA\xEE\xEC \xFF\xE7\xFB\xEA\xE5, "
                        "\xEA\xEE\xF2\xEE\xF0\xFB\xE9 \xED\xE8\xF7\xE5\xE3\xEE \xED\xE5 "
                        "\xE7\xED\xE0\xF7\xE8\xF2."),
                  NULL, NULL, "windows-1251", "detector");
}

static void korean_is_detected(void **state)
{
    (void)state; /* the detector calls the encoding UHC */
    assert_choice(SLICE("<p>"
                        "\xC0\xCC\xB0\xCD\xC0\xBA \xC7\xD1\xB1\xB9\xBE\xEE "
                        "\xB9\xAE\xC0\xE5\xC0\xD4\xB4\xCF\xB4\xD9. \xB9\xAE\xC0\xDA "
                        "\xC0\xCE\xC4\xDA\xB5\xF9\xC0\xBB "
                        "\xBD\xC3\xC7\xE8\xC7\xCF\xB7\xC1\xB0\xED "
                        "\xBD\xE8\xBD\xC0\xB4\xCF\xB4\xD9."),
                  NULL, NULL, "euc-kr", "detector");
}

static void meta_elements_are_parsed_as_in_browsers(void **state)
{
    (void)state;
    static const char *const pages[][2] = {
        {"<META CharSet = 'koi8-r' />\xE9", "koi8-r"},
        {"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>\xE9",
         "koi8-r"},
        {"<meta content=\"text/html;charset = koi8-r ; x\" http-equiv=content-type>\xE9",
         "koi8-r"},
        {"<!-- <meta charset=big5> --><meta charset=koi8-r>\xE9", "koi8-r"},
        {"<a title='<meta charset=big5>'><meta charset=koi8-r>\xE9", "koi8-r"},
        {"<?xml version='1.0' encoding='koi8-r'?><html>\xE9", "koi8-r"},
        {"<meta charset=utf-16><p>x", "utf-8"},
        {"<meta charset=x-user-defined>\xE9", "windows-1252"},
        {"<meta charset=nonsense><meta charset=koi8-r>\xE9", "koi8-r"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        assert_choice(slice_of_string(pages[i][0]), NULL, NULL, pages[i][1], "meta");
    assert_choice(SLICE("<meta content='text/html; charset=koi8-r'>"), NULL, NULL,
                  "utf-8", "utf-8");
    char late[2000];
    memset(late, ' ', sizeof late);
    memcpy(late + 1020, META, sizeof META);
    assert_choice(slice_of(late, sizeof late), NULL, NULL, "utf-8", "utf-8");
}

static void unknown_charset_option_is_an_error(void **state)
{
    (void)state;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct charset_hints hints = {.forced = SLICE("klingon")};
    struct charset_choice choice;
    struct slice out;
    struct error err;
    assert_false(charset_decode(&a, SLICE("x"), &hints, &out, &choice, &err));
    assert_non_null(strstr(err.text, "klingon"));
    arena_close(&a);
}

/* ---- without opening files --------------------------------------------------------- */

static void no_file_is_opened_after_warming_up(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        charset_warm_up();
        charset_warm_up();
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_NOFILE, &none);
        bool all = true;
        for (int round = 0; round < 5; round++)
            for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
                all &= decodes(samples[i].bytes, samples[i].label,
                               slice_of_string(samples[i].text));
        _exit(all ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            no_file_is_opened_after_warming_up), /* first: nothing is loaded yet */
        cmocka_unit_test(labels_are_those_of_the_encoding_standard),
        cmocka_unit_test(names_of_encodings_are_labels),
        cmocka_unit_test(samples_are_decoded),
        cmocka_unit_test(any_bytes_become_valid_utf8),
        cmocka_unit_test(sources_of_the_charset_have_precedence),
        cmocka_unit_test(utf_8_with_bad_bytes_stays_utf_8),
        cmocka_unit_test(utf_8_label_gives_way_to_bytes_that_are_none),
        cmocka_unit_test(legacy_label_gives_way_to_utf_8),
        cmocka_unit_test(chinese_under_a_utf_8_label_is_detected),
        cmocka_unit_test(text_that_was_encoded_twice_is_mended),
        cmocka_unit_test(utf_16_label_without_zero_bytes_is_ignored),
        cmocka_unit_test(russian_is_detected),
        cmocka_unit_test(korean_is_detected),
        cmocka_unit_test(meta_elements_are_parsed_as_in_browsers),
        cmocka_unit_test(unknown_charset_option_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
