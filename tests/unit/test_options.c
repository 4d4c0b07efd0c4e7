/* options: parsing of the command line, errors, and the table of options. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cli/options.h"
#include "command/help.h"
#include "command/manual.h"
#include "write/formats.h"

enum { WORDS_MAX = 8 };

static bool parse(struct arena *a, const char *const words[WORDS_MAX],
                  struct options *out, struct error *err)
{
    char *argv[WORDS_MAX + 2] = {(char *)"winnow"};
    int argc = 1;
    for (int i = 0; i < WORDS_MAX && words[i]; i++)
        argv[argc++] = (char *)words[i];
    return options_parse(argc, argv, a, out, err);
}

static void options_have_documented_defaults(void **state)
{
    (void)state;
    struct arena a;
    struct options options;
    arena_open(&a, SIZE_MAX);
    assert_true(parse(&a, (const char *[WORDS_MAX]){NULL}, &options, NULL));
    assert_int_equal(options.input, INPUT_UNSAID);
    assert_ptr_equal(options.format, &formats[WINNOW_AS_TEXT]);
    assert_int_equal(options.headers, HEADERS_AUTO);
    assert_true(options.page_seconds == 10);
    assert_true(options.fetch.delay_s == 1 && options.fetch.robots);
    assert_int_equal(options.fetch.max_bytes, 10 << 20);
    assert_int_equal(options.arguments.count, 0);
    arena_close(&a);
}

static void option_values_may_be_given_in_all_forms(void **state)
{
    (void)state;
    struct arena a;
    struct options options;
    arena_open(&a, SIZE_MAX);
    assert_true(
        parse(&a,
              (const char *[WORDS_MAX]){"--format=jsonl", "--delay", "0.5", "-q0oDIR",
                                        "--max-bytes", "2k", "--rules=a"},
              &options, NULL));
    assert_ptr_equal(options.format, format_find("jsonl"));
    assert_true(options.fetch.delay_s == 0.5);
    assert_int_equal(options.verbosity, VERBOSITY_QUIET);
    assert_true(options.nul_separated);
    assert_string_equal(options.output_dir, "DIR");
    assert_int_equal(options.fetch.max_bytes, 2048);
    assert_int_equal(options.rule_directories.count, 1);
    arena_close(&a);
}

static void options_end_at_arguments(void **state)
{
    (void)state;
    struct arena a;
    struct options options;
    arena_open(&a, SIZE_MAX);
    assert_true(parse(&a, (const char *[WORDS_MAX]){"a", "-v", "-", "--", "-q", "--"},
                      &options, NULL));
    assert_int_equal(options.verbosity, VERBOSITY_VERBOSE);
    assert_int_equal(options.arguments.count, 4);
    assert_string_equal(options.arguments.items[1], "-");
    assert_string_equal(options.arguments.items[2], "-q");
    assert_string_equal(options.arguments.items[3], "--");
    arena_close(&a);
}

static void invalid_options_are_reported(void **state)
{
    (void)state;
    static const struct {
        const char *words[WORDS_MAX];
        const char *error;
    } rows[] = {
        {{"--formt", "text"}, "unknown option \"--formt\"; did you mean \"--format\"?"},
        {{"--unord"}, "unknown option \"--unord\"; did you mean \"--unordered\"?"},
        {{"--hlep"}, "unknown option \"--hlep\"; did you mean \"--help\"?"},
        {{"--xyzzy"}, "unknown option \"--xyzzy\""},
        {{"-x"}, "unknown option \"-x\""},
        {{"--delay"}, "--delay needs a value: --delay SECONDS"},
        {{"-o"}, "--output-dir needs a value: --output-dir DIR"},
        {{"--quiet=1"}, "--quiet takes no value"},
        {{"--delay", "-1"}, "--delay takes a number from 0 to 86400, not \"-1\""},
        {{"--delay", "nan"}, "--delay takes a number from 0 to 86400, not \"nan\""},
        {{"--delay", "1e3"}, "--delay takes a number from 0 to 86400, not \"1e3\""},
        {{"--delay="}, "--delay takes a number from 0 to 86400, not \"\""},
        {{"--hosts", "0"}, "--hosts takes a number from 1 to 1000, not \"0\""},
        {{"--hosts", "1.5"}, "--hosts takes a number from 1 to 1000, not \"1.5\""},
        {{"--retries", "0x1"}, "--retries takes a number from 0 to 100, not \"0x1\""},
        {{"--max-bytes", "1T"},
         "--max-bytes takes bytes (K, M, G) from 1 to 2147483648, not \"1T\""},
        {{"--max-bytes", "99999999999999999999"},
         "--max-bytes takes bytes (K, M, G) from 1 to 2147483648, not "
         "\"99999999999999999999\""},
        {{"--format", "pdf"},
         "--format takes text, markdown, html, jsonl or csv, not \"pdf\""},
        {{"--front-matter"}, "--front-matter requires --format markdown"},
        {{"--text-format", "html"},
         "--text-format requires a format that writes records, such as jsonl"},
        {{"--width", "40", "--format", "html"},
         "--width, --links and --images apply only to plain text"},
        {{"--input="}, "--input takes auto, urls, html, text, jsonl or warc, not \"\""},
        {{"--charset", "klingon"}, "--charset: unknown encoding \"klingon\""},
        {{"--url", "http://a/"}, "--url requires --input html or --input text"},
        {{"--url", "http://a/", "x", "y"}, "--url applies to one input, got 2"},
        {{"-0", "--input", "html"}, "-0 applies only to lists of URLs"},
        {{"-o", ""}, "--output-dir: DIR is empty"},
        {{"--rule="}, "--rule: FILE is empty"},
        {{"--url", "", "x"}, "--url: the URL is empty"},
        {{"refresh", "--inti"}, "unknown option \"--inti\"; did you mean \"--init\"?"},
        {{"refresh", "--unorderd"}, "unknown option \"--unorderd\""},
        {{"quarantine", "a", "--accept", "x", "--discard", "y"},
         "--accept and --discard exclude each other"},
        {{"refresh", ""}, "refresh: argument 1 is empty (expected ARCHIVE [URL]...)"},
        {{"log", "a", ""}, "log: argument 2 is empty (expected ARCHIVE URL)"},
        {{"log", "a"}, "log: expected 2 arguments (ARCHIVE URL), got 1"},
        {{"status", "a", "b"}, "status: expected 1 argument (ARCHIVE), got 2"},
        {{"forget", "a"},
         "forget: expected at least 2 arguments (ARCHIVE URL...), got 1"},
        {{"diff", "a"}, "diff: expected 2 to 4 arguments (ARCHIVE URL [A [B]]), got 1"},
        {{"demo", "a"}, "demo takes no arguments, got \"a\""},
        {{"status", "--rules", "x", "a"}, "--rules is not an option of winnow status"},
        {{"--format", "html", "explain", "x"},
         "--format: winnow explain takes text or jsonl, not \"html\""},
        {{"export", "--format=text", "x"},
         "--format takes jsonl, markdown, epub, warc or wacz, not \"text\""},
        {{"explain", "--input", "warc", "x"},
         "--input: winnow explain takes html or text, not \"warc\""},
        {{"refesh", "x"}, "unknown command \"refesh\"; did you mean \"refresh\"?"},
        {{"rule", "check"}, "unknown command \"rule\"; did you mean \"rules\"?"},
        {{"rules", "chek"},
         "rules: unknown command \"chek\"; expected check, test, new or list"},
        {{"help", "refesh"}, "unknown command \"refesh\"; did you mean \"refresh\"?"},
        {{"help", "rules", "x"}, "unknown command \"x\""},
        {{"--help=some"}, "--help takes no value"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a;
        struct options options;
        struct error err = {0};
        arena_open(&a, SIZE_MAX);
        assert_false(parse(&a, rows[i].words, &options, &err));
        assert_string_equal(err.text, rows[i].error);
        arena_close(&a);
    }
}

/* A name or a letter may have another meaning in another command only. */
static void check_are_distinct(const struct option_row *a, const struct option_row *b)
{
    bool is_same_name = strcmp(a->name, b->name) == 0;
    bool is_same_letter = a->letter && a->letter == b->letter;
    for (int verb = 0; verb < VERB_COUNT && (is_same_name || is_same_letter); verb++)
        assert_false(option_goes_with(a, (enum verb)verb) &&
                     option_goes_with(b, (enum verb)verb));
}

