#include "refresh/refresh.h"

#include "archive/rule_health.h"
#include "cli/exit_codes.h"
#include "cli/line_reader.h"
#include "refresh/crawl.h"
#include "refresh/report.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { URL_BYTES_MAX = 64 * 1024 };

struct refresh {
    struct archive_command archived;
    struct recorder ledger;
    struct crawl round;
    size_t invalid; /* lines of the list */
};

/* ---- one page ---------------------------------------------------------------------- */

/* What is held does not make an article under today's rules: it is asked for at once. */
static void ask_for_the_rest(struct refresh *r, const struct outcome *outcome)
{
    struct error err;
    struct crawl *round = &r->round;
    bool done = recorder_postpone(&r->ledger, outcome->page, &err);
    ARENA_PUSH(&round->arena, &round->due, outcome->page->id);
    recorder_note(&r->ledger, done, &err);
}

static void settle(void *context, const struct outcome *outcome)
{
    struct refresh *r = context;
    struct error err = {0};
    r->ledger.run.recleaned += !outcome->fetched;
    if (!outcome->fetched && outcome->part_error) {
        ask_for_the_rest(r, outcome);
        return;
    }
    bool done = recorder_take(&r->ledger, outcome, &err);
    recorder_note(&r->ledger, done, &err);
    if (outcome->record && done)
        recorder_note(&r->ledger,
                      rule_health_count(&r->archived.store, outcome->page,
                                        outcome->record, r->ledger.now, r->ledger.run.id,
                                        &err),
                      &err);
}

static void show(void *context)
{
    struct refresh *r = context;
    console_progress(&r->archived.console, "winnow: %lld asked, %lld changed, %zu to go",
                     (long long)r->ledger.run.asked, (long long)r->ledger.run.changed,
                     crawl_count_left(&r->round));
}

/* ---- URLs to add ------------------------------------------------------------------- */

/* A bad line of a list is a problem as others are: it is told once, not every night. */
static void note_bad_line(struct refresh *r, const char *text, const char *why)
{
    struct error err;
    struct store_problem problem = {
        .key = arena_printf(&r->round.arena, "list:%s", text),
        .host = text,
        .kind = "list",
        .text = why,
        .since = r->archived.now,
    };
    r->invalid++;
    bool done = store_begin(&r->archived.store, &err) &&
                store_note_problem(&r->archived.store, &problem, r->ledger.run.id, &err);
    if (!done)
        recorder_note(&r->ledger, false, &err);
}

static void add_url(struct refresh *r, struct slice line)
{
    struct error err;
    char *url = NULL, *host = NULL;
    line = slice_trim(line);
    if (!line.len || line.ptr[0] == '#')
        return;
    const char *text = arena_string(&r->round.arena, line);
    bool is_url = fetch_normalise_url(text, &url, &err);
    if (is_url && (host = fetch_url_host(url))) {
        bool done = store_begin(&r->archived.store, &err) &&
                    store_add_page(&r->archived.store, url, host, r->archived.now, &err);
        if (!done) /* all of a list are added at once */
            recorder_note(&r->ledger, false, &err);
    } else {
        note_bad_line(r, text, is_url ? "no host" : err.text);
    }
    free(url);
    free(host);
    arena_reset(&r->round.arena);
}

