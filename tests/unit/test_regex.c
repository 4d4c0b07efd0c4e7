/* regex: patterns, "/re/flags", limits, replacement, and sets compared with single
   patterns. */
#include "in_arena.h"

#include <stdlib.h>

#include "base/regex.h"

static const struct regex *parsed(struct arena *a, const char *value)
{
    const struct regex *regex;
    struct error err = {0};
    if (!regex_parse(a, slice_of_string(value), &regex, &err))
        fail_msg("%s: %s", value, err.text);
    return regex;
}

/* ---- syntax ------------------------------------------------------------------------ */

static void slashes_and_flags_are_parsed(void **state)
{
    static const struct {
        const char *value, *subject;
        enum regex_result result;
    } rows[] = {
        {"/^share/", "share this", REGEX_YES},
        {"/^share/", "Share this", REGEX_NO},
        {"/^share/i", "Share this", REGEX_YES},
        {"/a.b/", "a\nb", REGEX_NO},
        {"/a.b/s", "a\nb", REGEX_YES},
        {"/^b/", "a\nb", REGEX_NO},
        {"/^b/m", "a\nb", REGEX_YES},
        {"/a b # spaced/x", "ab", REGEX_YES},
        {"/a\\/b/", "a/b", REGEX_YES},
        {"/[0-9]+ \\\\/", "12 \\", REGEX_YES},
        {"/^é$/i", "É", REGEX_YES},
        {"/^\\w+$/", "größe", REGEX_YES},
        {"/^.$/", "é", REGEX_YES},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct regex *regex = parsed(*state, rows[i].value);
        struct slice subject = slice_of_string(rows[i].subject);
        if (regex_match(regex, subject, 0, NULL) != rows[i].result)
            fail_msg("%s on \"%s\"", rows[i].value, rows[i].subject);
    }
}