/* Each row must have a field of the right size, a range, and words if it needs them. */
static void table_of_options_is_consistent(void **state)
{
    (void)state;
    for (size_t i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        bool is_plain = row->kind <= OPTION_OFF;
        bool is_number = row->kind >= OPTION_COUNT;
        assert_true(row->offset < sizeof(struct options));
        assert_int_equal(row->argument == NULL, is_plain);
        assert_int_equal(row->words.count > 0, row->kind == OPTION_WORD);
        assert_true(!row->limits || option_word_count(row) > 0);
        assert_true(!row->brief || row->help);
        assert_int_equal(row->low < row->high, is_number);
        for (size_t j = 0; j < i; j++)
            check_are_distinct(row, &option_rows[j]);
    }
}

static void help_and_manual_have_every_option(void **state)
{
    (void)state;
    struct buffer help, manual;
    buffer_open(&help, NULL);
    buffer_open(&manual, NULL);
    for (int verb = 0; verb < VERB_COUNT; verb++)
        help_write_all(&help, (enum verb)verb);
    manual_write_tables(&manual);
    for (size_t i = 0; i < option_row_count; i++) {
        char name[64];
        const struct option_row *row = &option_rows[i];
        snprintf(name, sizeof name, "--%s", row->name);
        assert_int_equal(strstr(help.ptr, name) != NULL, row->help != NULL);
        if (row->help)
            assert_non_null(strstr(manual.ptr, row->argument ? row->argument : ""));
    }
    struct slice rest = buffer_slice(&help), line;
    while (slice_split(&rest, '\n', &line))
        assert_true(line.len < 80);
    buffer_close(&help);
    buffer_close(&manual);
}

