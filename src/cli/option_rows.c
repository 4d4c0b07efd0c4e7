#include "cli/options.h"

#include "base/array.h"
#include <stddef.h>
#include <string.h>

/* Words and formats are stored as ints in fields of enum type. */
_Static_assert(sizeof(enum winnow_favor) == sizeof(int), "an enum is an int");
_Static_assert(sizeof(enum winnow_title) == sizeof(int), "an enum is an int");
_Static_assert(sizeof(enum winnow_form) == sizeof(int), "an enum is an int");

static const char *const input_words[] = {
    [INPUT_UNSAID] = "auto", [INPUT_URLS] = "urls",   [INPUT_HTML] = "html",
    [INPUT_TEXT] = "text",   [INPUT_JSONL] = "jsonl", [INPUT_WARC] = "warc",
};
static const char *const favor_words[] = {
    [WINNOW_FAVOR_PRECISION] = "precision",
    [WINNOW_FAVOR_RECALL] = "recall",
};
static const char *const title_words[] = {
    [WINNOW_TITLE_KEEP] = "keep",
    [WINNOW_TITLE_DROP] = "drop",
};
static const char *const headers_words[] = {
    [HEADERS_AUTO] = "auto",
    [HEADERS_ALWAYS] = "always",
    [HEADERS_NEVER] = "never",
};
static const char *const color_words[] = {
    [COLOR_AUTO] = "auto",
    [COLOR_ALWAYS] = "always",
    [COLOR_NEVER] = "never",
};
static const char *const report_words[] = {
    [REPORT_NEW] = "new",   [REPORT_ALL] = "all",   [REPORT_MAIL] = "mail",
    [REPORT_JSON] = "json", [REPORT_HTML] = "html", [REPORT_ATOM] = "atom",
};
static const char *const export_words[] = {"jsonl", "markdown", "epub", "warc", "wacz"};
static const char *const status_words[] = {
    [STATUS_TEXT] = "text",
    [STATUS_JSON] = "json",
    [STATUS_PROMETHEUS] = "prometheus",
};
static const char *const shell_words[] = {
    [SHELL_BASH] = "bash", [SHELL_ZSH] = "zsh", [SHELL_FISH] = "fish"};

const char *const option_group_names[GROUP_COUNT] = {
    [GROUP_INPUT] = "Input",     [GROUP_OUTPUT] = "Output", [GROUP_TESTS] = "Tests",
    [GROUP_ARCHIVE] = "Archive", [GROUP_RULES] = "Rules",   [GROUP_FETCHING] = "Fetching",
    [GROUP_LIMITS] = "Limits",   [GROUP_OTHER] = "Other",
};

#define FIELD(member) offsetof(struct options, member)
#define WORDS(array)                                                                     \
    {                                                                                    \
        array, COUNT_OF(array)                                                           \
    }
/* The bounds reject typing errors; no machine needs larger values. */
#define DAY     86400.0
#define BYTES_G (1024.0 * 1024 * 1024)

/* Macros, because an enum's constants have no more than 32 bits. */
#define WITH_FILTER  VERB_BIT(VERB_FILTER)
#define WITH_EXPLAIN VERB_BIT(VERB_EXPLAIN)
#define WITH_CHECK   VERB_BIT(VERB_RULES_CHECK)
#define WITH_TEST    VERB_BIT(VERB_RULES_TEST)
#define WITH_NEW     VERB_BIT(VERB_RULES_NEW)
#define WITH_EXPORT  VERB_BIT(VERB_EXPORT)
#define WITH_LIST    VERB_BIT(VERB_LIST)
#define WITH_SEARCH  VERB_BIT(VERB_SEARCH)
#define WITH_REFRESH VERB_BIT(VERB_REFRESH)
#define WITH_RECLEAN VERB_BIT(VERB_RECLEAN)
#define WITH_IMPORT  VERB_BIT(VERB_IMPORT)
#define WITH_CHOICES (VERB_BIT(VERB_PIN) | VERB_BIT(VERB_IGNORE))
/* Clean pages that are stored in an archive, or become so. */
#define WITH_CLEANERS                                                                    \
    (WITH_RECLEAN | WITH_IMPORT | VERB_BIT(VERB_FSCK) | VERB_BIT(VERB_REBUILD))