static void errors_in_patterns_have_a_position(void **state)
{
    static const struct {
        const char *value, *part;
        uint32_t column;
    } rows[] = {
        {"share", "between slashes", 1},
        {"", "between slashes", 1},
        {"/share", "no closing slash", 6},
        {"/share\\/", "no closing slash", 8},
        {"//", "empty", 1},
        {"/a/g", "unknown flag", 4},
        {"/a/b/", "\\/", 4},
        {"/a(b/", "missing closing parenthesis", 5},
        {"/[z-a]/", "out of order", 5},
        {"/a\\C/", "\\C", 5},
        {"/\xff/", "UTF-8", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct regex *regex;
        struct error err = {0};
        struct slice value = slice_of_string(rows[i].value);
        assert_false(regex_parse(*state, value, &regex, &err));
        if (!strstr(err.text, rows[i].part) || err.column != rows[i].column)
            fail_msg("%s: %u: %s", rows[i].value, err.column, err.text);
    }
}

static void slow_pattern_reaches_its_limit(void **state)
{
    char *subject = malloc(100 * 1000 + 1);
    memset(subject, 'a', 100 * 1000);
    subject[100 * 1000] = '!';
    const struct regex *regex = parsed(*state, "/(a+)+$/");
    uint64_t start = clock_cpu_ns();
    struct slice bytes = slice_of(subject, 100 * 1000 + 1);
    assert_int_equal(regex_match(regex, bytes, 0, NULL), REGEX_LIMIT);
    assert_true(clock_cpu_ns() - start < 2000000000u);
    free(subject);
}

static void spans_are_byte_offsets(void **state)
{
    const struct regex *regex = parsed(*state, "/b+/");
    struct regex_span span;
    assert_int_equal(regex_match(regex, SLICE("é bb b"), 0, &span), REGEX_YES);
    assert_int_equal(span.start, 3);
    assert_int_equal(span.end, 5);
    assert_int_equal(regex_match(regex, SLICE("é bb b"), 5, &span), REGEX_YES);
    assert_int_equal(span.start, 6);
    assert_int_equal(regex_match(regex, SLICE("b"), 1, NULL), REGEX_NO);
    assert_int_equal(regex_match(regex, SLICE("b"), 2, NULL), REGEX_NO);
    assert_int_equal(regex_match(regex, slice_of(NULL, 0), 0, NULL), REGEX_NO);
}

/* ---- replacement ------------------------------------------------------------------- */

static void replacements_refer_to_groups(void **state)
{
    static const struct {
        const char *value, *replacement, *subject, *expected;
    } rows[] = {
        {"/a/", "b", "banana", "bbnbnb"},
        {"/(\\d+) (\\w+)/", "$2 $1", "3 years", "years 3"},
        {"/(?<year>\\d{4})/", "${year}!", "in 1999", "in 1999!"},
        {"/(\\d)/", "${1}0", "7", "70"},
        {"/x/", "$$1", "x", "$1"},
        {"/x/", "$ {a} $", "x", "$ {a} $"},
        {"/(a)|b/", "<$1>", "ab", "<a><>"},
        {"/x*/", "-", "aé", "-a-é-"},
        {"/^Photo: .*$/", "", "Photo: x", ""},
        {"/z/", "y", "abc", "abc"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buffer out;
        buffer_open(&out, *state);
        regex_replace(parsed(*state, rows[i].value), slice_of_string(rows[i].subject),
                      slice_of_string(rows[i].replacement), &out);
        assert_int_equal(out.len, strlen(rows[i].expected));
        assert_memory_equal(out.len ? out.ptr : "", rows[i].expected, out.len);
    }
}

static void replacement_without_its_group_is_reported(void **state)
{
    struct error err = {0};
    const struct regex *regex = parsed(*state, "/(a)(?<n>b)/");
    assert_true(regex_check_replacement(regex, SLICE("$1 $2 ${n} $$5 $ x"), &err));
    assert_false(regex_check_replacement(regex, SLICE("for $5"), &err));
    assert_non_null(strstr(err.text, "no group \"5\""));
    assert_int_equal(err.column, 5);
    assert_false(regex_check_replacement(regex, SLICE("${name}"), &err));
    assert_false(regex_check_replacement(regex, SLICE("$99999999999999"), &err));
}

/* ---- sets -------------------------------------------------------------------------- */

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

/* The expected result of a set. */
static enum regex_result one_by_one(const struct regex *const *items, size_t count,
                                    struct slice subject, size_t *index)
{
    for (size_t i = 0; i < count; i++)
        if (regex_match(items[i], subject, 0, NULL) == REGEX_YES) {
            *index = i;
            return REGEX_YES;
        }
    *index = SIZE_MAX;
    return REGEX_NO;
}

static void set_matches_like_single_patterns(void **state)
{
    static const char *const pieces[] = {
        "a",   "b",      "c",     "[ab]",        ".",       "a*",     "(b|c)",
        "\\d", "(?i:B)", "(?=a)", "(a)\\1",      "(?>c)",   "(?:b)+", "b$",
        "\\s", "(?i)c",  "(?!b)", "(?|(a)|(b))", "\\Qa\\E", "(?#x)a", "c??",
    };
    static const char *const flags[] = {"", "i", "s", "x", "im"};
    enum { PIECES = sizeof pieces / sizeof pieces[0], SETS = 60, PATTERNS = 40 };
    unsigned seed = 7;
    for (int set = 0; set < SETS; set++) {
        struct arena a;
        arena_open(&a, SIZE_MAX);
        const struct regex *items[PATTERNS];
        for (int i = 0; i < PATTERNS; i++) {
            char value[200] = "/";
            if (next_random(&seed) % 2)
                strcat(value, "^");
            for (unsigned n = 1 + next_random(&seed) % 5; n; n--)
                strcat(value, pieces[next_random(&seed) % PIECES]);
            if (next_random(&seed) % 8 == 0)
                strcat(value, "(?<n>c)");
            strcat(value, "/");
            strcat(value, flags[next_random(&seed) % 5]);
            items[i] = parsed(&a, value);
        }
        /* Few at first, so that sometimes no pattern matches. */
        size_t count = 1 + next_random(&seed) % (set < 30 ? 3 : PATTERNS);
        const struct regex_set *built = regex_set_build(&a, items, count);
        for (int line = 0; line < 60; line++) {
            char subject[12];
            size_t len = next_random(&seed) % sizeof subject;
            for (size_t i = 0; i < len; i++)
                subject[i] = "abcABC1 \n"[next_random(&seed) % 9];
            size_t expected, index;
            struct slice s = slice_of(subject, len);
            enum regex_result result = one_by_one(items, count, s, &expected);
            assert_int_equal(regex_set_match(built, s, &index), result);
            assert_int_equal(index, expected);
        }
        arena_close(&a);
    }
    (void)state;
}

static void set_reports_patterns_over_their_limit(void **state)
{
    char subject[2001];
    memset(subject, 'a', 2000);
    subject[2000] = '!';
    const struct regex *items[] = {parsed(*state, "/^zz/"), parsed(*state, "/^(a+)+$/"),
                                   parsed(*state, "/!$/")};
    struct slice bytes = slice_of(subject, sizeof subject);
    size_t index;
    const struct regex_set *set = regex_set_build(*state, items, 2);
    assert_int_equal(regex_set_match(set, bytes, &index), REGEX_LIMIT);
    assert_int_equal(index, 1);
    set = regex_set_build(*state, items, 3);
    assert_int_equal(regex_set_match(set, bytes, &index), REGEX_YES);
    assert_int_equal(index, 2);
    set = regex_set_build(*state, items, 0);
    assert_int_equal(regex_set_match(set, bytes, &index), REGEX_NO);
}

static void many_long_patterns_are_compiled_in_parts(void **state)
{
    enum { COUNT = 1000 };
    const struct regex **items = arena_alloc(*state, COUNT * sizeof *items);
    for (int i = 0; i < COUNT; i++)
        items[i] = parsed(*state, arena_printf(*state, "/^line %d %0100d/", i, 0));
    const struct regex_set *set = regex_set_build(*state, items, COUNT);
    size_t index;
    char *line = arena_printf(*state, "line 937 %0100d", 0);
    assert_int_equal(regex_set_match(set, slice_of_string(line), &index), REGEX_YES);
    assert_int_equal(index, 937);
    assert_int_equal(regex_set_match(set, SLICE("line 1000"), &index), REGEX_NO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_arena(slashes_and_flags_are_parsed),
        in_arena(errors_in_patterns_have_a_position),
        in_arena(slow_pattern_reaches_its_limit),
        in_arena(spans_are_byte_offsets),
        in_arena(replacements_refer_to_groups),
        in_arena(replacement_without_its_group_is_reported),
        in_arena(set_matches_like_single_patterns),
        in_arena(set_reports_patterns_over_their_limit),
        in_arena(many_long_patterns_are_compiled_in_parts),
    };
    return cmocka_run_group_tests_name("regex", tests, NULL, NULL);
}
