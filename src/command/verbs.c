#include "command/verbs.h"

#include <stddef.h>
#include <string.h>

/* clang-format off */
static const struct verb_row rows[VERB_COUNT] = {
    [VERB_FILTER] = {NULL, NULL, "[URL|FILE]...", "clean pages", {NULL}, {NULL}},
    [VERB_EXPLAIN] = {NULL, "explain", "URL|FILE",
        "say of each block of a page why it stays or goes",
        {"Writes every block of the page in its order, kept (+) or dropped (-), with what "
         "decided: a rule's FILE:LINE, the model's score, or a built-in. A summary of the "
         "rule lines follows: hits, characters removed, and which matched nothing.",
         "With --html it writes one page to look at in a browser: the article as a reader "
         "sees it, what was dropped tinted and foldable. A click on a block offers "
         "selectors for it and a rule line to copy.",
         "A fetched page is kept for an hour below $XDG_CACHE_HOME/winnow, so that trying "
         "rules does not fetch it again."},
        {"0 the page has been explained", "1 it could not be had or cleaned",
         "2 a usage error, or an error in a rule file that is known at the start"}},
    [VERB_RULES_CHECK] = {"rules", "check", "[FILE|DIR]...",
        "find mistakes in rule files",
        {"Reads rule files without any page and tells what is wrong with them, as "
         "FILE:LINE:COLUMN: error|warning|note: text [code]. A DIR stands for its *.txt "
         "files and those of its shared/; without arguments the rule directories in use "
         "are read.",
         "With -v it also says what directives do here that are read for the sake of "
         "FiveFilters' files."},
        {"0 there is no error; warnings do not count", "1 a file has an error or cannot be "
         "read", "2 a usage error"}},
    [VERB_RULES_TEST] = {"rules", "test", "[FILE|DIR]...",
        "run the tests of rule files",
        {"Cleans the test_file of each test_url, offline, and compares what the test_ "
         "lines below it say. A test_file is found beside its rule file. --online fetches "
         "the pages of tests that have none, or all of them where there is no file.",
         "--update writes today's title, first and last line below each test_url, in place "
         "of those that stand there, and touches no other line."},
        {"0 every test has passed", "1 a test has failed, or a page could not be had",
         "2 a usage error, or an error in a rule file that is known at the start"}},
    [VERB_RULES_NEW] = {"rules", "new", "URL|FILE",
        "begin a rule file for a site",
        {"Writes a first rule file for the page's site, with a body line for what the model "
         "has chosen, tests from today's output, and the page itself beside it as the "
         "tests' test_file. It goes to the --rules directory, or to the user's. A file "
         "that is there already is never touched.",
         "A FILE needs --url, which names the site."},
        {"0 the file has been written", "1 it has not",
         "2 a usage error, or an error in a rule file that is known at the start"}},
    [VERB_RULES_LIST] = {"rules", "list", "URL",
        "name the rule files for a URL",
        {"Names the files that apply to a page at this URL, in their order, each with its "
         "revision. Files that apply by a fingerprint are known only with the page: "
         "winnow explain names them."},
        {"0 all is well", "1 a file cannot be read",
         "2 a usage error, or an error in a rule file that is known at the start"}},
};
/* clang-format on */

const struct verb_row *verb_row(enum verb verb)
{
    return &rows[verb];
}

static bool is_word(const char *word, const char *known)
{
    return word && known && strcmp(word, known) == 0;
}

enum verb verb_find(const char *first, const char *second, int *words)
{
    bool is_group = false;
    *words = 0;
    for (int i = VERB_FILTER + 1; i < VERB_COUNT; i++) {
        is_group = is_group || is_word(first, rows[i].group);
        if (!is_word(rows[i].group ? second : first, rows[i].name) ||
            (rows[i].group && !is_word(first, rows[i].group)))
            continue;
        *words = rows[i].group ? 2 : 1;
        return (enum verb)i;
    }
    return is_group ? VERB_COUNT : VERB_FILTER;
}

const char *verb_group_words(void)
{
    return "check, test, new or list";
}
