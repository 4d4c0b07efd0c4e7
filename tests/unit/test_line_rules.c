/* line_rules: strip_line and the other line rules, on pages and plain text. */
#include "cleaning.h"

static void assert_lines(const char *rules, const char *input, const char *text)
{
    struct cleaning c;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE, rules);
    assert_string_equal(cleaning_text(&c, input), text);
    assert_int_equal(c.notes.count, 0);
    arena_close(&c.arena);
}

/* Checks the code of the note, and the text. */
static void assert_note(const char *rules, const char *input, const char *text,
                        const char *code, const char *place)
{
    struct cleaning c;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE, rules);
    assert_string_equal(cleaning_text(&c, input), text);
    assert_int_equal(c.notes.count, 1);
    assert_string_equal(note_code_name(c.notes.items[0].code), code);
    assert_string_equal(c.notes.items[0].place.ptr, place);
    arena_close(&c.arena);
}

static void strip_line_removes_lines_and_leaves_gaps(void **state)
{
    (void)state;
    assert_lines("strip_line: /^Share$/\n", "a\nShare\nb\n\nShare\nc", "a\nb\n\nc\n");
    assert_lines("strip_line: /^share/i\n", "a\n\nShare this\n", "a\n");
}

static void lines_are_trimmed_collapsed_and_without_bullets(void **state)
{
    (void)state;
    assert_lines("strip_line: /^Follow Us$/\n", "a\n   \xE2\x80\xA2  Follow \t Us  \nb",
                 "a\nb\n");
    assert_cleans("strip_line: /^Follow Us$/\n", "<p>a</p><ul><li> Follow <b>Us</b></ul>",
                  "a\n");
}

static void strip_line_applies_to_its_path(void **state)
{
    (void)state;
    assert_lines("[path /live/**]\nstrip_line: /^a$/\n[all]\nstrip_line: /^b$/\n",
                 "a\nb\nc", "a\nc\n");
    assert_lines("[path /live/**]\nstrip_line: /a/\n[all]\nstrip_line: /^a$/\n", "a\nc",
                 "c\n");
}

static void keep_line_overrides_all_other_rules(void **state)
{
    (void)state;
    assert_lines("strip_line: /a/\nkeep_line: /^a!$/\n", "a\na!\nb", "a!\nb\n");
    assert_lines("strip_from_line: /^b$/\nkeep_line: /^c$/\n", "aa\nb\nc\nd", "aa\nc\n");
    assert_lines("strip_lines(/^b$/): /^d$/\nkeep_line: /^c$/\n", "aa\nb\nc\nd\ne",
                 "aa\nc\ne\n");
}

static void replace_line_replaces_every_match(void **state)
{
    (void)state;
    assert_lines("replace_line(/\\s*\\[\\d+\\]/):\n", "one [1] two [22].", "one two.\n");
    assert_lines("replace_line(/^By (\\w+)$/): $1\n", "By Ann\nBy the way",
                 "Ann\nBy the way\n");
    assert_lines("replace_line(/^ad$/):\n", "a\nad\nb", "a\nb\n");
}

static void cuts_remove_lines_before_or_after(void **state)
{
    (void)state;
    assert_lines("strip_from_line: /^c$/\n", "a\nb\nc\nd", "a\nb\n");
    assert_lines("strip_after_line: /^c$/\n", "a\nb\nc\nd", "a\nb\nc\n");
    assert_lines("strip_to_line: /^b$/\n", "a\nb\nc\nd", "c\nd\n");
    assert_lines("strip_before_line: /^b$/\n", "a\nb\nc\nd", "b\nc\nd\n");
    assert_lines("strip_from_line: /^nothing$/\n", "a\nb", "a\nb\n");
}

static void strip_lines_removes_every_closed_range(void **state)
{
    (void)state;
    assert_lines("strip_lines(/^<$/): /^>$/\n", "a\n<\nx\n>\nb\n<\ny\n>\nc\n<\nopen",
                 "a\nb\nc\n<\nopen\n");
}

static void a_range_may_end_at_a_line_that_is_stripped_itself(void **state)
{
    (void)state;
    assert_lines("strip_line: /^>$/\nstrip_lines(/^<$/): /^>$/\n", "aaa\n<\nx\n>\nb",
                 "aaa\nb\n");
}

static void strip_line_may_match_several_lines(void **state)
{
    (void)state;
    assert_lines("strip_line: /^By\\n+[^\\n]+$/m\n", "aaa\nBy\n\nAnn\nbbb\nBy\nBob\nccc",
                 "aaa\n\nbbb\nccc\n");
    assert_lines("strip_line: /^By\\n+[^\\n]+$/m\nkeep_line: /^Ann$/\n",
                 "aaa bbb\nBy\nAnn", "aaa bbb\nAnn\n");
}

static void cut_that_leaves_too_little_is_ignored(void **state)
{
    (void)state;
    assert_note("\nstrip_from_line: /^b$/\n", "a\nb\na long line that holds nearly all",
                "a\nb\na long line that holds nearly all\n", "cut-refused", "site.txt:2");
    assert_note("strip_lines(/^b$/): /all$/\n", "a\nb\na long line that holds nearly all",
                "a\nb\na long line that holds nearly all\n", "cut-refused", "site.txt:1");
    assert_lines("strip_from_line(force): /^b$/\n",
                 "a\nb\na long line that holds nearly all", "a\n");
}

static void slow_pattern_is_reported_and_skipped(void **state)
{
    (void)state;
    struct cleaning c;
    struct buffer input;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE,
                       "strip_line: /^(a+)+$/\nstrip_line: /^bad$/\n");
    buffer_open(&input, &c.arena);
    for (int i = 0; i < 100000; i++)
        buffer_append_char(&input, 'a');
    buffer_append_string(&input, "b\nbad\ngood");
    const char *text = cleaning_text(&c, input.ptr);
    assert_null(strstr(text, "bad"));
    assert_non_null(strstr(text, "good"));
    for (size_t i = 0; i < c.notes.count; i++)
        assert_string_equal(note_code_name(c.notes.items[i].code), "regex-limit");
    arena_close(&c.arena);
}

static void files_apply_in_merge_order(void **state)
{
    (void)state;
    struct cleaning c;
    cleaning_open(&c, "/");
    cleaning_add_rules(&c, AUTHORITY_SITE, "replace_line(/^x$/): y\n");
    cleaning_add_rules(&c, AUTHORITY_DEFAULT, "strip_line: /^y$/\n");
    assert_string_equal(cleaning_text(&c, "x\nz"), "z\n");
    arena_close(&c.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strip_line_removes_lines_and_leaves_gaps),
        cmocka_unit_test(lines_are_trimmed_collapsed_and_without_bullets),
        cmocka_unit_test(strip_line_applies_to_its_path),
        cmocka_unit_test(keep_line_overrides_all_other_rules),
        cmocka_unit_test(replace_line_replaces_every_match),
        cmocka_unit_test(cuts_remove_lines_before_or_after),
        cmocka_unit_test(strip_lines_removes_every_closed_range),
        cmocka_unit_test(a_range_may_end_at_a_line_that_is_stripped_itself),
        cmocka_unit_test(strip_line_may_match_several_lines),
        cmocka_unit_test(cut_that_leaves_too_little_is_ignored),
        cmocka_unit_test(slow_pattern_is_reported_and_skipped),
        cmocka_unit_test(files_apply_in_merge_order),
    };
    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
