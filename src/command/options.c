#include "command/options.h"

#include "archive/coding.h"
#include "archive/when.h"
#include "page/charset.h"
#include "winnow.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the table --------------------------------------------------------------------- */

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
    {"charset", 0, "LABEL", GROUP_INPUT, OPTION_STRING, FIELD(charset),
     .verbs = WITH_A_PAGE, .help = "the encoding, whatever header and page say"},
    {"null", '0', NULL, GROUP_INPUT, OPTION_ON, FIELD(nul_separated),
     .help = "URLs end with NUL instead of a newline"},

    {"format", 0, "FORMAT", GROUP_OUTPUT, OPTION_WORD, FIELD(format),
     .words = format_words,
     .verbs = WITH_FILTER | WITH_EXPLAIN | WITH_CHECK | VERB_BIT(VERB_EXPORT),
     .help = "text (the default), markdown, html or jsonl"},
    {"text-format", 0, "FORM", GROUP_OUTPUT, OPTION_WORD, FIELD(text_format),
     .words = text_format_words,
     .help = "what a record's text in jsonl is: text (the default), markdown or html"},
    {"width", 0, "N", GROUP_OUTPUT, OPTION_COUNT, FIELD(width), .low = 0, .high = 10000,
     .help = "wrap text at N columns (0, the default: not at all)"},
    {"links", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(links),
     .help = "list below a text where its links lead"},
    {"images", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(images),
     .help = "put the alternative texts of images into a text"},
    {"front-matter", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(front_matter),
     .help = "begin Markdown with title, author, date, url, site and language as YAML"},
    {"headers", 0, "WHEN", GROUP_OUTPUT, OPTION_WORD, FIELD(headers),
     .words = headers_words,
     .help = "a line ==> URL <== before each text: auto (for several), always or never"},
    {"output-dir", 'o', "DIR", GROUP_OUTPUT, OPTION_STRING, FIELD(output_dir),
     .help = "write a file for each page and an index.jsonl there; what is there already "
             "is skipped"},
    {"failed", 0, "FILE", GROUP_OUTPUT, OPTION_STRING, FIELD(failed),
     .help = "write the inputs that failed there, to be fed back in"},
    {"favor", 0, "SIDE", GROUP_OUTPUT, OPTION_WORD, FIELD(favor), .words = favor_words,
     .verbs = WITH_A_PAGE | WITH_REFRESH | WITH_RECLEAN, .is_setting = true,
     .help = "where no rule decides: precision (rather miss some than keep too much) or "
             "recall (rather keep too much)"},
    {"comments", 0, NULL, GROUP_OUTPUT, OPTION_ON, FIELD(comments),
     .verbs = WITH_A_PAGE | WITH_REFRESH | WITH_RECLEAN, .is_setting = true,
     .help = "keep what readers have written below an article"},
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
     .verbs = WITH_PAGES,
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
    {"workers", 0, "N", GROUP_LIMITS, OPTION_COUNT, FIELD(workers), .low = 1, .high = 256,
     .verbs = WITH_RUNS, .help = "processes that clean pages (as many as cores)"},
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
    {"help-rules", 0, NULL, GROUP_OTHER, OPTION_SET, FIELD(request),
     .value = REQUEST_RULES_MAN},
    {"completion", 0, "SHELL", GROUP_OTHER, OPTION_WORD, FIELD(completion),
     .words = shell_words},
};

const size_t option_row_count = sizeof option_rows / sizeof *option_rows;

bool option_is_setting(const struct option_row *row)
{
    return row->is_setting || row->group == GROUP_RULES || row->group == GROUP_FETCHING ||
           row->group == GROUP_LIMITS;
}

bool option_goes_with(const struct option_row *row, enum verb verb)
{
    return (row->verbs ? row->verbs : (unsigned)WITH_FILTER) & VERB_BIT(verb);
}

/* ---- the nearest name -------------------------------------------------------------- */

enum { NAME_MAX_BYTES = 32, NEAR = 3 }; /* further off than NEAR edits is another word */

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Levenshtein's distance: how many letters to add, drop or change. */
static size_t count_edits(struct slice a, struct slice b)
{
    size_t row[NAME_MAX_BYTES + 1];
    if (a.len > NAME_MAX_BYTES || b.len > NAME_MAX_BYTES)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 0; i < a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.len; j++) {
            size_t change = diagonal + (a.ptr[i] != b.ptr[j]);
            diagonal = row[j + 1];
            row[j + 1] = least(change, row[j] + 1, diagonal + 1);
        }
    }
    return row[b.len];
}