static bool add_urls(struct refresh *r, const char *file, struct error *err)
{
    bool is_stdin = strcmp(file, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
    struct line_reader lines;
    struct slice line;
    enum line_reader_result result = LINE_READER_WAIT;
    struct error why;
    if (fd < 0)
        return error_set(err, "--urls %s: %s", file, strerror(errno));
    line_reader_open(&lines, fd, '\n', URL_BYTES_MAX);
    while (result != LINE_READER_END && result != LINE_READER_ERROR &&
           !r->ledger.is_broken) {
        result = line_reader_next(&lines, &line, &why);
        if (result == LINE_READER_LINE) {
            add_url(r, line);
        } else if (result == LINE_READER_TOO_LONG) {
            note_bad_line(r, file, "a line is too long for a URL");
        } else if (result == LINE_READER_WAIT) {
            struct pollfd ready = {.fd = fd, .events = POLLIN};
            poll(&ready, 1, -1);
        }
    }
    line_reader_close(&lines);
    if (!is_stdin)
        close(fd);
    if (result == LINE_READER_ERROR)
        return error_set(err, "--urls %s: %s", file, why.text);
    return store_end_unseen_problems(&r->archived.store, "list", r->ledger.run.id, err) &&
           recorder_flush(&r->ledger);
}

/* ---- what is to be done ------------------------------------------------------------ */

struct rules_search {
    struct refresh *r;
    struct string_list hosts, rules;
};

static bool note_rules(void *context, const char *host, const char *rules)
{
    struct rules_search *search = context;
    char revision[ARCHIVE_CLEANER_REVISION_SIZE];
    archive_cleaner_revision(&search->r->round.cleaner, host, revision);
    if (strcmp(revision, rules) != 0) {
        struct arena *a = &search->r->round.arena;
        ARENA_PUSH(a, &search->hosts, arena_string(a, slice_of_string(host)));
        ARENA_PUSH(a, &search->rules, arena_string(a, slice_of_string(rules)));
    }
    return true;
}

static bool list_stored(struct refresh *r, struct error *err)
{
    struct rules_search search = {.r = r};
    struct store *store = &r->archived.store;
    bool done = store_each_rules(store, note_rules, &search, err);
    for (size_t i = 0; done && i < search.hosts.count; i++) {
        struct id_list some;
        done = store_list_cleaned_by(store, search.hosts.items[i], search.rules.items[i],
                                     &r->round.arena, &some, err);
        for (size_t j = 0; done && j < some.count; j++)
            ARENA_PUSH(&r->round.arena, &r->round.stored, some.items[j]);
    }
    return done;
}

static bool list_work(struct refresh *r, struct error *err)
{
    int64_t age = r->archived.options.max_age, now = r->archived.now;
    return list_stored(r, err) &&
           store_list_pages(
               &r->archived.store, age < 0 ? PAGES_DUE : PAGES_CHECKED_BEFORE,
               age < 0 ? now : now - age, NULL, &r->round.arena, &r->round.due, err);
}

/* ---- beginning and end ------------------------------------------------------------- */

static int exit_code_of(const struct refresh *r)
{
    if (r->round.stop.number)
        return 128 + r->round.stop.number;
    if (r->ledger.is_broken || r->invalid || r->round.unreadable || r->ledger.run.failed)
        return EXIT_FAILURE;
    return r->ledger.run.suspect ? EXIT_POOR : EXIT_SUCCESS;
}

static bool prepare(struct refresh *r, struct error *err)
{
    const char *urls = r->archived.options.urls_file;
    return recorder_open(&r->ledger, &r->archived.store, &r->archived.console,
                         r->archived.now, (int64_t)r->archived.options.warc_bytes, err) &&
           (!urls || add_urls(r, urls, err)) && list_work(r, err);
}

static bool finish(struct refresh *r, struct error *err)
{
    const struct options *options = &r->archived.options;
    unsigned files;
    r->ledger.now = crawl_now(&r->round);
    bool done =
        recorder_flush(&r->ledger) &&
        rule_health_update(&r->archived.store, r->ledger.now, r->ledger.run.id, err) &&
        recorder_flush(&r->ledger) &&
        (!options->keep || store_prune(&r->archived.store, options->keep, &files, err));
    if (done)
        report_problems(&r->archived, &r->ledger.run);
    if (done && options->report_html)
        done = report_write_html(&r->archived, &r->ledger.run, options->report_html, err);
    return done;
}

static int refresh(struct refresh *r)
{
    struct error err = {0};
    bool done = prepare(r, &err);
    r->ledger.accept_runs = r->archived.options.accept_after;
    if (done)
        crawl_run(&r->round);
    done = done && finish(r, &err);
    recorder_close(&r->ledger);
    if (!done && err.text[0])
        archive_command_fail(&r->archived, &err);
    report_summary(&r->archived, &r->ledger.run, r->round.skipped);
    return done ? exit_code_of(r) : EXIT_FAILURE;
}

static int open_and_refresh(struct refresh *r)
{
    struct crawl_owner owner = {r, settle, show};
    int code = crawl_open(&r->round, &r->archived, &r->ledger, &owner);
    if (code == 0)
        code = refresh(r);
    crawl_close(&r->round);
    return code;
}

static int make_archive(const struct options *options)
{
    struct console console;
    struct error err;
    struct buffer settings;
    console_open(&console, (enum verbosity)options->verbosity, PROGRESS_NEVER);
    buffer_open(&settings, NULL);
    archive_command_write_settings(options, &settings);
    bool done = store_create(options->arguments.items[0], settings.ptr, &err);
    buffer_close(&settings);
    if (!done)
        console_error(&console, "%s", err.text);
    return done ? EXIT_SUCCESS : EXIT_USAGE;
}

int refresh_run(const struct options *options)
{
    struct refresh *r = calloc(1, sizeof *r);
    int code = r ? EXIT_SUCCESS : EXIT_FAILURE;
    bool is_made_only = options->makes_archive && !options->urls_file;
    if (r && options->makes_archive)
        code = make_archive(options);
    if (code == 0 && !is_made_only) {
        code = archive_command_open(&r->archived, options,
                                    archive_command_write_access(options));
        if (code == 0)
            code = archive_command_close(&r->archived, open_and_refresh(r));
    }
    free(r);
    return code;
}
