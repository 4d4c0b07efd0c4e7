#include "rules/directives.h"

#include "base/array.h"
#include "rules/suggest.h"

/* clang-format off */
static const struct directive_row rows[DIRECTIVE_COUNT] = {
    [DIRECTIVE_BODY] = {"body", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Selects the main content. The first body line that matches is used. If it "
        "matches several nodes, their content is joined."},
    [DIRECTIVE_TITLE] = {"title", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Selects the title: the text of the first node that matches, or the value of an "
        "attribute. The node is removed from the content."},
    [DIRECTIVE_AUTHOR] = {"author", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Selects the author, in the same way as title."},
    [DIRECTIVE_DATE] = {"date", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Selects the date, in the same way as title."},
    [DIRECTIVE_STRIP] = {"strip", VALUE_SELECTOR, ARGUMENT_LANGUAGE_CUT,
        "Removes what the selector matches. Readers' comments that the file of the site "
        "strips are removed even with --comments. In a generic file strip(force) "
        "applies even where the model is sure that it removes content."},
    [DIRECTIVE_STRIP_ID_OR_CLASS] = {"strip_id_or_class", VALUE_WORDS, ARGUMENT_NONE,
        "Removes the elements that have this id or this class. Of several words, an "
        "element must have all as classes."},
    [DIRECTIVE_KEEP] = {"keep", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Keeps what the selector matches, whatever other rules and the model decide."},
    [DIRECTIVE_STRIP_FROM] = {"strip_from", VALUE_SELECTOR, ARGUMENT_LANGUAGE_CUT,
        "Removes the first match and everything after it."},
    [DIRECTIVE_STRIP_AFTER] = {"strip_after", VALUE_SELECTOR, ARGUMENT_LANGUAGE_CUT,
        "Removes everything after the first match."},
    [DIRECTIVE_STRIP_BEFORE] = {"strip_before", VALUE_SELECTOR, ARGUMENT_LANGUAGE_CUT,
        "Removes everything before the first match."},
    [DIRECTIVE_STRIP_LINE] = {"strip_line", VALUE_PATTERN, ARGUMENT_NONE,
        "Removes the lines that the pattern matches."},
    [DIRECTIVE_KEEP_LINE] = {"keep_line", VALUE_PATTERN, ARGUMENT_NONE,
        "Keeps the lines that the pattern matches, whatever other rules about lines "
        "decide."},
    [DIRECTIVE_REPLACE_LINE] = {"replace_line", VALUE_REPLACEMENT, ARGUMENT_PATTERN,
        "Replaces each match of the pattern in a line. $1 is the first group."},
    [DIRECTIVE_STRIP_FROM_LINE] = {"strip_from_line", VALUE_PATTERN, ARGUMENT_CUT,
        "Removes the first line that matches and everything after it."},
    [DIRECTIVE_STRIP_AFTER_LINE] = {"strip_after_line", VALUE_PATTERN, ARGUMENT_CUT,
        "Removes everything after the first line that matches."},
    [DIRECTIVE_STRIP_TO_LINE] = {"strip_to_line", VALUE_PATTERN, ARGUMENT_CUT,
        "Removes everything up to the first line that matches, and that line."},
    [DIRECTIVE_STRIP_BEFORE_LINE] = {"strip_before_line", VALUE_PATTERN, ARGUMENT_CUT,
        "Removes everything before the first line that matches."},
    [DIRECTIVE_STRIP_LINES] = {"strip_lines", VALUE_PATTERN, ARGUMENT_PATTERN,
        "Removes the lines from one that matches the first pattern to the next one that "
        "matches the second, inclusive."},
    [DIRECTIVE_INCLUDE] = {"include", VALUE_FILE_NAME, ARGUMENT_NONE,
        "Includes the rules of shared/FILE.txt in a rule directory."},
    [DIRECTIVE_FINGERPRINT] = {"fingerprint", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "In a shared file: applies the file to every page that the selector matches."},
    [DIRECTIVE_WALL_IF] = {"wall_if", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Marks a consent page or a paywall. The page then has the status blocked."},
    [DIRECTIVE_TEST_URL] = {"test_url", VALUE_TEXT, ARGUMENT_NONE,
        "Begins a test of the page at this URL. The test lines below it belong to the "
        "test."},
    [DIRECTIVE_TEST_FILE] = {"test_file", VALUE_TEXT, ARGUMENT_NONE,
        "The file that has the page of the test, so that the test runs offline. Its path "
        "is relative to the rule file. It must be a regular file in the rule directory or "
        "below it, links included."},
    [DIRECTIVE_TEST_CONTAINS] = {"test_contains", VALUE_TEXT, ARGUMENT_NONE,
        "The text of the page must contain this."},
    [DIRECTIVE_TEST_NOT_CONTAINS] = {"test_not_contains", VALUE_TEXT, ARGUMENT_NONE,
        "The text of the page must not contain this."},
    [DIRECTIVE_TEST_TITLE] = {"test_title", VALUE_TEXT, ARGUMENT_NONE,
        "The title must be this."},
    [DIRECTIVE_TEST_AUTHOR] = {"test_author", VALUE_TEXT, ARGUMENT_NONE,
        "The author must be this."},
    [DIRECTIVE_TEST_DATE] = {"test_date", VALUE_TEXT, ARGUMENT_NONE,
        "The date must be this."},
    [DIRECTIVE_TEST_FIRST_LINE] = {"test_first_line", VALUE_TEXT, ARGUMENT_NONE,
        "The text must begin with this line."},
    [DIRECTIVE_TEST_LAST_LINE] = {"test_last_line", VALUE_TEXT, ARGUMENT_NONE,
        "The text must end with this line."},
    [DIRECTIVE_PRUNE] = {"prune", VALUE_YES_NO, ARGUMENT_NONE,
        "Whether the generic rules remove boilerplate inside the body; in a community "
        "file also the model, and in text input the model for lines. The default is yes."},
    [DIRECTIVE_AUTODETECT_ON_FAILURE] = {"autodetect_on_failure", VALUE_YES_NO,
        ARGUMENT_NONE,
        "Whether the model chooses the content if no body line matches. The default is "
        "yes."},
    [DIRECTIVE_STRIP_IMAGE_SRC] = {"strip_image_src", VALUE_QUOTABLE, ARGUMENT_NONE,
        "Removes the images whose src contains this text."},
    [DIRECTIVE_STRIP_ATTR] = {"strip_attr", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Removes attributes. The selector ends in an attribute, as in //img/@srcset."},
    [DIRECTIVE_POST_STRIP_ATTR] = {"post_strip_attr", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Removes attributes from the output, otherwise like strip_attr."},
    [DIRECTIVE_DISSOLVE] = {"dissolve", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Replaces an element by its content."},
    [DIRECTIVE_WRAP_IN] = {"wrap_in", VALUE_SELECTOR, ARGUMENT_ELEMENT,
        "Wraps each match in a new element with the name in parentheses."},
    [DIRECTIVE_MOVE_INTO] = {"move_into", VALUE_SELECTOR, ARGUMENT_SELECTOR,
        "Moves each match to the end of the first element that the selector in "
        "parentheses matches."},
    [DIRECTIVE_FIND_STRING] = {"find_string", VALUE_TEXT, ARGUMENT_NONE,
        "Text to look for in the HTML before it is parsed. The first find_string belongs "
        "to the first replace_string, the second to the second, and so on."},
    [DIRECTIVE_REPLACE_STRING] = {"replace_string", VALUE_MAYBE_TEXT, ARGUMENT_FIND,
        "The replacement for its find_string, or for the text in parentheses."},
    [DIRECTIVE_HTTP_HEADER] = {"http_header", VALUE_HEADER, ARGUMENT_HEADER,
        "Sends a header with each request to the host of the page, and to no other host."},
    [DIRECTIVE_NEXT_PAGE_LINK] = {"next_page_link", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "The link to the next page of the article, whose text is appended."},
    [DIRECTIVE_SINGLE_PAGE_LINK] = {"single_page_link", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "The link to a page with the whole article, which is fetched instead."},
    [DIRECTIVE_IF_PAGE_CONTAINS] = {"if_page_contains", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "The link directive before this line applies only if this selector matches."},
    [DIRECTIVE_NATIVE_AD_CLUE] = {"native_ad_clue", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Adds the note native-ad to the record if the selector matches."},
    [DIRECTIVE_SKIP_JSON_LD] = {"skip_json_ld", VALUE_YES_NO, ARGUMENT_NONE,
        "Whether the JSON-LD of the page is ignored. The default is no."},
    [DIRECTIVE_SKIP_ID_OR_CLASS] = {"skip_id_or_class", VALUE_WORDS, ARGUMENT_NONE,
        "Exempts the elements that have this class or id from the generic rules."},
    [DIRECTIVE_SRC_LAZY_LOAD_ATTR] = {"src_lazy_load_attr", VALUE_QUOTABLE, ARGUMENT_NONE,
        "The attribute in which the site keeps the address of an image that a script "
        "loads."},
};
/* clang-format on */

/* Directives of the FiveFilters language that are accepted and ignored: what they request
   is either always done or never done. */
static const struct {
    const char *name, *help;
} accepted[] = {
    {"autodetect_next_page",
     "No effect: further pages are fetched only if next_page_link names them."},
    {"convert_double_br_tags",
     "No effect: two line breaks in a row always separate paragraphs."},
    {"footnotes", "No effect: footnotes stay where the page has them."},
    {"insert_detected_image", "No effect: no image is added to a text."},
    {"login_extra_fields",
     "No effect: winnow does not log in. Send a cookie with http_header(cookie)."},
    {"login_password_field",
     "No effect: winnow does not log in. Send a cookie with http_header(cookie)."},
    {"login_uri",
     "No effect: winnow does not log in. Send a cookie with http_header(cookie)."},
    {"login_username_field",
     "No effect: winnow does not log in. Send a cookie with http_header(cookie)."},
    {"not_logged_in_xpath",
     "No effect: winnow does not log in. wall_if marks pages that require it."},
    {"parser", "No effect: every page is parsed as HTML5."},
    {"requires_login",
     "No effect: winnow does not log in. wall_if marks pages that require it."},
    {"single_page_link_in_feed", "No effect: feeds are not read."},
    {"strip_comments", "No effect: HTML comments are never text. Readers' comments are "
                       "removed by strip or by the generic rules."},
    {"tidy", "No effect: the HTML5 parser repairs every page as browsers do."},
};

const struct directive_row *directive_row(enum directive_kind kind)
{
    return &rows[kind];
}

const char *directive_name(enum directive_kind kind)
{
    return rows[kind].name;
}

enum directive_support directive_find(struct slice name, enum directive_kind *kind)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (!slice_equal(name, slice_of_string(rows[i].name)))
            continue;
        *kind = (enum directive_kind)i;
        return DIRECTIVE_KNOWN;
    }
    return directive_accepted_help(name) ? DIRECTIVE_ACCEPTED : DIRECTIVE_UNKNOWN;
}

const char *directive_accepted(size_t index)
{
    return index < COUNT_OF(accepted) ? accepted[index].name : NULL;
}

const char *directive_accepted_help(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(accepted); i++)
        if (slice_equal(name, slice_of_string(accepted[i].name)))
            return accepted[i].help;
    return NULL;
}

const char *directive_nearest(struct slice name)
{
    struct suggestion nearest = {.word = name};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        suggest_offer(&nearest, rows[i].name);
    for (size_t i = 0; i < COUNT_OF(accepted); i++)
        suggest_offer(&nearest, accepted[i].name);
    return nearest.best;
}