/* NULL when none is near. What begins like a name is as near as can be. */
static const struct option_row *find_nearest(struct slice name)
{
    const struct option_row *nearest = NULL;
    size_t best = NEAR + 1;
    for (size_t i = 0; i < option_row_count; i++) {
        struct slice known = slice_of_string(option_rows[i].name);
        bool begins = name.len >= 2 && slice_starts_with(known, name);
        size_t edits = begins ? 0 : count_edits(name, known);
        if (option_rows[i].help && edits < best && edits < known.len) {
            best = edits;
            nearest = &option_rows[i];
        }
    }
    return nearest;
}

/* ---- values ------------------------------------------------------------------------ */

static bool set_word(const struct option_row *row, const char *value, int *field,
                     struct error *err)
{
    char list[128] = "";
    for (int i = 0; row->words[i]; i++) {
        if (*value && strcmp(row->words[i], value) == 0) {
            *field = i;
            return true;
        }
        if (!row->words[i][0])
            continue;
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "",
                 row->words[i]);
    }
    return error_set(err, "--%s has no \"%s\"; there are: %s", row->name, value, list);
}

/* Digits with at most one point, so that neither a sign, "nan", "inf" nor "0x" gets by.
 */
static bool read_number(const char *text, bool may_have_point, double *out,
                        const char **end)
{
    size_t digits = strspn(text, "0123456789"), total = digits;
    if (may_have_point && text[total] == '.') {
        size_t more = strspn(text + total + 1, "0123456789");
        total += 1 + more;
        digits += more;
    }
    *end = text + total;
    *out = strtod(text, NULL);
    return digits > 0;
}

static double factor_of(const char *suffix)
{
    static const char letters[] = "KMG";
    if (!suffix[0])
        return 1;
    const char *hit = strchr(letters, suffix[0] & ~0x20);
    if (!hit || suffix[1])
        return 0;
    double factor = 1024;
    for (; hit > letters; hit--)
        factor *= 1024;
    return factor;
}

static bool set_number(const struct option_row *row, const char *value, void *field,
                       struct error *err)
{
    double number = 0;
    const char *end = value;
    bool is_number = read_number(value, row->kind == OPTION_SECONDS, &number, &end);
    double factor = row->kind == OPTION_BYTES ? factor_of(end) : *end == '\0';
    number *= factor;
    if (!is_number || factor == 0 || !(number >= row->low && number <= row->high))
        return error_set(err, "--%s takes %s from %g to %.10g, not \"%s\"", row->name,
                         row->kind == OPTION_BYTES ? "bytes (K, M, G)" : "a number",
                         row->low, row->high, value);
    if (row->kind == OPTION_COUNT)
        *(unsigned *)field = (unsigned)number;
    else if (row->kind == OPTION_BYTES)
        *(size_t *)field = (size_t)number;
    else
        *(double *)field = number;
    return true;
}

static bool set_value(const struct option_row *row, const char *value, struct arena *a,
                      struct options *out, struct error *err)
{
    void *field = (char *)out + row->offset;
    switch (row->kind) {
    case OPTION_SET:
        *(int *)field = row->value;
        return true;
    case OPTION_ON:
        *(bool *)field = true;
        return true;
    case OPTION_OFF:
        *(bool *)field = false;
        return true;
    case OPTION_STRING:
        *(const char **)field = value;
        return true;
    case OPTION_LIST:
        ARENA_PUSH(a, (struct string_list *)field, value);
        return true;
    case OPTION_WORD:
        return set_word(row, value, field, err);
    case OPTION_DURATION:
        return when_read_duration(value, field) ||
               error_set(err, "--%s takes a time as 90s, 15m, 6h or 2d, not \"%s\"",
                         row->name, value);
    case OPTION_COUNT:
    case OPTION_SECONDS:
    case OPTION_BYTES:
        return set_number(row, value, field, err);
    }
    return false;
}

/* ---- the command line -------------------------------------------------------------- */

struct parser {
    char *const *next; /* of argv */
    struct arena *arena;
    struct options *out;
    struct error *err;
    struct {
        const struct option_row **items;
        size_t count, capacity;
    } given; /* the rows of the options that were given */
};

static const struct option_row *find_name(struct slice name)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (slice_equal(name, slice_of_string(option_rows[i].name)))
            return &option_rows[i];
    return NULL;
}