#define WITH_WRITERS                                                                     \
    (WITH_REFRESH | WITH_RECLEAN | VERB_BIT(VERB_QUARANTINE) | VERB_BIT(VERB_FSCK) |     \
     VERB_BIT(VERB_COMPACT) | VERB_BIT(VERB_MERGE) | VERB_BIT(VERB_FORGET) |             \
     VERB_BIT(VERB_ADD) | WITH_IMPORT | VERB_BIT(VERB_RESTORE) | WITH_CHOICES)
#define WITH_LINKS VERB_BIT(VERB_LINKS)
#define WITH_DEMO  VERB_BIT(VERB_DEMO)
#define WITH_ALL   (VERB_BIT(VERB_COUNT) - 1)
/* As an argument. */
#define WITH_A_PAGE   (WITH_FILTER | WITH_EXPLAIN | WITH_LINKS | WITH_NEW)
#define WITH_PAGES    (WITH_A_PAGE | WITH_TEST | WITH_REFRESH | WITH_CLEANERS)
#define WITH_RULES    (WITH_PAGES | WITH_CHECK | VERB_BIT(VERB_RULES_LIST))
#define WITH_ARTICLES (WITH_A_PAGE | WITH_REFRESH | WITH_CLEANERS)
#define WITH_RUNS     (WITH_FILTER | WITH_REFRESH | WITH_CLEANERS)

static const struct option_limit input_limits[] = {{WITH_EXPLAIN, "html text"}, {0}};
static const struct option_limit format_limits[] = {
    {WITH_EXPLAIN | WITH_CHECK | WITH_LIST | WITH_SEARCH, "text jsonl"},
    {0},
};

static const struct option_limit text_format_limits[] = {
    {WITH_REFRESH | VERB_BIT(VERB_REBUILD), "text markdown"},
    {0},
};