/* `winnow help x` is `winnow x --help`, and "all" lists every option. */
static void help_may_be_requested_in_all_forms(void **state)
{
    (void)state;
    static const struct {
        const char *words[WORDS_MAX];
        enum verb verb;
        enum options_request request;
    } rows[] = {
        {{"-h"}, VERB_FILTER, REQUEST_HELP},
        {{"--help", "all"}, VERB_FILTER, REQUEST_HELP_ALL},
        {{"--help=all"}, VERB_FILTER, REQUEST_HELP_ALL},
        {{"-qh", "all"}, VERB_FILTER, REQUEST_HELP_ALL},
        {{"--help", "refresh"}, VERB_REFRESH, REQUEST_HELP},
        {{"refresh", "--help", "all"}, VERB_REFRESH, REQUEST_HELP_ALL},
        {{"help"}, VERB_FILTER, REQUEST_HELP},
        {{"help", "all"}, VERB_FILTER, REQUEST_HELP_ALL},
        {{"help", "refresh"}, VERB_REFRESH, REQUEST_HELP},
        {{"help", "rules"}, VERB_FILTER, REQUEST_RULES_HELP},
        {{"help", "rules", "check"}, VERB_RULES_CHECK, REQUEST_HELP},
        {{"rules", "-h"}, VERB_FILTER, REQUEST_RULES_HELP},
        {{"-V"}, VERB_FILTER, REQUEST_VERSION},
        {{"log", "--version"}, VERB_LOG, REQUEST_VERSION},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a;
        struct options options;
        arena_open(&a, SIZE_MAX);
        assert_true(parse(&a, rows[i].words, &options, NULL));
        assert_int_equal(options.request, rows[i].request);
        assert_int_equal(options.verb, rows[i].verb);
        arena_close(&a);
    }
}

/* What may be a file, a host or a path is never taken for a misspelled command. */
static void first_word_may_be_an_input(void **state)
{
    (void)state;
    static const char *const words[] = {"refesh.txt", "./refesh", "refesh:80",
                                        "a/refesh",   "-",        "localhost",
                                        "teapot",     "tests"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct arena a;
        struct options options;
        arena_open(&a, SIZE_MAX);
        assert_true(parse(&a, (const char *[WORDS_MAX]){words[i]}, &options, NULL));
        assert_string_equal(options.arguments.items[0], words[i]);
        assert_true(parse(&a, (const char *[WORDS_MAX]){"--", "refesh"}, &options, NULL));
        arena_close(&a);
    }
}

/* The short help fits a terminal of 24 lines with its prompt. */
static void short_help_fits_a_screen(void **state)
{
    (void)state;
    struct buffer help;
    struct slice line;
    size_t lines = 0;
    buffer_open(&help, NULL);
    help_write_help(&help, VERB_FILTER);
    for (struct slice rest = buffer_slice(&help); slice_split(&rest, '\n', &line);)
        lines++;
    assert_true(lines <= 24);
    assert_non_null(strstr(help.ptr, "winnow help all"));
    for (int verb = VERB_FILTER + 1; verb < VERB_COUNT; verb++)
        assert_non_null(strstr(help.ptr, verb_row((enum verb)verb)->name));
    buffer_close(&help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_have_documented_defaults),
        cmocka_unit_test(option_values_may_be_given_in_all_forms),
        cmocka_unit_test(options_end_at_arguments),
        cmocka_unit_test(invalid_options_are_reported),
        cmocka_unit_test(table_of_options_is_consistent),
        cmocka_unit_test(help_may_be_requested_in_all_forms),
        cmocka_unit_test(first_word_may_be_an_input),
        cmocka_unit_test(short_help_fits_a_screen),
        cmocka_unit_test(help_and_manual_have_every_option),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