static const struct option_row *find_letter(char letter)
{
    for (size_t i = 0; i < option_row_count; i++)
        if (letter && option_rows[i].letter == letter)
            return &option_rows[i];
    return NULL;
}

/* value is what stood in the same word, or NULL: then it is the next word. */
static bool take_value(struct parser *p, const struct option_row *row, const char *value)
{
    if (!value && !*p->next)
        return error_set(p->err, "--%s needs a value: --%s %s", row->name, row->name,
                         row->argument);
    return set_value(row, value ? value : *p->next++, p->arena, p->out, p->err);
}

static bool parse_long(struct parser *p, const char *word)
{
    struct slice text = slice_of_string(word + 2), name;
    const char *equals = strchr(word, '=');
    name = equals ? slice_of(text.ptr, (size_t)(equals - text.ptr)) : text;
    const struct option_row *row = find_name(name), *nearest;
    if (row)
        ARENA_PUSH(p->arena, &p->given, row);
    if (row && row->argument)
        return take_value(p, row, equals ? equals + 1 : NULL);
    if (row && equals)
        return error_set(p->err, "--%s takes no value", row->name);
    if (row)
        return set_value(row, NULL, p->arena, p->out, p->err);
    nearest = find_nearest(name);
    if (nearest)
        return error_set(p->err, "unknown option \"--%.*s\"; did you mean \"--%s\"?",
                         SLICE_ARG(name), nearest->name);
    return error_set(p->err, "unknown option \"--%.*s\"", SLICE_ARG(name));
}

/* "-qv" is two options; "-oDIR" and "-o DIR" are one. */
static bool parse_letters(struct parser *p, const char *letters)
{
    for (; *letters; letters++) {
        const struct option_row *row = find_letter(*letters);
        if (!row)
            return error_set(p->err, "unknown option \"-%c\"", *letters);
        ARENA_PUSH(p->arena, &p->given, row);
        if (row->argument)
            return take_value(p, row, letters[1] ? letters + 1 : NULL);
        if (!set_value(row, NULL, p->arena, p->out, p->err))
            return false;
    }
    return true;
}

/* The name of a group of commands, where none of them follows. */
static bool take_group_alone(struct parser *p, const char *group)
{
    const char *second = *p->next;
    if (second && strcmp(second, "--help") == 0) {
        p->out->request = REQUEST_RULES_HELP;
        p->next++;
        return true;
    }
    if (second && second[0] != '-')
        return error_set(p->err, "winnow %s has no \"%s\"; there are %s", group, second,
                         verb_group_words());
    return error_set(p->err, "winnow %s what? There are %s; write ./%s for a file", group,
                     verb_group_words(), group);
}

/* A verb's words, if `word` is the first of them and nothing but options stood before. */
static bool take_verb(struct parser *p, const char *word, bool *is_verb)
{
    int words = 0;
    *is_verb = false;
    if (p->out->arguments.count || p->out->verb != VERB_FILTER)
        return true;
    enum verb verb = verb_find(word, *p->next, &words);
    if (verb == VERB_COUNT) {
        *is_verb = true;
        return take_group_alone(p, word);
    }
    p->out->verb = verb;
    p->next += words == 2;
    *is_verb = words > 0;
    return true;
}

static bool parse_words(struct parser *p)
{
    bool only_arguments = false;
    while (*p->next) {
        const char *word = *p->next++;
        bool is_option = word[0] == '-' && word[1] && !only_arguments;
        bool is_verb = false;
        if (!is_option && !only_arguments && !take_verb(p, word, &is_verb))
            return false;
        if (is_option && strcmp(word, "--") == 0)
            only_arguments = true;
        else if (!is_option && !is_verb)
            ARENA_PUSH(p->arena, &p->out->arguments, word);
        else if (is_option &&
                 !(word[1] == '-' ? parse_long(p, word) : parse_letters(p, word + 1)))
            return false;
    }
    return true;
}

static const char *name_of_verb(const struct options *options, struct arena *a)
{
    const struct verb_row *verb = verb_row(options->verb);
    return arena_printf(a, "winnow%s%s%s%s", verb->group ? " " : "",
                        verb->group ? verb->group : "", verb->name ? " " : "",
                        verb->name ? verb->name : "");
}