const struct option_row option_rows[] = {
    {"input", 0, "KIND", GROUP_INPUT, OPTION_WORD, FIELD(input),
     .words = WORDS(input_words), .limits = input_limits,
     .verbs = WITH_FILTER | WITH_EXPLAIN, .brief = "input: %s",
     .help =
         "kind of input: %s; text is text that was extracted earlier, menus "
         "included; auto goes by the first bytes, or else a FILE is html and standard "
         "input urls"},
    {"url", 0, "URL", GROUP_INPUT, OPTION_STRING, FIELD(url), .verbs = WITH_A_PAGE,
     .help = "the URL that an html or text input came from, so that its site's rules "
             "apply"},
    {"charset", 0, "LABEL", GROUP_INPUT, OPTION_STRING, FIELD(page.charset),
     .verbs = WITH_A_PAGE,
     .help = "character encoding of the input; overrides the HTTP header and the page"},
    {"null", '0', NULL, GROUP_INPUT, OPTION_ON, FIELD(nul_separated),
     .help = "URLs end with NUL instead of a newline"},

    {"format", 0, "FORMAT", GROUP_OUTPUT, OPTION_FORMAT, FIELD(format),
     .limits = format_limits,
     .verbs = WITH_FILTER | WITH_EXPLAIN | WITH_CHECK | WITH_LIST | WITH_SEARCH,
     .brief = "%s", .help = "output format: %s"},
    {"format", 0, "FORMAT", GROUP_OUTPUT, OPTION_WORD, FIELD(export_format),
     .words = WORDS(export_words), .verbs = WITH_EXPORT, .help = "output format: %s"},
    {"format", 0, "FORMAT", GROUP_OUTPUT, OPTION_WORD, FIELD(status_format),
     .words = WORDS(status_words), .verbs = VERB_BIT(VERB_STATUS),
     .help = "output format: %s"},
    {"output", 'o', "FILE|DIR", GROUP_OUTPUT, OPTION_STRING, FIELD(output),
     .verbs = WITH_EXPORT,
     .help = "write to FILE in place of standard output; with --format markdown, to the "
             "folder DIR"},
    {"since", 0, "TIME", GROUP_ARCHIVE, OPTION_STRING, FIELD(since),
     .verbs = WITH_EXPORT | WITH_LIST,
     .help =
         "only pages whose text has changed since then: a day, a time, or an age such "
         "as 7d"},
    {"text-format", 0, "FORM", GROUP_OUTPUT, OPTION_FORM, FIELD(page.form),
     .limits = text_format_limits,
     .verbs = WITH_FILTER | WITH_REFRESH | VERB_BIT(VERB_REBUILD), .is_setting = true,
     .help = "format of the text in a record, or of the files in an archive's text/: %s"},
    {"width", 0, "N", GROUP_OUTPUT, OPTION_COUNT, FIELD(page.width), .low = 0,
     .high = 10000, .help = "wrap text at N columns (default: 0, do not wrap)"},
    {"links", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(page.links),
     .help = "list the targets of a text's links below it"},
    {"images", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(page.images),
     .help = "include the alternative texts of images in a text"},
    {"front-matter", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(front_matter),
     .verbs = WITH_FILTER | WITH_REFRESH | VERB_BIT(VERB_REBUILD), .is_setting = true,
     .help = "begin Markdown, or the text files of an archive, with title, author, date, "
             "url, site and language as YAML"},
    {"headers", 0, "WHEN", GROUP_OUTPUT, OPTION_WORD, FIELD(headers),
     .words = WORDS(headers_words),
     .help = "print a line ==> URL <== before each text: %s; auto prints it for several "
             "inputs; records and the files of -o have none"},
    {"output-dir", 'o', "DIR", GROUP_OUTPUT, OPTION_STRING, FIELD(output_dir),
     .brief = "write each page to a file in DIR",
     .help = "write each page to a file in DIR, and an index.jsonl; pages that are there "
             "already are skipped"},
    {"failed", 0, "FILE", GROUP_OUTPUT, OPTION_STRING, FIELD(failed),
     .help = "write the inputs that failed to FILE, which can be the next run's input"},
    {"favor", 0, "SIDE", GROUP_OUTPUT, OPTION_WORD, FIELD(page.favor),
     .words = WORDS(favor_words), .verbs = WITH_ARTICLES, .is_setting = true,
     .changes_text = true, .brief = "prefer precision (less) or recall (more text)",
     .help = "where no rule applies, prefer precision (keep less boilerplate) or recall "
             "(miss less text)"},
    {"title", 0, "WHAT", GROUP_OUTPUT, OPTION_WORD, FIELD(page.title),
     .words = WORDS(title_words), .verbs = WITH_ARTICLES, .is_setting = true,
     .changes_text = true,
     .help = "keep the headline in the text, or drop it, so that it is only in the field "
             "title of records and of front matter"},
    {"comments", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(page.comments),
     .verbs = WITH_ARTICLES, .is_setting = true, .changes_text = true,
     .help = "keep readers' comments below an article"},
    {"no-tables", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(page.no_tables),
     .verbs = WITH_RUNS, .is_setting = true, .changes_text = true,
     .help = "leave out tables of data"},
    {"unordered", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(unordered),
     .help = "write each record as soon as it is done, not in input order"},
    {"quiet", 'q', NULL, GROUP_OUTPUT, OPTION_SET, FIELD(verbosity),
     .value = VERBOSITY_QUIET, .verbs = WITH_ALL,
     .help = "print only errors on standard error"},
    {"verbose", 'v', NULL, GROUP_OUTPUT, OPTION_SET, FIELD(verbosity),
     .value = VERBOSITY_VERBOSE, .verbs = WITH_ALL,
     .help = "print details on standard error"},
    {"color", 0, "WHEN", GROUP_OUTPUT, OPTION_WORD, FIELD(color),
     .words = WORDS(color_words),
     .verbs =
         WITH_EXPLAIN | WITH_CHECK | WITH_RECLEAN | WITH_SEARCH | VERB_BIT(VERB_DIFF),
     .help = "use colors: %s; auto uses them on a terminal, unless NO_COLOR is set"},
    {"progress", 0, NULL, GROUP_OUTPUT, OPTION_SET, FIELD(progress),
     .value = PROGRESS_ALWAYS,
     .help = "show progress even if standard error is not a terminal"},
    {"no-progress", 0, NULL, GROUP_OUTPUT, OPTION_SET, FIELD(progress),
     .value = PROGRESS_NEVER, .help = "do not show progress"},

    {"dropped", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(only_dropped),
     .verbs = WITH_EXPLAIN, .help = "show only blocks that were dropped"},
    {"kept", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(only_kept), .verbs = WITH_EXPLAIN,
     .help = "show only blocks that were kept"},
    {"html", 0, "FILE", GROUP_OUTPUT, OPTION_STRING, FIELD(html), .verbs = WITH_EXPLAIN,
     .help = "write a page for a browser to FILE, in which a click finds selectors"},

    {"online", 0, NULL, GROUP_TESTS, OPTION_ON, FIELD(online), .verbs = WITH_TEST,
     .help = "fetch the pages of tests that have no test_file"},
    {"watch", 0, NULL, GROUP_TESTS, OPTION_ON, FIELD(watches), .verbs = WITH_TEST,
     .help = "run again whenever one of the files changes"},
    {"update", 0, NULL, GROUP_TESTS, OPTION_ON, FIELD(updates), .verbs = WITH_TEST,
     .help = "write the current title, first and last line into the rule files"},

    {"init", 0, NULL, GROUP_ARCHIVE, OPTION_ON, FIELD(makes_archive),
     .verbs = WITH_REFRESH,
     .help = "create the archive; the other options become its settings"},
    {"urls", 0, "FILE", GROUP_ARCHIVE, OPTION_STRING, FIELD(urls_file),
     .verbs = WITH_REFRESH, .help = "add the URLs listed in FILE; - is standard input"},
    {"max-age", 0, "DURATION", GROUP_ARCHIVE, OPTION_DURATION, FIELD(max_age),
     .verbs = WITH_REFRESH,
     .help = "refresh the pages last fetched before that time (6h, 2d), due or not; 0 "
             "refreshes all"},
    {"max-runtime", 0, "DURATION", GROUP_ARCHIVE, OPTION_DURATION, FIELD(max_runtime),
     .verbs = WITH_REFRESH, .is_setting = true,
     .help = "stop after that time; the rest is due in the next run"},
    {"wait", 0, NULL, GROUP_ARCHIVE, OPTION_ON, FIELD(waits), .verbs = WITH_WRITERS,
     .help = "wait while another process has locked the archive; the default is to exit "
             "with 75"},
    {"keep", 0, "N", GROUP_ARCHIVE, OPTION_COUNT, FIELD(keep), .low = 1, .high = 1e6,
     .verbs = WITH_REFRESH | VERB_BIT(VERB_COMPACT), .is_setting = true,
     .help = "keep the newest N versions of each page, and delete WARC files that hold "
             "no others"},
    {"accept-after", 0, "N", GROUP_ARCHIVE, OPTION_COUNT, FIELD(accept_after), .low = 0,
     .high = 1000, .verbs = WITH_REFRESH, .is_setting = true,
     .help =
         "accept a quarantined text of a plausible size (half to ten times the usual "
         "length) after N consecutive refreshes with the same text (default: 5); 0 is "
         "never"},
    {"warc-size", 0, "N[K|M|G]", GROUP_ARCHIVE, OPTION_BYTES, FIELD(warc_bytes),
     .low = 1024, .high = 1024 * BYTES_G, .verbs = WITH_REFRESH | WITH_IMPORT,
     .is_setting = true, .help = "start a new WARC file after N bytes (default: 1G)"},
    {"warc-revisits", 0, NULL, GROUP_ARCHIVE, OPTION_ON, FIELD(warc_revisits),
     .verbs = WITH_REFRESH, .is_setting = true,
     .help = "write a revisit record for each page that is unchanged; the default is to "
             "write nothing for it"},
    {"report-file", 0, "FILE", GROUP_ARCHIVE, OPTION_STRING, FIELD(report_file),
     .verbs = WITH_REFRESH, .is_setting = true,
     .help = "write the document of --report to FILE"},
    {"notify", 0, "COMMAND", GROUP_ARCHIVE, OPTION_STRING, FIELD(notify),
     .verbs = WITH_REFRESH, .is_setting = true,
     .help = "after a run with news, run COMMAND by sh -c, with the document of --report "
             "json on its standard input"},
    {"report", 0, "WHAT", GROUP_ARCHIVE, OPTION_WORD, FIELD(report),
     .words = WORDS(report_words), .verbs = WITH_REFRESH, .is_setting = true,
     .help = "what to report: %s; new and all are lines about problems that are new or "
             "still open; the others write a document with the diff of each change to "
             "standard output"},
    {"report-html", 0, "FILE", GROUP_ARCHIVE, OPTION_STRING, FIELD(report_html),
     .verbs = WITH_REFRESH, .help = "write a report on the archive to FILE, as a page"},
    {"strict", 0, NULL, GROUP_ARCHIVE, OPTION_ON, FIELD(is_strict), .verbs = WITH_REFRESH,
     .is_setting = true,
     .help = "exit with 1 while any problem is open, not only if a new one began"},
    {"accept", 0, "URL", GROUP_ARCHIVE, OPTION_STRING, FIELD(accept),
     .verbs = VERB_BIT(VERB_QUARANTINE), .help = "make the quarantined text the page's"},
    {"discard", 0, "URL", GROUP_ARCHIVE, OPTION_STRING, FIELD(discard),
     .verbs = VERB_BIT(VERB_QUARANTINE), .help = "delete the quarantined text"},
    {"undo", 0, NULL, GROUP_ARCHIVE, OPTION_ON, FIELD(undoes), .verbs = WITH_CHOICES,
     .help = "end it again"},
    {"dry-run", 0, NULL, GROUP_ARCHIVE, OPTION_ON, FIELD(dry_run), .verbs = WITH_RECLEAN,
     .help = "change nothing"},
    {"host", 0, "HOST", GROUP_ARCHIVE, OPTION_STRING, FIELD(host),
     .verbs = WITH_RECLEAN | WITH_EXPORT, .help = "only the pages of HOST"},
    {"diff", 0, NULL, GROUP_ARCHIVE, OPTION_ON, FIELD(shows_diff), .verbs = WITH_RECLEAN,
     .help = "show the changes"},
    {"state", 0, "STATE", GROUP_ARCHIVE, OPTION_STRING, FIELD(state), .verbs = WITH_LIST,
     .help = "list only pages in this state: new, ok, failing, missing, gone or "
             "quarantine"},
    {"limit", 0, "N", GROUP_OUTPUT, OPTION_COUNT, FIELD(limit), .low = 1, .high = 10000,
     .verbs = WITH_SEARCH, .help = "show the best N results (default: 20)"},
    {"now", 0, "TIME", GROUP_ARCHIVE, OPTION_STRING, FIELD(now), .verbs = WITH_ALL},

    {"content", 0, NULL, GROUP_OUTPUT, OPTION_SET, FIELD(links_of),
     .value = LINKS_OF_CONTENT, .verbs = WITH_LINKS,
     .help = "list the links of the main content, not those of menus"},
    {"feed", 0, NULL, GROUP_OUTPUT, OPTION_SET, FIELD(links_of), .value = LINKS_OF_FEED,
     .verbs = WITH_LINKS,
     .help = "list the entries of a feed: the argument, or the feed that the page names"},
    {"match", 0, "RE", GROUP_OUTPUT, OPTION_STRING, FIELD(match), .verbs = WITH_LINKS,
     .help = "list only URLs that match a PCRE2 pattern"},

    {"port", 0, "N", GROUP_OTHER, OPTION_COUNT, FIELD(port), .low = 0, .high = 65535,
     .verbs = WITH_DEMO, .help = "port to listen on (default: 8417); 0 is any free one"},
    {"port", 0, "N", GROUP_OTHER, OPTION_COUNT, FIELD(serve_port), .low = 0,
     .high = 65535, .verbs = VERB_BIT(VERB_SERVE),
     .help = "port to listen on (default: 8418); 0 is any free one"},
    {"listen", 0, "ADDRESS", GROUP_OTHER, OPTION_STRING, FIELD(listen),
     .verbs = VERB_BIT(VERB_SERVE),
     .help = "IP address to listen on (default: 127.0.0.1); beyond loopback, everybody "
             "who reaches it can read the archive, and nobody change it"},
    {"save", 0, "DIR", GROUP_OTHER, OPTION_STRING, FIELD(save), .verbs = WITH_DEMO,
     .help = "write the pages as files to a new folder, and do not serve them"},

    {"rules", 0, "DIR", GROUP_RULES, OPTION_LIST, FIELD(rule_directories),
     .verbs = WITH_RULES, .brief = "use the rule files in DIR",
     .help = "use the rule files in DIR, before the user's and the installed ones; "
             "repeatable"},
    {"community-rules", 0, "DIR", GROUP_RULES, OPTION_LIST, FIELD(community_directories),
     .verbs = WITH_PAGES | VERB_BIT(VERB_RULES_LIST),
     .help = "use rule files that others maintain, after all others; the model of main "
             "content overrules them where it is certain; repeatable"},
    {"rule", 0, "FILE", GROUP_RULES, OPTION_LIST, FIELD(rule_files),
     .verbs = WITH_RUNS | WITH_EXPLAIN,
     .help = "use this rule file for every page, in place of its site's; repeatable"},
    {"ftr-substring", 0, NULL, GROUP_RULES, OPTION_ON, FIELD(ftr_substring),
     .verbs = WITH_PAGES, .changes_text = true,
     .help = "let strip_id_or_class match parts of names too, as some readers of "
             "FiveFilters' files do"},

    {"user-agent", 0, "TEXT", GROUP_FETCHING, OPTION_STRING, FIELD(fetch.user_agent),
     .verbs = WITH_PAGES, .help = "the User-Agent header to send"},
    {"header", 0, "[HOST=]NAME:VALUE|@FILE", GROUP_FETCHING, OPTION_LIST,
     FIELD(request_headers), .verbs = WITH_PAGES,
     .help =
         "send a header, to one host or to all; Authorization and Cookie need a HOST, "
         "and are not sent to a port that only a redirect names; @FILE, or the variable "
         "WINNOW_HEADERS, has one header on each line, and keeps it out of the list of "
         "processes; repeatable"},
    {"secret-header", 0, "NAME", GROUP_FETCHING, OPTION_LIST, FIELD(secret_headers),
     .verbs = WITH_REFRESH,
     .help = "do not store this request header in WARC files; names such as Cookie, "
             "X-Api-Key and X-Auth-Token are known; repeatable"},
    {"cookie-file", 0, "FILE", GROUP_FETCHING, OPTION_STRING, FIELD(fetch.cookie_file),
     .verbs = WITH_PAGES, .help = "send the cookies in FILE (Netscape's format)"},
    {"proxy", 0, "URL", GROUP_FETCHING, OPTION_STRING, FIELD(fetch.proxy),
     .verbs = WITH_PAGES, .help = "use this proxy; overrides the environment"},
    {"ca-file", 0, "FILE", GROUP_FETCHING, OPTION_STRING, FIELD(fetch.ca_file),
     .verbs = WITH_PAGES,
     .help = "trust the certificates in FILE, in place of the system's"},
    {"no-robots", 0, NULL, GROUP_FETCHING, OPTION_OFF, FIELD(fetch.robots),
     .verbs = WITH_PAGES, .help = "ignore robots.txt"},
    {"allow-private", 0, NULL, GROUP_FETCHING, OPTION_ON, FIELD(fetch.allow_private),
     .verbs = WITH_PAGES,
     .help = "allow private and loopback addresses in lists and redirects too"},
    {"delay", 0, "SECONDS", GROUP_FETCHING, OPTION_SECONDS, FIELD(fetch.delay_s),
     .low = 0, .high = DAY, .verbs = WITH_PAGES,
     .help = "time between two requests to a host (default: 1)"},
    {"hosts", 0, "N", GROUP_FETCHING, OPTION_COUNT, FIELD(fetch.hosts_at_once), .low = 1,
     .high = 1000, .verbs = WITH_RUNS,
     .help = "hosts to fetch from at the same time (default: 8)"},
    {"connections", 0, "N", GROUP_FETCHING, OPTION_COUNT, FIELD(fetch.connections_a_host),
     .low = 1, .high = 1000, .verbs = WITH_RUNS,
     .help = "connections to each host (default: 1)"},
    {"retries", 0, "N", GROUP_FETCHING, OPTION_COUNT, FIELD(fetch.retries), .low = 0,
     .high = 100, .verbs = WITH_PAGES,
     .help = "retries after a timeout, a 408, 429 or 5xx (default: 2)"},
    {"host-failures", 0, "N", GROUP_FETCHING, OPTION_COUNT, FIELD(fetch.host_failures),
     .low = 0, .high = 1000000, .verbs = WITH_PAGES,
     .help =
         "failed connections or timeouts in a row after which the other URLs of a host "
         "are not requested; 0 for never (default: 5)"},

    {"timeout", 0, "SECONDS", GROUP_LIMITS, OPTION_SECONDS, FIELD(fetch.timeout_s),
     .low = 0.001, .high = DAY, .verbs = WITH_PAGES,
     .help = "time for a whole request (default: 60)"},
    {"max-wait", 0, "SECONDS", GROUP_LIMITS, OPTION_SECONDS, FIELD(fetch.max_wait_s),
     .low = 0, .high = DAY, .verbs = WITH_PAGES,
     .help = "the longest Retry-After to wait for (default: 300)"},
    {"max-bytes", 0, "N[K|M|G]", GROUP_LIMITS, OPTION_BYTES, FIELD(fetch.max_bytes),
     .low = 1, .high = 2 * BYTES_G, .verbs = WITH_PAGES,
     .help = "bytes of a page, decompressed (default: 10M)"},
    {"workers", 0, "N", GROUP_LIMITS, OPTION_COUNT, FIELD(workers), .low = 1,
     .high = WORKERS_MAX, .verbs = WITH_RUNS,
     .help = "processes that clean pages (default: one for each core)"},
    {"page-seconds", 0, "SECONDS", GROUP_LIMITS, OPTION_SECONDS, FIELD(page_seconds),
     .low = 0.001, .high = DAY, .verbs = WITH_PAGES,
     .help = "CPU time for a page (default: 10)"},
    {"page-memory", 0, "N[K|M|G]", GROUP_LIMITS, OPTION_BYTES, FIELD(page_memory),
     .low = 1 << 20, .high = 64 * BYTES_G, .verbs = WITH_PAGES,
     .help = "memory for a page (default: 256M)"},
    {"grace", 0, "SECONDS", GROUP_LIMITS, OPTION_SECONDS, FIELD(grace_seconds), .low = 0,
     .high = DAY, .verbs = WITH_RUNS,
     .help = "time to finish pages in progress after a first signal (default: 5); a "
             "second signal ends the run at once"},
    {"max-time", 0, "SECONDS", GROUP_LIMITS, OPTION_SECONDS, FIELD(max_seconds),
     .low = 0.001, .high = 365 * DAY,
     .help =
         "time for the whole run; what is not done then goes to --failed, and the exit "
         "status is 124"},
    {"require-sandbox", 0, NULL, GROUP_LIMITS, OPTION_SET, FIELD(sandbox),
     .value = SANDBOX_REQUIRED, .verbs = WITH_PAGES,
     .help = "fail if the kernel does not support the sandbox that pages are parsed in"},
    {"isolate", 0, NULL, GROUP_LIMITS, OPTION_ON, FIELD(isolate), .verbs = WITH_PAGES,
     .help = "start a new worker process for each host, so that a page that takes over "
             "its worker cannot falsify the pages of other hosts"},
    {"no-sandbox", 0, NULL, GROUP_LIMITS, OPTION_SET, FIELD(sandbox),
     .value = SANDBOX_OFF, .verbs = WITH_PAGES,
     .help = "parse without a sandbox, for debuggers"},

    {"help", 'h', NULL, GROUP_OTHER, OPTION_SET, FIELD(request), .value = REQUEST_HELP,
     .more = "all", .verbs = WITH_ALL, .brief = "print this, or all options",
     .help = "print help; with all, on every option"},
    {"version", 'V', NULL, GROUP_OTHER, OPTION_SET, FIELD(request),
     .value = REQUEST_VERSION, .verbs = WITH_ALL, .brief = "print the version",
     .help = "print the versions of winnow and its libraries"},
    {"help-man", 0, NULL, GROUP_OTHER, OPTION_SET, FIELD(request), .value = REQUEST_MAN},
    {"completion", 0, "SHELL", GROUP_OTHER, OPTION_WORD, FIELD(completion),
     .words = WORDS(shell_words)},
};

const size_t option_row_count = COUNT_OF(option_rows);

bool option_is_setting(const struct option_row *row)
{
    return row->is_setting || row->group == GROUP_RULES || row->group == GROUP_FETCHING ||
           row->group == GROUP_LIMITS;
}

bool option_goes_with(const struct option_row *row, enum verb verb)
{
    return ((row->verbs ? row->verbs : WITH_FILTER) & VERB_BIT(verb)) != 0;
}

bool option_is_shown(const struct option_row *row, enum verb verb)
{
    return row->help && option_goes_with(row, verb);
}

bool option_takes_path(const struct option_row *row)
{
    return row->argument &&
           (strcmp(row->argument, "DIR") == 0 || strcmp(row->argument, "FILE") == 0);
}
