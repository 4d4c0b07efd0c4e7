#include "cli/verbs.h"

#include "rules/suggest.h"
#include <string.h>

const char *const verb_topic_names[TOPIC_COUNT] = {
    [TOPIC_PAGES] = "Pages",
    [TOPIC_RULES] = "Rules",
    [TOPIC_ARCHIVES] = "Archives",
    [TOPIC_OTHER] = "Other",
};

#define SUCCESS                                                                          \
    {                                                                                    \
        "0", "success"                                                                   \
    }
#define USAGE                                                                            \
    {                                                                                    \
        "2", "usage error"                                                               \
    }
#define USAGE_RULES                                                                      \
    {                                                                                    \
        "2", "usage error, or an error in a rule file that applies to all pages"         \
    }
#define LOCKED                                                                           \
    {                                                                                    \
        "75", "another winnow process has locked the archive"                            \
    }
#define MANY VERB_ARGUMENTS_MANY

/* clang-format off */
static const struct verb_row rows[VERB_COUNT] = {
    [VERB_FILTER] = {NULL, NULL, TOPIC_PAGES, "[URL|FILE]...", 0, MANY,
        "extract the main content of web pages",
        {"Extracts the main content of web pages as text, Markdown, HTML or JSON, without "
         "boilerplate. Each argument is a URL, which is fetched, or a FILE; without "
         "arguments, or with -, standard input is a list of URLs, one on each line. In a "
         "list, blank lines and lines that begin with # are skipped, and a URL without a "
         "scheme is https."},
        {SUCCESS,
         {"1", "some inputs failed, or the output could not be written"},
         {"2", "usage error, or an error in a rule file that applies to all pages; nothing "
               "was done"},
         {"3", "no input failed, but some are empty, blocked or rule-broken"},
         {"124", "ended by --max-time"},
         {"130, 143", "ended by an interrupt or a termination signal"}}},
    [VERB_EXPLAIN] = {NULL, "explain", TOPIC_PAGES, "URL|FILE", 1, 1,
        "show why each block of a page is kept or dropped",
        {"Lists the blocks of the page in order, kept (+) or dropped (-), each with what "
         "decided: a rule (FILE:LINE), the score of the model, or a built-in pass. A "
         "summary of the rules follows: how often each matched and how many characters it "
         "removed, which matched nothing and which were overruled; then the record's "
         "notes.",
         "With --html, writes one page for a browser: the article, with what was dropped "
         "tinted and foldable. A click on a block offers selectors for it and a rule line "
         "to copy.",
         "A fetched page is cached for an hour below $XDG_CACHE_HOME/winnow, so that "
         "trying rules does not fetch it again."},
        {SUCCESS, {"1", "the page could not be fetched, read or cleaned"}, USAGE_RULES}},
    [VERB_LINKS] = {NULL, "links", TOPIC_PAGES, "URL|FILE", 1, 1,
        "list the links of a page, a feed or a sitemap",
        {"Lists URLs, one on each line, each once, in order: the links of a page, or the "
         "entries of an RSS, Atom or JSON feed or of a sitemap, which may be an index of "
         "sitemaps or compressed with gzip. The list can be the input of another winnow.",
         "URLs are absolute and without a fragment. An index is followed 3 levels deep; at "
         "most 1,000 sitemaps are read and 1,000,000 URLs listed. With --feed, a page is "
         "replaced by the feed that its head names."},
        {SUCCESS, {"1", "a page or a feed could not be fetched or read"}, USAGE_RULES,
         {"3", "there are no links"}}},
    [VERB_RULES_CHECK] = {"rules", "check", TOPIC_RULES, "[FILE|DIR]...", 0, MANY,
        "check rule files for errors",
        {"Reads rule files without any page and lists their errors, as FILE:LINE:COLUMN: "
         "error|warning|note: text [code]. A DIR stands for its *.txt files and those of "
         "its shared/; without arguments, the rule directories in use are read.",
         "With -v, also explains the directives of FiveFilters' files that have no effect "
         "or another one here."},
        {{"0", "there are no errors; warnings do not count"},
         {"1", "a file has an error or cannot be read"}, USAGE}},
    [VERB_RULES_TEST] = {"rules", "test", TOPIC_RULES, "[FILE|DIR]...", 0, MANY,
        "run the tests in rule files",
        {"Cleans the test_file of each test_url, offline, and compares the result with the "
         "test_ lines below it. The path of a test_file is relative to its rule file, and "
         "leads to a file in the rule directory or below it. --online fetches the pages of "
         "tests that have no test_file.",
         "--update writes the current title, first and last line below each test_url, in "
         "place of those that are there, and changes no other line."},
        {{"0", "all tests passed"},
         {"1", "a test failed, or a page could not be fetched or read"}, USAGE_RULES}},
    [VERB_RULES_NEW] = {"rules", "new", TOPIC_RULES, "URL|FILE", 1, 1,
        "write a first rule file for a site",
        {"Writes a rule file for the page's site, with a body line for what the model "
         "selected and tests from the current output, and saves the page beside it as the "
         "tests' test_file. The file goes to the --rules directory, or to the user's. A "
         "file that exists is not overwritten.",
         "A FILE requires --url, which names the site."},
        {SUCCESS, {"1", "the file was not written"}, USAGE_RULES}},
    [VERB_RULES_LIST] = {"rules", "list", TOPIC_RULES, "URL", 1, 1,
        "list the rule files that apply to a URL",
        {"Lists the files that apply to a page at this URL, in order, each with its "
         "revision. Files that apply by a fingerprint depend on the page: winnow explain "
         "lists them."},
        {SUCCESS, {"1", "a file cannot be read"}, USAGE_RULES}},
    [VERB_REFRESH] = {NULL, "refresh", TOPIC_ARCHIVES, "ARCHIVE [URL]...", 1, MANY,
        "keep an archive of pages up to date",
        {"Fetches the pages of an archive that are due, and replaces a stored text by a new "
         "one only if the new one is plausible. --init creates the archive; --urls FILE "
         "adds pages to it. With URLs, adds those that are new and fetches these pages "
         "only, due or not. For cron: prints nothing if all is well, and one line when a "
         "problem begins and one when it ends.",
         "An archive is a folder: winnow.db, warc/ with what was fetched, text/HOST/NAME.md "
         "with the texts, and winnow.conf with its settings, each an option of this command "
         "without its hyphens: \"delay: 2\", \"rules: DIR\" or \"allow-private: yes\".",
         "A page is due as often as it has changed, between every six hours and every "
         "thirty days. Waiting times that a host asked for and backoff after failures are "
         "kept between runs. An article of several pages is one text; each of its pages is "
         "requested with its own validators. If rules change, the stored pages are cleaned "
         "again, without a request.",
         "A new version that failed, is empty or blocked, lost its body or a page of its "
         "article, is a soft 404, is on other pages of the site too, has characters that "
         "were decoded wrongly, is only the beginning of the stored text, or is under 30 % "
         "or over 300 % of the usual length is quarantined, and the stored text stays. A "
         "text of a plausible size that lost its body or a part, or is long, is accepted if "
         "it is the same in five consecutive refreshes; the others need quarantine "
         "--accept. A text that the page had before is always accepted. 410 removes a page "
         "at once, 404 after three runs."},
        {{"0", "nothing new is wrong; what was reported before may still be"},
         {"1", "a new problem began, or the archive could not be written"},
         {"2", "usage error, or the folder is not a winnow archive"}, LOCKED}},
    [VERB_LIST] = {NULL, "list", TOPIC_ARCHIVES, "ARCHIVE [HOST]", 1, 2,
        "list the pages of an archive",
        {"Prints a line for each page: when its text last changed, its state, URL and title; "
         "with --format jsonl, an object with all that is known. With a HOST, lists its pages "
         "and those of hosts below it."},
        {SUCCESS, {"1", "the archive cannot be read"}, USAGE}},
    [VERB_SEARCH] = {NULL, "search", TOPIC_ARCHIVES, "ARCHIVE WORD...", 2, MANY,
        "search the texts of an archive",
        {"Finds the pages whose current text or title has all of the words, the best first, "
         "each with its title, URL and file, and a part of its text. Case and accents do not "
         "matter. In languages without spaces between words, any part of the text is found.",
         "\"A B\" is a phrase (quote it for the shell), A OR B one of two, -A without, A* a "
         "beginning. title:A looks in titles only, host:HOST in a host and those below it. "
         "date:2025, date:2025-03 and date:2024-12-01..2025-03-04 compare the date of a text, "
         "or when it was stored if it has none.",
         "Up to 2000 results are ranked by their words. Of more, those with the words in "
         "the title come first, then the newest."},
        {SUCCESS, {"1", "nothing was found, or the archive cannot be read"}, USAGE}},
    [VERB_LOG] = {NULL, "log", TOPIC_ARCHIVES, "ARCHIVE URL", 2, 2,
        "list the versions and events of a page",
        {"Lists each version with what caused it (site: the page changed; rules: the rules "
         "changed; accepted: taken from quarantine; restored: by winnow restore, or from "
         "before a wall) and the hashes of its bytes, its rules "
         "and its text."},
        {SUCCESS, {"1", "the page is not in the archive"}, USAGE}},
    [VERB_DIFF] = {NULL, "diff", TOPIC_ARCHIVES, "ARCHIVE URL [A [B]]", 2, 4,
        "compare two versions of a page's text",
        {"Prints a unified diff of versions A and B; with A alone, of A and the current "
         "version; with neither, of the last two."},
        {{"0", "they are the same"}, {"1", "they differ, or one does not exist"}, USAGE}},
    [VERB_SHOW] = {NULL, "show", TOPIC_ARCHIVES, "ARCHIVE URL [VERSION]", 2, 3,
        "print the stored text of a page",
        {"Prints the current text, or that of a version. The VERSION \"quarantine\" is the "
         "text that waits there."},
        {SUCCESS, {"1", "there is no such text"}, USAGE}},
    [VERB_QUARANTINE] = {NULL, "quarantine", TOPIC_ARCHIVES, "ARCHIVE", 1, 1,
        "list suspicious new versions, and accept or discard them",
        {"Lists the pages whose new version was not accepted, with the reason. --accept URL "
         "makes it the page's text, --discard URL deletes it."},
        {SUCCESS, {"1", "the page is not in quarantine, or has no text there"}, USAGE,
         LOCKED}},
    [VERB_RESTORE] = {NULL, "restore", TOPIC_ARCHIVES, "ARCHIVE URL VERSION", 3, 3,
        "make an earlier version of a page its text again",
        {"Makes the text of an earlier version the current one, as a new version. The "
         "versions after it are rejected: if the site sends one of them again, it is "
         "quarantined. To undo it, restore the version that was current."},
        {SUCCESS, {"1", "there is no such version, or it is the current text"}, USAGE,
         LOCKED}},
    [VERB_PIN] = {NULL, "pin", TOPIC_ARCHIVES, "ARCHIVE URL...", 2, MANY,
        "keep the text of pages as it is",
        {"A pinned page is fetched as before, but its text stays. What the site sends waits "
         "in quarantine, where quarantine --accept takes it; it is not reported. --undo "
         "ends that."},
        {SUCCESS, {"1", "a page is not in the archive"}, USAGE, LOCKED}},
    [VERB_IGNORE] = {NULL, "ignore", TOPIC_ARCHIVES, "ARCHIVE URL...", 2, MANY,
        "no longer fetch pages, but keep their texts",
        {"An ignored page stays in the archive with its text and versions, and is no "
         "longer fetched. --undo ends that: the page is due in the next refresh."},
        {SUCCESS, {"1", "a page is not in the archive"}, USAGE, LOCKED}},
    [VERB_HEALTH] = {NULL, "health", TOPIC_ARCHIVES, "ARCHIVE", 1, 1,
        "list rules that no longer match",
        {"Lists body and title rules that do not match now, and since when, and strip rules "
         "without a match for 90 days."},
        {SUCCESS, {"1", "the archive cannot be read"}, USAGE}},
    [VERB_RECLEAN] = {NULL, "reclean", TOPIC_ARCHIVES, "ARCHIVE", 1, 1,
        "clean the stored pages again with the current rules",
        {"Cleans the stored pages again, offline, and prints how many texts change, become "
         "empty or lose their title. --dry-run changes nothing, to see what a rule would "
         "do; --diff shows the changes."},
        {SUCCESS, {"1", "a stored page could not be read"}, USAGE, LOCKED}},
    [VERB_FSCK] = {NULL, "fsck", TOPIC_ARCHIVES, "ARCHIVE", 1, 1,
        "check an archive and repair it",
        {"Compares the database with the files and the WARC records. What the files have and "
         "the database does not know, because a run was killed or the database is an older "
         "copy, is added to it: bodies in WARC files are cleaned with the archive's rules and "
         "become versions in the order of their dates, and so do texts in text/ that no "
         "version has. Nothing is deleted."},
        {{"0", "no errors, or all repaired"}, {"1", "something is lost"}, USAGE, LOCKED}},
    [VERB_REBUILD] = {NULL, "rebuild", TOPIC_ARCHIVES, "ARCHIVE", 1, 1,
        "make an archive's database again from its files",
        {"Makes winnow.db from warc/ and text/ alone, as fsck adds what a database does not "
         "know. A winnow.db that exists is kept as winnow.db.old; it is replaced when the new "
         "one is complete.",
         "What is not in the files is lost: failures, intervals, decisions about quarantined "
         "texts, and that pages were forgotten, unless winnow compact has removed their "
         "bodies."},
        {SUCCESS, {"1", "some bodies could not be read or cleaned"}, USAGE, LOCKED}},
    [VERB_COMPACT] = {NULL, "compact", TOPIC_ARCHIVES, "ARCHIVE", 1, 1,
        "free the space of what no version holds",
        {"Rewrites the WARC files that have responses which no version, no page and no "
         "quarantine refers to: those of versions that --keep has deleted, of pages that "
         "were forgotten, and revisit records. Needs the space of the largest file "
         "meanwhile. A file is replaced in one step, also if winnow is killed."},
        {SUCCESS, {"1", "a file has records that are not in the database, or could not be "
                        "written"},
         USAGE, LOCKED}},
    [VERB_MERGE] = {NULL, "merge", TOPIC_ARCHIVES, "ARCHIVE OTHER", 2, 2,
        "add another archive's pages and versions to an archive",
        {"Adds the pages, versions and WARC files of the archive OTHER, which is not "
         "changed. The versions of a page that is in both are put in the order of their "
         "times, and the text that changed last is the current one. winnow.conf stays that "
         "of ARCHIVE. A merge that was killed can be run again, and adds nothing twice."},
        {SUCCESS, {"1", "a file could not be copied"}, USAGE, LOCKED}},
    [VERB_FORGET] = {NULL, "forget", TOPIC_ARCHIVES, "ARCHIVE URL...", 2, MANY,
        "remove pages from an archive",
        {"Removes a page's versions, its text and its quarantine. What was fetched stays in "
         "its WARC file until winnow compact."},
        {SUCCESS, {"1", "a page is not in the archive"}, USAGE, LOCKED}},
    [VERB_ADD] = {NULL, "add", TOPIC_ARCHIVES, "ARCHIVE URL...", 2, MANY,
        "add pages to an archive",
        {"Adds URLs to an archive. The next winnow refresh fetches them. With - as a URL, "
         "standard input is a list of URLs, one on each line; blank lines and lines that "
         "begin with # are skipped."},
        {SUCCESS, {"1", "a URL is invalid; the others were added"}, USAGE, LOCKED}},
    [VERB_IMPORT] = {NULL, "import", TOPIC_ARCHIVES, "ARCHIVE FILE...", 2, MANY,
        "add pages from exports of other programs, and from WARC files",
        {"Adds the pages of each FILE, whose kind is recognised by its content: JSON of "
         "wallabag, Miniflux, FreshRSS (starred articles, or any in the form of Google "
         "Reader) or JSON Feed; CSV or HTML of Pocket and other services with a column "
         "url; bookmarks of a browser (HTML, or the JSON of Firefox and Chromium); OPML; "
         "RSS and Atom feeds; sitemaps; a list of URLs; a folder of winnow -o, or its "
         "lines of JSON; WARC and WACZ files.",
         "The responses of a WARC file are stored with their times, and their texts are "
         "versions: one that is newer than the last fetch is judged as an answer of the "
         "site is, and older ones are earlier versions. A text that an export has becomes "
         "a page's first text, until the page itself is fetched; if it has been, an "
         "earlier version. Nothing is added twice.",
         "OPML lists feeds: they are fetched, and their entries added."},
        {SUCCESS, {"1", "a FILE or a feed could not be read, or a URL in it is invalid"},
         USAGE, LOCKED}},
    [VERB_EXPORT] = {NULL, "export", TOPIC_ARCHIVES, "ARCHIVE", 1, 1,
        "write the texts of an archive in other formats",
        {"Writes all pages, those of a host, or those whose text has changed since a time. "
         "--format jsonl is a line of JSON for each page, with the fields of winnow's "
         "records and the page's state and times; markdown, a folder with a file for each "
         "text, with front matter; epub, an EPUB 3 book with a chapter for each text; "
         "warc, the stored responses of the pages and of their versions as one WARC file; "
         "wacz, the same with an index, for replayweb.page and the like."},
        {SUCCESS, {"1", "it could not be written"}, USAGE}},
    [VERB_STATUS] = {NULL, "status", TOPIC_ARCHIVES, "ARCHIVE", 1, 1,
        "count an archive's pages",
        {"Prints how many pages are in each state, due and in quarantine, and the disk "
         "space that they use. --format json adds the open problems and the last run; "
         "prometheus writes all of it as metrics, for the textfile collector of "
         "Prometheus' node exporter."},
        {SUCCESS, {"1", "the archive cannot be read"}, USAGE}},
    [VERB_SITE] = {NULL, "site", TOPIC_ARCHIVES, "ARCHIVE DIR", 2, 2,
        "write an archive as pages for a browser",
        {"Writes plain pages to the folder DIR, which is new, empty or an earlier site: an "
         "index by day and by host, and for each text a page with its versions and what "
         "changed between them; a search, an Atom feed, and a page of what needs "
         "attention. They are read from the disk or from any web server; only the search "
         "needs a script.",
         "Run again, it writes only what has changed. Files that it did not write stay; "
         "winnow-site.txt in DIR lists its own."},
        {SUCCESS, {"1", "a file could not be written, or DIR holds other files"}, USAGE}},
    [VERB_SERVE] = {NULL, "serve", TOPIC_ARCHIVES, "ARCHIVE", 1, 1,
        "show an archive in a browser, and decide on its quarantine",
        {"Serves the pages of winnow site at http://localhost:8418/, as the archive is at "
         "that moment, until Ctrl-C. Beside each text in quarantine it can be accepted or "
         "discarded; an earlier version can be restored, and the rules of a page's host "
         "edited, with what they would change. The archive is locked for the moment of a "
         "change.",
         "Only this machine can reach it. With --listen others can: they can read "
         "everything, and change nothing."},
        {{"0", "stopped by a signal"},
         {"1", "the port is in use, or the archive cannot be read"}, USAGE}},
    [VERB_DEMO] = {NULL, "demo", TOPIC_OTHER, "", 0, 0,
        "serve small example sites to try winnow on",
        {"Serves the pages that the examples in the documentation name, at "
         "http://localhost:8417/ and at names below it such as "
         "http://harbour.localhost:8417/, until Ctrl-C. Only this machine can reach them.",
         "With --save it writes the same pages as files instead, with a list of their URLs."},
        {{"0", "stopped by a signal, or the files are saved"},
         {"1", "the port is in use, or a file could not be written"}, USAGE}},
    [VERB_HELP] = {NULL, "help", TOPIC_OTHER, "[COMMAND|all]", 0, 2,
        "describe winnow, or a command",
        {"Describes a command, as COMMAND --help does; with all, lists every option."},
        {SUCCESS, USAGE}},
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

const char *verb_suggest(const char *word)
{
    struct suggestion nearest = {.word = slice_of_string(word)};
    for (int i = VERB_FILTER + 1; i < VERB_COUNT; i++)
        suggest_offer(&nearest, rows[i].group ? rows[i].group : rows[i].name);
    return nearest.best;
}

const char *verb_group_words(void)
{
    return "check, test, new or list";
}