static bool check_verb(const struct parser *p)
{
    const struct options *options = p->out;
    static const struct {
        size_t least, most; /* 0: any number */
    } takes[VERB_COUNT] = {
        [VERB_EXPLAIN] = {1, 1},       [VERB_LINKS] = {1, 1},
        [VERB_RULES_NEW] = {1, 1},     [VERB_RULES_LIST] = {1, 1},
        [VERB_REFRESH] = {1, 1},       [VERB_LOG] = {2, 2},
        [VERB_DIFF] = {2, 4},          [VERB_SHOW] = {2, 3},
        [VERB_QUARANTINE] = {1, 1},    [VERB_HEALTH] = {1, 1},
        [VERB_RECLEAN] = {1, 1},       [VERB_FSCK] = {1, 1},
        [VERB_FORGET] = {2, SIZE_MAX}, [VERB_EXPORT] = {1, 1},
        [VERB_STATUS] = {1, 1},
    };
    size_t count = options->arguments.count;
    const char *name = name_of_verb(options, p->arena);
    for (size_t i = 0; i < p->given.count; i++)
        if (!option_goes_with(p->given.items[i], options->verb))
            return error_set(p->err, "--%s does not go with %s", p->given.items[i]->name,
                             name);
    if (options->request != REQUEST_NONE)
        return true;
    if (takes[options->verb].most &&
        (count < takes[options->verb].least || count > takes[options->verb].most))
        return error_set(p->err, "%s takes %s%s, and there are %zu", name,
                         takes[options->verb].most == 1 ? "one " : "",
                         verb_row(options->verb)->arguments, count);
    if (options->watches && options->updates)
        return error_set(p->err, "--update writes the files that --watch looks at; give "
                                 "one of them");
    if (options->only_dropped && options->only_kept)
        return error_set(p->err, "--dropped and --kept: each leaves out what the other "
                                 "shows; give one, or neither for all");
    return true;
}

/* Options that mean something for one form of the text alone. */
static bool check_form(const struct options *options, struct error *err)
{
    bool is_text = options->format == FORMAT_TEXT ||
                   (options->format == FORMAT_JSONL && !options->text_format);
    if (options->verb != VERB_FILTER &&
        (options->format == FORMAT_MARKDOWN || options->format == FORMAT_HTML))
        return error_set(err, "--format is text or jsonl here");
    if (options->text_format && options->format != FORMAT_JSONL)
        return error_set(err, "--text-format goes with --format jsonl");
    if (options->front_matter && options->format != FORMAT_MARKDOWN)
        return error_set(err, "--front-matter goes with --format markdown");
    if ((options->width || options->links || options->images) && !is_text)
        return error_set(err, "--width, --links and --images go with plain text");
    return true;
}

static bool check(const struct options *options, struct error *err)
{
    if (options->charset && !charset_of_label(slice_of_string(options->charset)))
        return error_set(err, "--charset: no encoding is called \"%s\"",
                         options->charset);
    bool is_page = options->input == INPUT_HTML || options->input == INPUT_TEXT ||
                   (options->input == INPUT_UNSAID && options->arguments.count);
    if (options->url && !is_page)
        return error_set(err, "--url goes with --input html or --input text");
    if (options->url && options->arguments.count > 1)
        return error_set(err, "--url is the address of one page, and there are %zu",
                         options->arguments.count);
    if (options->nul_separated && options->input > INPUT_URLS)
        return error_set(err, "-0 goes with lists of URLs");
    return true;
}

bool options_parse(int argc, char *const *argv, struct arena *a, struct options *out,
                   struct error *err)
{
    *out = (struct options){
        .page_seconds = 10,
        .page_memory = (size_t)256 << 20,
        .grace_seconds = 5,
        .max_age = -1,
        .max_runtime = -1,
        .accept_after = 5,
        .warc_bytes = (size_t)1 << 30,
        .argc = argc,
        .argv = argv,
        .fetch = fetch_default_options(),
    };
    struct parser parser = {
        .next = argv + (argc > 0), .arena = a, .out = out, .err = err};
    if (!parse_words(&parser) || !check_verb(&parser))
        return false;
    out->fetch.headers = out->request_headers.items;
    out->fetch.header_count = out->request_headers.count;
    out->fetch.decode = coding_decode;
    if (out->completion)
        out->request = REQUEST_COMPLETION;
    if (out->request != REQUEST_NONE)
        return true;
    if (!check(out, err) || !check_form(out, err))
        return false;
    if (out->format == FORMAT_MARKDOWN)
        out->text_format = WINNOW_AS_MARKDOWN;
    if (out->format == FORMAT_HTML)
        out->text_format = WINNOW_AS_HTML;
    return true;
}
