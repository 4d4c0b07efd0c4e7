#include "cli/options.h"

#include "base/array.h"
#include <stddef.h>
#include <string.h>

static const char *const input_words[] = {"",      "urls", "html", "text",
                                          "jsonl", "warc", NULL};
static const char *const format_words[] = {"text", "markdown", "html", "jsonl", NULL};
static const char *const text_format_words[] = {"text", "markdown", "html", NULL};
static const char *const favor_words[] = {"", "precision", "recall", NULL};
static const char *const report_words[] = {"new", "all", NULL};
static const char *const shell_words[] = {"", "bash", "zsh", "fish", NULL};
static const char *const headers_words[] = {"auto", "always", "never", NULL};

const char *const option_group_names[GROUP_COUNT] = {
    [GROUP_INPUT] = "Input",     [GROUP_OUTPUT] = "Output", [GROUP_TESTS] = "Tests",
    [GROUP_ARCHIVE] = "Archive", [GROUP_RULES] = "Rules",   [GROUP_FETCHING] = "Fetching",
    [GROUP_LIMITS] = "Limits",   [GROUP_OTHER] = "Other",
};

#define FIELD(member) offsetof(struct options, member)
/* The bounds keep out slips of the keyboard; no machine needs more. */
#define DAY     86400.0
#define BYTES_G (1024.0 * 1024 * 1024)

enum {
    WITH_FILTER = VERB_BIT(VERB_FILTER),
    WITH_EXPLAIN = VERB_BIT(VERB_EXPLAIN),
    WITH_CHECK = VERB_BIT(VERB_RULES_CHECK),
    WITH_TEST = VERB_BIT(VERB_RULES_TEST),
    WITH_NEW = VERB_BIT(VERB_RULES_NEW),
    WITH_REFRESH = VERB_BIT(VERB_REFRESH),
    WITH_RECLEAN = VERB_BIT(VERB_RECLEAN),
    WITH_WRITERS = WITH_REFRESH | WITH_RECLEAN | VERB_BIT(VERB_QUARANTINE) |
                   VERB_BIT(VERB_FSCK) | VERB_BIT(VERB_FORGET),
    WITH_LINKS = VERB_BIT(VERB_LINKS),
    WITH_DEMO = VERB_BIT(VERB_DEMO),
    WITH_ALL = VERB_BIT(VERB_COUNT) - 1,
    WITH_A_PAGE = WITH_FILTER | WITH_EXPLAIN | WITH_LINKS | WITH_NEW, /* that is given */
    WITH_PAGES = WITH_A_PAGE | WITH_TEST | WITH_REFRESH | WITH_RECLEAN,
    WITH_RUNS = WITH_FILTER | WITH_REFRESH | WITH_RECLEAN,
};

