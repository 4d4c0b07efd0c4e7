#include "rules/directives.h"

#include "base/array.h"
#include "rules/suggest.h"

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
        "Removes what the selector matches. With --comments, which keeps readers' comments, "
        "those that a site's own file strips stay out all the same."},
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
        "Whether the generic rules, and for a community's file the model, work inside "
        "the body, and the model on the lines of an old scrape; yes unless said "
        "otherwise."},
    [DIRECTIVE_AUTODETECT_ON_FAILURE] = {"autodetect_on_failure", VALUE_YES_NO,
        ARGUMENT_NONE,
        "Whether the model chooses the content where no body matches; yes unless said "
        "otherwise."},
    [DIRECTIVE_STRIP_IMAGE_SRC] = {"strip_image_src", VALUE_QUOTABLE, ARGUMENT_NONE,
        "Removes the images whose src holds this text."},
    [DIRECTIVE_STRIP_ATTR] = {"strip_attr", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Removes attributes: the selector ends in @name, as in //img/@srcset."},
    [DIRECTIVE_POST_STRIP_ATTR] = {"post_strip_attr", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Removes attributes from the output, as strip_attr does."},
    [DIRECTIVE_DISSOLVE] = {"dissolve", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Puts the content of an element in the element's place."},
    [DIRECTIVE_WRAP_IN] = {"wrap_in", VALUE_SELECTOR, ARGUMENT_ELEMENT,
        "Puts each match into a new element of the name in parentheses."},
    [DIRECTIVE_MOVE_INTO] = {"move_into", VALUE_SELECTOR, ARGUMENT_SELECTOR,
        "Moves each match to the end of the element that the selector in parentheses "
        "matches first."},
    [DIRECTIVE_FIND_STRING] = {"find_string", VALUE_TEXT, ARGUMENT_NONE,
        "Text to look for in the HTML before it is parsed; the first find_string goes "
        "with the first replace_string, and so on."},
    [DIRECTIVE_REPLACE_STRING] = {"replace_string", VALUE_MAYBE_TEXT, ARGUMENT_FIND,
        "What to put in place of its find_string, or of the text in parentheses."},
    [DIRECTIVE_HTTP_HEADER] = {"http_header", VALUE_HEADER, ARGUMENT_HEADER,
        "Sends a header with each request to the site's exact host."},
    [DIRECTIVE_NEXT_PAGE_LINK] = {"next_page_link", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "The link to the article's next page, whose text is appended."},
    [DIRECTIVE_SINGLE_PAGE_LINK] = {"single_page_link", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "The link to the whole article on one page, which is fetched instead."},
    [DIRECTIVE_IF_PAGE_CONTAINS] = {"if_page_contains", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "The link line before it is for pages alone on which this matches."},
    [DIRECTIVE_NATIVE_AD_CLUE] = {"native_ad_clue", VALUE_SELECTOR, ARGUMENT_LANGUAGE,
        "Adds a note to the record that the page is an advertisement."},
    [DIRECTIVE_SKIP_JSON_LD] = {"skip_json_ld", VALUE_YES_NO, ARGUMENT_NONE,
        "Whether the page's JSON-LD is passed over; no unless said otherwise."},
    [DIRECTIVE_SKIP_ID_OR_CLASS] = {"skip_id_or_class", VALUE_WORDS, ARGUMENT_NONE,
        "Exempts elements that have this class or id from the generic rules."},
    [DIRECTIVE_SRC_LAZY_LOAD_ATTR] = {"src_lazy_load_attr", VALUE_QUOTABLE, ARGUMENT_NONE,
        "The attribute in which the site's images have their real address."},
};
/* clang-format on */

/* Of the FiveFilters language. What they ask for either happens here always or never. */
static const struct {
    const char *name, *help;
} accepted[] = {
    {"autodetect_next_page",
     "No effect: further pages are fetched where a next_page_link "
     "names them, and are never guessed."},
    {"convert_double_br_tags",
     "No effect: two line breaks in a row always part paragraphs."},
    {"footnotes", "No effect: footnotes stay where the page has them."},
    {"insert_detected_image", "No effect: no image is added to a page's text."},
    {"login_extra_fields", "No effect: winnow does not log in; send a cookie with "
                           "http_header(cookie)."},
    {"login_password_field", "No effect: winnow does not log in; send a cookie with "
                             "http_header(cookie)."},
    {"login_uri", "No effect: winnow does not log in; send a cookie with "
                  "http_header(cookie)."},
    {"login_username_field", "No effect: winnow does not log in; send a cookie with "
                             "http_header(cookie)."},
    {"not_logged_in_xpath", "No effect: winnow does not log in; wall_if marks pages that "
                            "ask for it."},
    {"parser", "No effect: every page is read by an HTML5 parser."},
    {"requires_login", "No effect: winnow does not log in; wall_if marks pages that ask "
                       "for it."},
    {"single_page_link_in_feed", "No effect: feeds are not read."},
    {"strip_comments", "No effect: HTML comments are never text; readers' comments go by "
                       "strip or the generic rules."},
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

enum directive_standing directive_find(struct slice name, enum directive_kind *kind)
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
