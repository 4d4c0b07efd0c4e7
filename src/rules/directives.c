#include "rules/directives.h"

#include "rules/nearest.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* clang-format off */
static const struct directive_row rows[DIRECTIVE_COUNT] = {
    [DIRECTIVE_BODY] = {"body", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "The content: the first body line that matches; several nodes follow one another."},
    [DIRECTIVE_TITLE] = {"title", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "The title: the first that matches, an attribute or the node's text; the node "
        "leaves the body."},
    [DIRECTIVE_AUTHOR] = {"author", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "The author, found as the title is."},
    [DIRECTIVE_DATE] = {"date", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "The date, found as the title is."},
    [DIRECTIVE_STRIP] = {"strip", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Removes what the selector matches."},
    [DIRECTIVE_STRIP_ID_OR_CLASS] = {"strip_id_or_class", VALUE_WORDS, ARGUMENT_NONE,
        "Removes the elements that have this class or this id, as a whole word."},
    [DIRECTIVE_KEEP] = {"keep", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Exempts what it matches from every strip and from the model."},
    [DIRECTIVE_STRIP_FROM] = {"strip_from", VALUE_SELECTOR, ARGUMENT_LANGUAGE_CUT,
        "Cuts the body at the first match: it and all that follows."},
    [DIRECTIVE_STRIP_AFTER] = {"strip_after", VALUE_SELECTOR, ARGUMENT_LANGUAGE_CUT,
        "Cuts the body behind the first match."},
    [DIRECTIVE_STRIP_BEFORE] = {"strip_before", VALUE_SELECTOR, ARGUMENT_LANGUAGE_CUT,
        "Cuts off what stands before the first match."},
    [DIRECTIVE_STRIP_LINE] = {"strip_line", VALUE_PATTERN, ARGUMENT_NONE,
        "Removes the lines that the pattern matches."},
    [DIRECTIVE_KEEP_LINE] = {"keep_line", VALUE_PATTERN, ARGUMENT_NONE,
        "Exempts the lines that the pattern matches from every other line rule."},
    [DIRECTIVE_REPLACE_LINE] = {"replace_line", VALUE_REPLACEMENT, ARGUMENT_PATTERN,
        "Replaces every match in a line; $1 stands for the first group."},
    [DIRECTIVE_STRIP_FROM_LINE] = {"strip_from_line", VALUE_PATTERN, ARGUMENT_CUT,
        "Cuts the text at the first line that matches: it and all that follows."},
    [DIRECTIVE_STRIP_AFTER_LINE] = {"strip_after_line", VALUE_PATTERN, ARGUMENT_CUT,
        "Cuts the text behind the first line that matches."},
    [DIRECTIVE_STRIP_TO_LINE] = {"strip_to_line", VALUE_PATTERN, ARGUMENT_CUT,
        "Cuts off the text up to the first line that matches, and that line."},
    [DIRECTIVE_STRIP_BEFORE_LINE] = {"strip_before_line", VALUE_PATTERN, ARGUMENT_CUT,
        "Cuts off the text before the first line that matches."},
    [DIRECTIVE_STRIP_LINES] = {"strip_lines", VALUE_PATTERN, ARGUMENT_PATTERN,
        "Removes the lines from one that matches the first pattern to the next that "
        "matches the second, both included."},
    [DIRECTIVE_INCLUDE] = {"include", VALUE_FILE_NAME, ARGUMENT_NONE,
        "Adds the rules of a file of that name in shared/."},
    [DIRECTIVE_FINGERPRINT] = {"fingerprint", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "In a shared file: applies the file to every page that the selector matches."},
    [DIRECTIVE_WALL_IF] = {"wall_if", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Marks a consent page or a paywall: the page's status is then \"blocked\"."},
    [DIRECTIVE_TEST_URL] = {"test_url", VALUE_TEXT, ARGUMENT_NONE,
        "Begins a test with the page at this URL."},
    [DIRECTIVE_TEST_FILE] = {"test_file", VALUE_TEXT, ARGUMENT_NONE,
        "The page of the last test_url as a file, so that the test runs offline."},
    [DIRECTIVE_TEST_CONTAINS] = {"test_contains", VALUE_TEXT, ARGUMENT_NONE,
        "The text of the last test_url's page holds this."},
    [DIRECTIVE_TEST_NOT_CONTAINS] = {"test_not_contains", VALUE_TEXT, ARGUMENT_NONE,
        "The text of the last test_url's page does not hold this."},
    [DIRECTIVE_TEST_TITLE] = {"test_title", VALUE_TEXT, ARGUMENT_NONE,
        "The title of the last test_url's page is this."},
    [DIRECTIVE_TEST_AUTHOR] = {"test_author", VALUE_TEXT, ARGUMENT_NONE,
        "The author of the last test_url's page is this."},
    [DIRECTIVE_TEST_DATE] = {"test_date", VALUE_TEXT, ARGUMENT_NONE,
        "The date of the last test_url's page is this."},
    [DIRECTIVE_TEST_FIRST_LINE] = {"test_first_line", VALUE_TEXT, ARGUMENT_NONE,
        "The text of the last test_url's page begins with this line."},
    [DIRECTIVE_TEST_LAST_LINE] = {"test_last_line", VALUE_TEXT, ARGUMENT_NONE,
        "The text of the last test_url's page ends with this line."},
    [DIRECTIVE_PRUNE] = {"prune", VALUE_YES_NO, ARGUMENT_NONE,
        "Whether the generic rules work inside the body; yes unless said otherwise."},
    [DIRECTIVE_AUTODETECT_ON_FAILURE] = {"autodetect_on_failure", VALUE_YES_NO,
        ARGUMENT_NONE,
        "Whether the model chooses the content where no body matches; yes unless said "
        "otherwise."},
};
/* clang-format on */

/* Of the FiveFilters language. What they ask for either happens here always (an HTML5
   parser reads every page) or never (logging in, footnotes, pictures). */
static const char *const accepted[] = {
    "autodetect_next_page",
    "convert_double_br_tags",
    "footnotes",
    "insert_detected_image",
    "login_extra_fields",
    "login_password_field",
    "login_uri",
    "login_username_field",
    "not_logged_in_xpath",
    "parser",
    "requires_login",
    "single_page_link_in_feed",
    "strip_comments",
    "tidy",
};

static const char *const unsupported[] = {
    "dissolve",           "find_string",      "http_header",      "if_page_contains",
    "move_into",          "native_ad_clue",   "next_page_link",   "post_strip_attr",
    "replace_string",     "single_page_link", "skip_id_or_class", "skip_json_ld",
    "src_lazy_load_attr", "strip_attr",       "strip_image_src",  "wrap_in",
};

const struct directive_row *directive_row(enum directive_kind kind)
{
    return &rows[kind];
}

const char *directive_name(enum directive_kind kind)
{
    return rows[kind].name;
}

static bool is_one_of(struct slice name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(name, slice_of_string(names[i])))
            return true;
    return false;
}

enum directive_standing directive_find(struct slice name, enum directive_kind *kind)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (!slice_equal(name, slice_of_string(rows[i].name)))
            continue;
        *kind = (enum directive_kind)i;
        return DIRECTIVE_KNOWN;
    }
    if (is_one_of(name, accepted, COUNT_OF(accepted)))
        return DIRECTIVE_ACCEPTED;
    if (is_one_of(name, unsupported, COUNT_OF(unsupported)))
        return DIRECTIVE_UNSUPPORTED;
    return DIRECTIVE_UNKNOWN;
}

const char *directive_nearest(struct slice name)
{
    struct nearest nearest = {.word = name};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        nearest_offer(&nearest, rows[i].name);
    for (size_t i = 0; i < COUNT_OF(accepted); i++)
        nearest_offer(&nearest, accepted[i]);
    return nearest.best;
}