const struct option_row option_rows[] = {
    {"input", 0, "KIND", GROUP_INPUT, OPTION_WORD, FIELD(input), .words = input_words,
     .verbs = WITH_FILTER | WITH_EXPLAIN,
     .help =
         "what comes in: urls, html, text (an old scrape), jsonl or warc; a FILE is html "
         "unless this says otherwise"},
    {"url", 0, "URL", GROUP_INPUT, OPTION_STRING, FIELD(url), .verbs = WITH_A_PAGE,
     .help = "where the html or text came from, so that the site's rules apply"},
    {"charset", 0, "LABEL", GROUP_INPUT, OPTION_STRING, FIELD(page.charset),
     .verbs = WITH_A_PAGE, .help = "the encoding, whatever header and page say"},
    {"null", '0', NULL, GROUP_INPUT, OPTION_ON, FIELD(nul_separated),
     .help = "URLs end with NUL instead of a newline"},

    {"format", 0, "FORMAT", GROUP_OUTPUT, OPTION_WORD, FIELD(format),
     .words = format_words,
     .verbs = WITH_FILTER | WITH_EXPLAIN | WITH_CHECK | VERB_BIT(VERB_EXPORT),
     .help = "text (the default), markdown, html or jsonl"},
    {"text-format", 0, "FORM", GROUP_OUTPUT, OPTION_WORD, FIELD(page.form),
     .words = text_format_words,
     .help = "what a record's text in jsonl is: text (the default), markdown or html"},
    {"width", 0, "N", GROUP_OUTPUT, OPTION_COUNT, FIELD(page.width), .low = 0,
     .high = 10000, .help = "wrap text at N columns (0, the default: not at all)"},
    {"links", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(page.links),
     .help = "list below a text where its links lead"},
    {"images", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(page.images),
     .help = "put the alternative texts of images into a text"},
    {"front-matter", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(front_matter),
     .help = "begin Markdown with title, author, date, url, site and language as YAML"},
    {"headers", 0, "WHEN", GROUP_OUTPUT, OPTION_WORD, FIELD(headers),
     .words = headers_words,
     .help = "a line ==> URL <== before each text: auto (for several), always or never; "
             "jsonl and the files of -o have none"},
    {"output-dir", 'o', "DIR", GROUP_OUTPUT, OPTION_STRING, FIELD(output_dir),
     .help = "write a file for each page and an index.jsonl there; what is there already "
             "is skipped"},
    {"failed", 0, "FILE", GROUP_OUTPUT, OPTION_STRING, FIELD(failed),
     .help = "write the inputs that failed there, to be fed back in"},
    {"favor", 0, "SIDE", GROUP_OUTPUT, OPTION_WORD, FIELD(page.favor),
     .words = favor_words, .verbs = WITH_A_PAGE | WITH_REFRESH | WITH_RECLEAN,
     .is_setting = true, .changes_text = true,
     .help = "where no rule decides: precision (rather miss some than keep too much) or "
             "recall (rather keep too much)"},
    {"comments", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(page.comments),
     .verbs = WITH_A_PAGE | WITH_REFRESH | WITH_RECLEAN, .is_setting = true,
     .changes_text = true, .help = "keep what readers have written below an article"},
    {"unordered", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(unordered),
     .help = "write each record when it is done, not in input order"},
    {"quiet", 'q', NULL, GROUP_OUTPUT, OPTION_SET, FIELD(verbosity),
     .value = VERBOSITY_QUIET, .verbs = WITH_ALL,
     .help = "only errors on standard error"},
    {"verbose", 'v', NULL, GROUP_OUTPUT, OPTION_SET, FIELD(verbosity),
     .value = VERBOSITY_VERBOSE, .verbs = WITH_ALL, .help = "say more on standard error"},
    {"progress", 0, NULL, GROUP_OUTPUT, OPTION_SET, FIELD(progress),
     .value = PROGRESS_ALWAYS,
     .help = "show progress though standard error is no terminal"},
    {"no-progress", 0, NULL, GROUP_OUTPUT, OPTION_SET, FIELD(progress),
     .value = PROGRESS_NEVER, .help = "show none though it is one"},

    {"dropped", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(only_dropped),
     .verbs = WITH_EXPLAIN, .help = "only the blocks that were dropped"},
    {"kept", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(only_kept), .verbs = WITH_EXPLAIN,
     .help = "only the blocks that were kept"},
    {"html", 0, "FILE", GROUP_OUTPUT, OPTION_STRING, FIELD(html), .verbs = WITH_EXPLAIN,
     .help = "write a page for a browser there, in which a click finds selectors"},

    {"online", 0, NULL, GROUP_TESTS, OPTION_ON, FIELD(online), .verbs = WITH_TEST,
     .help = "fetch the pages of tests that have no test_file"},
    {"watch", 0, NULL, GROUP_TESTS, OPTION_ON, FIELD(watches), .verbs = WITH_TEST,
     .help = "run again whenever one of the files changes"},
    {"update", 0, NULL, GROUP_TESTS, OPTION_ON, FIELD(updates), .verbs = WITH_TEST,
     .help = "write today's title, first and last line into the rule files"},

    {"init", 0, NULL, GROUP_ARCHIVE, OPTION_ON, FIELD(makes_archive),
     .verbs = WITH_REFRESH,
     .help = "make the archive; the options given are its settings"},
    {"urls", 0, "FILE", GROUP_ARCHIVE, OPTION_STRING, FIELD(urls_file),
     .verbs = WITH_REFRESH, .help = "add the URLs of a list; - is standard input"},
    {"max-age", 0, "DURATION", GROUP_ARCHIVE, OPTION_DURATION, FIELD(max_age),
     .verbs = WITH_REFRESH,
     .help =
         "ask for every page that was not asked for so long (6h, 2d), whatever is due; "
         "0 is everything"},
    {"max-runtime", 0, "DURATION", GROUP_ARCHIVE, OPTION_DURATION, FIELD(max_runtime),
     .verbs = WITH_REFRESH, .is_setting = true,
     .help = "end after so long; the rest is due next time"},
    {"wait", 0, NULL, GROUP_ARCHIVE, OPTION_ON, FIELD(waits), .verbs = WITH_WRITERS,
     .help = "wait for another run's end instead of leaving with 75"},
    {"keep", 0, "N", GROUP_ARCHIVE, OPTION_COUNT, FIELD(keep), .low = 1, .high = 1e6,
     .verbs = WITH_REFRESH, .is_setting = true,
     .help = "keep the newest N versions of a page, and drop WARC files that hold "
             "nothing else"},
    {"accept-after", 0, "N", GROUP_ARCHIVE, OPTION_COUNT, FIELD(accept_after), .low = 0,
     .high = 1000, .verbs = WITH_REFRESH, .is_setting = true,
     .help = "take the same new text from quarantine after N refreshes running (5); 0 is "
             "never"},
    {"warc-size", 0, "N[K|M|G]", GROUP_ARCHIVE, OPTION_BYTES, FIELD(warc_bytes),
     .low = 1024, .high = 1024 * BYTES_G, .verbs = WITH_REFRESH, .is_setting = true,
     .help = "begin another WARC file after so much (1G)"},
    {"report", 0, "WHAT", GROUP_ARCHIVE, OPTION_WORD, FIELD(report),
     .words = report_words, .verbs = WITH_REFRESH,
     .help = "tell of new problems (the default), or of all that are open"},
    {"report-html", 0, "FILE", GROUP_ARCHIVE, OPTION_STRING, FIELD(report_html),
     .verbs = WITH_REFRESH, .help = "write a page about the archive there"},
    {"accept", 0, "URL", GROUP_ARCHIVE, OPTION_STRING, FIELD(accept),
     .verbs = VERB_BIT(VERB_QUARANTINE), .help = "make it the page's text"},
    {"discard", 0, "URL", GROUP_ARCHIVE, OPTION_STRING, FIELD(discard),
     .verbs = VERB_BIT(VERB_QUARANTINE), .help = "forget it"},
    {"dry-run", 0, NULL, GROUP_ARCHIVE, OPTION_ON, FIELD(dry_run), .verbs = WITH_RECLEAN,
     .help = "change nothing"},
    {"host", 0, "HOST", GROUP_ARCHIVE, OPTION_STRING, FIELD(host), .verbs = WITH_RECLEAN,
     .help = "only the pages of this host"},
    {"diff", 0, NULL, GROUP_ARCHIVE, OPTION_ON, FIELD(shows_diff), .verbs = WITH_RECLEAN,
     .help = "show what changes"},
    {"now", 0, "TIME", GROUP_ARCHIVE, OPTION_STRING, FIELD(now), .verbs = WITH_ALL},

    {"content", 0, NULL, GROUP_OUTPUT, OPTION_SET, FIELD(links_of),
     .value = LINKS_OF_CONTENT, .verbs = WITH_LINKS,
     .help = "the links of the main content, and not of menus"},
    {"feed", 0, NULL, GROUP_OUTPUT, OPTION_SET, FIELD(links_of), .value = LINKS_OF_FEED,
     .verbs = WITH_LINKS,
     .help = "the entries of a feed: of this one, or of the one that the page names"},
    {"match", 0, "RE", GROUP_OUTPUT, OPTION_STRING, FIELD(match), .verbs = WITH_LINKS,
     .help = "only URLs that the PCRE2 pattern is found in"},

    {"port", 0, "N", GROUP_OTHER, OPTION_COUNT, FIELD(port), .low = 0, .high = 65535,
     .verbs = WITH_DEMO, .help = "the port to listen on (8417); 0 is any free one"},
    {"save", 0, "DIR", GROUP_OTHER, OPTION_STRING, FIELD(save), .verbs = WITH_DEMO,
     .help = "write the pages as files to a new folder, and serve nothing"},

    {"rules", 0, "DIR", GROUP_RULES, OPTION_LIST, FIELD(rule_directories),
     .verbs = WITH_ALL,
     .help = "a directory of rule files, before the user's and the installed one; may be "
             "given again"},
    {"community-rules", 0, "DIR", GROUP_RULES, OPTION_LIST, FIELD(community_directories),
     .verbs = WITH_PAGES | VERB_BIT(VERB_RULES_LIST),
     .help =
         "a directory of rule files that others keep, behind all that are obeyed: "
         "where they go against what the model of main content is sure of, the model's "
         "choice stands; may be given again"},
    {"rule", 0, "FILE", GROUP_RULES, OPTION_LIST, FIELD(rule_files),
     .verbs = WITH_RUNS | WITH_EXPLAIN,
     .help =
         "a rule file for every page, in place of its site's own; may be given again"},
    {"ftr-substring", 0, NULL, GROUP_RULES, OPTION_ON, FIELD(ftr_substring),
     .verbs = WITH_PAGES, .changes_text = true,
     .help = "let strip_id_or_class take parts of names too, as some readers of "
             "FiveFilters' files do"},

    {"user-agent", 0, "TEXT", GROUP_FETCHING, OPTION_STRING, FIELD(fetch.user_agent),
     .verbs = WITH_PAGES, .help = "what winnow calls itself"},
    {"header", 0, "[HOST=]NAME:VALUE", GROUP_FETCHING, OPTION_LIST,
     FIELD(request_headers), .verbs = WITH_PAGES,
     .help = "a header to send, to one host or all; Authorization and Cookie need the "
             "host, whose headers go to no port that only a redirect names; may be "
             "given again"},
    {"cookie-file", 0, "FILE", GROUP_FETCHING, OPTION_STRING, FIELD(fetch.cookie_file),
     .verbs = WITH_PAGES, .help = "cookies to send, in Netscape's format"},
    {"proxy", 0, "URL", GROUP_FETCHING, OPTION_STRING, FIELD(fetch.proxy),
     .verbs = WITH_PAGES, .help = "the proxy, in place of the environment's"},
    {"ca-file", 0, "FILE", GROUP_FETCHING, OPTION_STRING, FIELD(fetch.ca_file),
     .verbs = WITH_PAGES, .help = "certificates to trust, in place of the system's"},
    {"no-robots", 0, NULL, GROUP_FETCHING, OPTION_OFF, FIELD(fetch.robots),
     .verbs = WITH_PAGES, .help = "do not ask robots.txt"},
    {"allow-private", 0, NULL, GROUP_FETCHING, OPTION_ON, FIELD(fetch.allow_private),
     .verbs = WITH_PAGES,
     .help = "private and loopback addresses from lists and redirects too"},
    {"delay", 0, "SECONDS", GROUP_FETCHING, OPTION_SECONDS, FIELD(fetch.delay_s),
     .low = 0, .high = DAY, .verbs = WITH_PAGES,
     .help = "between two requests to a host (1)"},
    {"hosts", 0, "N", GROUP_FETCHING, OPTION_COUNT, FIELD(fetch.hosts_at_once), .low = 1,
     .high = 1000, .verbs = WITH_RUNS, .help = "hosts at once (8)"},
    {"connections", 0, "N", GROUP_FETCHING, OPTION_COUNT, FIELD(fetch.connections_a_host),
     .low = 1, .high = 1000, .verbs = WITH_RUNS, .help = "connections to a host (1)"},
    {"retries", 0, "N", GROUP_FETCHING, OPTION_COUNT, FIELD(fetch.retries), .low = 0,
     .high = 100, .verbs = WITH_PAGES,
     .help = "further tries after a timeout, a 408, 429 or 5xx (2)"},

    {"timeout", 0, "SECONDS", GROUP_LIMITS, OPTION_SECONDS, FIELD(fetch.timeout_s),
     .low = 0.001, .high = DAY, .verbs = WITH_PAGES, .help = "for a whole request (60)"},
    {"max-wait", 0, "SECONDS", GROUP_LIMITS, OPTION_SECONDS, FIELD(fetch.max_wait_s),
     .low = 0, .high = DAY, .verbs = WITH_PAGES,
     .help = "the longest Retry-After that is waited for (300)"},
    {"max-bytes", 0, "N[K|M|G]", GROUP_LIMITS, OPTION_BYTES, FIELD(fetch.max_bytes),
     .low = 1, .high = 2 * BYTES_G, .verbs = WITH_PAGES,
     .help = "of a page, decompressed (10M)"},
    {"workers", 0, "N", GROUP_LIMITS, OPTION_COUNT, FIELD(workers), .low = 1,
     .high = WORKERS_MAX, .verbs = WITH_RUNS,
     .help = "processes that clean pages (as many as cores)"},
    {"page-seconds", 0, "SECONDS", GROUP_LIMITS, OPTION_SECONDS, FIELD(page_seconds),
     .low = 0.001, .high = DAY, .verbs = WITH_PAGES,
     .help = "of CPU time for a page (10)"},
    {"page-memory", 0, "N[K|M|G]", GROUP_LIMITS, OPTION_BYTES, FIELD(page_memory),
     .low = 1 << 20, .high = 64 * BYTES_G, .verbs = WITH_PAGES,
     .help = "of memory for a page (256M)"},
    {"grace", 0, "SECONDS", GROUP_LIMITS, OPTION_SECONDS, FIELD(grace_seconds), .low = 0,
     .high = DAY, .verbs = WITH_RUNS,
     .help = "for what is in flight when a signal ends the run; a second signal ends it "
             "at once (5)"},
    {"require-sandbox", 0, NULL, GROUP_LIMITS, OPTION_SET, FIELD(sandbox),
     .value = SANDBOX_REQUIRED, .verbs = WITH_PAGES,
     .help = "do nothing where the kernel refuses the sandbox that pages are parsed in"},
    {"no-sandbox", 0, NULL, GROUP_LIMITS, OPTION_SET, FIELD(sandbox),
     .value = SANDBOX_OFF, .verbs = WITH_PAGES,
     .help = "parse without it, for debuggers"},

    {"help", 0, NULL, GROUP_OTHER, OPTION_SET, FIELD(request), .value = REQUEST_HELP,
     .verbs = WITH_ALL, .help = "print this"},
    {"version", 0, NULL, GROUP_OTHER, OPTION_SET, FIELD(request),
     .value = REQUEST_VERSION, .help = "print the versions of winnow and its libraries"},
    {"help-man", 0, NULL, GROUP_OTHER, OPTION_SET, FIELD(request), .value = REQUEST_MAN},
    {"completion", 0, "SHELL", GROUP_OTHER, OPTION_WORD, FIELD(completion),
     .words = shell_words},
};

const size_t option_row_count = COUNT_OF(option_rows);

bool option_is_setting(const struct option_row *row)
{
    return row->is_setting || row->group == GROUP_RULES || row->group == GROUP_FETCHING ||
           row->group == GROUP_LIMITS;
}

bool option_goes_with(const struct option_row *row, enum verb verb)
{
    return (row->verbs ? row->verbs : (unsigned)WITH_FILTER) & VERB_BIT(verb);
}

bool option_takes_path(const struct option_row *row)
{
    return row->argument &&
           (strcmp(row->argument, "DIR") == 0 || strcmp(row->argument, "FILE") == 0);
}
