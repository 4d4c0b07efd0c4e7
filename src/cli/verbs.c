#include "cli/verbs.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* clang-format off */
static const struct verb_row rows[VERB_COUNT] = {
    [VERB_FILTER] = {NULL, NULL, "[URL|FILE]...", "clean pages", {NULL}, {NULL}},
    [VERB_EXPLAIN] = {NULL, "explain", "URL|FILE",
        "say of each block of a page why it stays or goes",
        {"Writes every block of the page in its order, kept (+) or dropped (-), with what "
         "decided: a rule's FILE:LINE, the model's score with what else counted, or a "
         "built-in. A summary of the rule lines follows: hits, characters removed, which matched nothing and which "
         "were passed over; and then the notes of the page's record.",
         "With --html it writes one page to look at in a browser: the article as a reader "
         "sees it, what was dropped tinted and foldable. A click on a block offers "
         "selectors for it and a rule line to copy.",
         "A fetched page is kept for an hour below $XDG_CACHE_HOME/winnow, so that trying "
         "rules does not fetch it again."},
        {"0 the page has been explained", "1 it could not be had or cleaned",
         "2 a usage error, or an error in a rule file that is known at the start"}},
    [VERB_LINKS] = {NULL, "links", "URL|FILE",
        "list the URLs that a page, a feed or a sitemap holds",
        {"Writes a URL a line, each once, in their order: the links of a page, or the "
         "entries of an RSS, Atom or JSON feed or of a sitemap, which may be an index of "
         "sitemaps or packed with gzip. What comes out is a list for the next winnow.",
         "URLs are absolute and without what stands behind a #. An index is followed 3 "
         "levels down, and up to 1,000 sitemaps are read and 1,000,000 URLs written. With "
         "--feed a page stands for the feed that it names in its head."},
        {"0 there are some", "1 a page or a feed could not be had or read",
         "2 a usage error, or an error in a rule file that is known at the start",
         "3 there are none"}},
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
    [VERB_REFRESH] = {NULL, "refresh", "ARCHIVE",
        "keep a folder of clean texts up to date",
        {"Asks for the pages of an archive that are due, and lets a new text take the "
         "place of the old one only when it is believed. With --init it makes the archive; "
         "with --urls FILE it adds pages to it. For cron: it says nothing when all is well, "
         "and of a new problem one line when it begins and one when it ends.",
         "An archive is a folder: winnow.db, warc/ with what was fetched, text/HOST/NAME.txt "
         "with the clean texts, and winnow.conf with its settings, each an option of this "
         "command without its hyphens: a line \"delay: 2\", \"rules: DIR\" or "
         "\"allow-private: yes\".",
         "A page is due as often as it has changed, between six hours and thirty days; what "
         "its host has asked for, and how it has failed, holds from run to run. An article "
         "of several pages is one text, and each of them is asked for with its own "
         "validators. Rules that have changed clean what is stored, without the server.",
         "What failed, is empty or blocked, has lost its body, is a 404 in disguise, or is "
         "under 30 % or over 300 % of the usual length, and an article that has lost a page, "
         "goes to quarantine, and the good text stays. The same new text on five refreshes "
         "running is taken. 410 is gone at once, 404 after three runs."},
        {"0 all is well", "1 some pages failed, or the archive could not be written",
         "2 a usage error, or the folder is no archive",
         "3 none failed, but some went to quarantine",
         "75 another run is at work there"}},
    [VERB_LOG] = {NULL, "log", "ARCHIVE URL",
        "list the versions and events of a page",
        {"Each version with what changed it (site: other bytes came; rules: the rules were "
         "changed; accepted: out of quarantine), and the hashes of its bytes, its rules and "
         "its text."},
        {"0 all is well", "1 the page is not in the archive", "2 a usage error"}},
    [VERB_DIFF] = {NULL, "diff", "ARCHIVE URL [A [B]]",
        "compare two versions of a page's text",
        {"A unified diff of version A and version B; without them of the last two, with A "
         "alone of that and the current one."},
        {"0 they are the same", "1 they differ, or are not there", "2 a usage error"}},
    [VERB_SHOW] = {NULL, "show", "ARCHIVE URL [VERSION]",
        "print the text of a page",
        {"The current text, or that of a version. \"quarantine\" for VERSION shows what "
         "waits there."},
        {"0 all is well", "1 there is no such text", "2 a usage error"}},
    [VERB_QUARANTINE] = {NULL, "quarantine", "ARCHIVE",
        "list what was not believed, and decide about it",
        {"Lists pages whose new version was not taken, with the reason. --accept URL makes "
         "it the page's text, --discard URL forgets it."},
        {"0 all is well", "1 the page is not in quarantine, or has no text there",
         "2 a usage error", "75 another run is at work there"}},
    [VERB_HEALTH] = {NULL, "health", "ARCHIVE",
        "tell which rules have stopped to match",
        {"Lists body and title rules that miss now and since when, and strips without a hit "
         "for 90 days."},
        {"0 all is well", "1 the archive cannot be read", "2 a usage error"}},
    [VERB_RECLEAN] = {NULL, "reclean", "ARCHIVE",
        "clean the stored pages by today's rules",
        {"Cleans the bodies that are held again, without the network, and says how many "
         "pages change, become empty or lose their title. --dry-run changes nothing: the "
         "gate before a rule is adopted. --diff shows the changes."},
        {"0 all is well", "1 a body could not be read", "2 a usage error",
         "75 another run is at work there"}},
    [VERB_FSCK] = {NULL, "fsck", "ARCHIVE",
        "check an archive, and mend what can be mended",
        {"Compares the rows with the files and the WARC records."},
        {"0 all is well, or mended", "1 something is lost", "2 a usage error",
         "75 another run is at work there"}},
    [VERB_FORGET] = {NULL, "forget", "ARCHIVE URL...",
        "remove pages from an archive",
        {"Removes a page's versions, its text and its quarantine. What was fetched stays in "
         "its WARC file until that holds nothing current."},
        {"0 all is well", "1 a page is not in the archive", "2 a usage error",
         "75 another run is at work there"}},
    [VERB_EXPORT] = {NULL, "export", "ARCHIVE",
        "write all current texts as one stream",
        {"A line of JSON a page, with its text, its state and its times."},
        {"0 all is well", "1 it could not be written", "2 a usage error"}},
    [VERB_STATUS] = {NULL, "status", "ARCHIVE",
        "count an archive's pages",
        {"Pages by state, those that are due, those in quarantine, and the disk they use."},
        {"0 all is well", "1 the archive cannot be read", "2 a usage error"}},
    [VERB_DEMO] = {NULL, "demo", "",
        "serve small example sites to try winnow on",
        {"Serves the pages that the examples in the documentation name, at "
         "http://localhost:8417/ and at names below it such as "
         "http://harbour.localhost:8417/, until Ctrl-C. Only this machine can reach them.",
         "With --save it writes the same pages as files instead, with a list of their URLs."},
        {"0 stopped by a signal, or the files are saved",
         "1 the port is in use, or a file could not be written", "2 a usage error"}},
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
