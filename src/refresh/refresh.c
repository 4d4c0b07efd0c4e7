#include "refresh/refresh.h"

#include "archive/rule_health.h"
#include "base/file.h"
#include "cli/exit_codes.h"
#include "cli/line_reader.h"
#include "refresh/clock_faults.h"
#include "refresh/comparison.h"
#include "refresh/crawl.h"
#include "refresh/layout_change.h"
#include "refresh/notify.h"
#include "refresh/report.h"
#include "refresh/run_report.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { URL_BYTES_MAX = 64 * 1024 };

struct refresh {
    struct archive_command command;
    struct recorder recorder;
    struct crawl crawl;
    size_t invalid;      /* lines of the --urls list */
    bool changes_layout; /* of text/ */
    char *notify;        /* the command to run at the end; NULL: none */
    struct buffer news;  /* its input */
};

/* ---- one page ---------------------------------------------------------------------- */

/* Under the current rules the article has pages that are not in the archive: it is
   fetched in this run. */
static void fetch_missing_pages(struct refresh *r, const struct page_outcome *outcome)
{
    struct error err;
    struct crawl *crawl = &r->crawl;
    bool done = recorder_postpone(&r->recorder, outcome->page, &err);
    ARENA_PUSH(&crawl->arena, &crawl->due, outcome->page->id);
    recorder_check(&r->recorder, done, &err);
}

/* An error of a host's rule file is one problem, whatever the number of its pages. Their
   rules are not counted: the file was not used. */
static bool check_rules(struct refresh *r, const struct page_outcome *outcome,
                        struct error *err)
{
    struct store *store = &r->command.store;
    struct arena *a = &r->crawl.arena;
    const char *host = outcome->page->host;
    const char *text = comparison_rule_error(outcome->record, a);
    struct store_problem problem = {
        .key = arena_printf(a, "rules:%s", host),
        .host = host,
        .kind = "rules",
        .text = text,
        .since = r->recorder.now,
    };
    if (text)
        return store_begin(store, err) &&
               store_note_problem(store, &problem, r->recorder.run.id, err);
    return store_begin(store, err) &&
           store_end_problem(store, problem.key, r->recorder.run.id, err) &&
           rule_health_count(store, outcome->page, outcome->rules, outcome->record,
                             r->recorder.now, r->recorder.run.id, err);
}

/* Whether a newer body of the page waits in quarantine: what rules do with the older one
   says nothing about the site of today. */
static bool is_outdated(struct refresh *r, const struct page_outcome *outcome)
{
    struct store_suspect suspect;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    bool outdated = !outcome->fetched &&
                    store_find_suspect(&r->command.store, outcome->page->id, &a, &suspect,
                                       NULL, NULL) &&
                    suspect.body.raw_sha256 && outcome->page->body.raw_sha256 &&
                    strcmp(suspect.body.raw_sha256, outcome->page->body.raw_sha256) != 0;
    arena_close(&a);
    return outdated;
}

static void handle_page(void *context, const struct page_outcome *outcome)
{
    struct refresh *r = context;
    struct error err = {0};
    bool is_counted = outcome->record && !is_outdated(r, outcome);
    r->recorder.run.recleaned += !outcome->fetched;
    if (!outcome->fetched && outcome->part_error) {
        fetch_missing_pages(r, outcome);
        return;
    }
    bool done = recorder_apply(&r->recorder, outcome, &err);
    recorder_check(&r->recorder, done, &err);
    if (is_counted && done)
        recorder_check(&r->recorder, check_rules(r, outcome, &err), &err);
}

static void show_progress(void *context)
{
    struct refresh *r = context;
    size_t all = r->crawl.to_reclean.count + r->crawl.due.count;
    size_t left = crawl_count_left(&r->crawl);
    struct console_count count = {all > left ? all - left : 0, left};
    console_progress(&r->command.console, count, "%lld requested, %lld changed, %zu left",
                     (long long)r->recorder.run.asked, (long long)r->recorder.run.changed,
                     left);
}

/* ---- URLs to add ------------------------------------------------------------------- */

/* An invalid line of the list is a problem like others: it is reported once, not in every
   run. */
static void add_list_problem(struct refresh *r, const char *text, const char *why)
{
    struct error err;
    struct store_problem problem = {
        .key = arena_printf(&r->crawl.arena, "list:%s", text),
        .host = text,
        .kind = "list",
        .text = why,
        .since = r->command.now,
    };
    bool done = store_begin(&r->command.store, &err) &&
                store_note_problem(&r->command.store, &problem, r->recorder.run.id, &err);
    if (!done)
        recorder_check(&r->recorder, false, &err);
}

static void add_url(struct refresh *r, struct slice line)
{
    struct error err;
    char *url = NULL, *host = NULL;
    line = slice_trim(line);
    if (!line.len || line.ptr[0] == '#')
        return;
    const char *text = arena_string(&r->crawl.arena, line);
    bool is_url = fetch_normalise_url(text, &url, &err);
    if (is_url && (host = fetch_url_host(url))) {
        bool done = store_begin(&r->command.store, &err) &&
                    store_add_page(&r->command.store, url, host, r->command.now, &err);
        if (!done) /* otherwise no recorder_check: all URLs are added in one batch */
            recorder_check(&r->recorder, false, &err);
    } else {
        add_list_problem(r, text, is_url ? "no host" : err.text);
    }
    free(url);
    free(host);
    arena_reset(&r->crawl.arena);
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
           !r->recorder.is_broken) {
        result = line_reader_next(&lines, &line, &why);
        if (result == LINE_READER_LINE) {
            add_url(r, line);
        } else if (result == LINE_READER_TOO_LONG) {
            add_list_problem(r, file, "line too long for a URL");
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
    return store_end_unseen_problems(&r->command.store, "list", r->recorder.run.id,
                                     err) &&
           recorder_flush(&r->recorder);
}

/* ---- the lists of pages ------------------------------------------------------------ */

struct rules_search {
    struct refresh *r;
    struct string_list hosts, rules;
};

static bool collect_changed_rules(void *context, const char *host, const char *rules)
{
    struct rules_search *search = context;
    char revision[ARCHIVE_CLEANER_REVISION_SIZE];
    archive_cleaner_revision(&search->r->crawl.cleaner, host, revision);
    if (strcmp(revision, rules) != 0) {
        struct arena *a = &search->r->crawl.arena;
        ARENA_PUSH(a, &search->hosts, arena_string(a, slice_of_string(host)));
        ARENA_PUSH(a, &search->rules, arena_string(a, slice_of_string(rules)));
    }
    return true;
}

static bool list_reclean(struct refresh *r, struct error *err)
{
    struct rules_search search = {.r = r};
    struct store *store = &r->command.store;
    bool done = store_each_rules(store, collect_changed_rules, &search, err);
    for (size_t i = 0; done && i < search.hosts.count; i++) {
        struct id_list some;
        done = store_list_cleaned_by(store, search.hosts.items[i], search.rules.items[i],
                                     &r->crawl.arena, &some, err);
        for (size_t j = 0; done && j < some.count; j++)
            ARENA_PUSH(&r->crawl.arena, &r->crawl.to_reclean, some.items[j]);
    }
    return done;
}

/* Pages that were checked by a clock that was ahead would not be due for years. */
static bool list_pages_ahead(struct refresh *r, struct error *err)
{
    struct store *store = &r->command.store;
    struct id_list ahead;
    bool is_sane;
    bool done =
        clock_faults_find(store, r->command.now, r->recorder.run.id, &is_sane, err) &&
        store_list_pages(store, PAGES_AHEAD, r->command.now, NULL, &r->crawl.arena,
                         &ahead, err);
    for (size_t i = 0; done && is_sane && i < ahead.count; i++)
        ARENA_PUSH(&r->crawl.arena, &r->crawl.due, ahead.items[i]);
    return done;
}

static bool list_work(struct refresh *r, struct error *err)
{
    int64_t age = r->command.options.max_age, now = r->command.now;
    return list_reclean(r, err) &&
           store_list_pages(&r->command.store, age < 0 ? PAGES_DUE : PAGES_CHECKED_BEFORE,
                            age < 0 ? now : now - age, NULL, &r->crawl.arena,
                            &r->crawl.due, err) &&
           list_pages_ahead(r, err);
}

/* Adds the page of an argument, if it is new, and puts it into the list to fetch. */
static bool list_argument(struct refresh *r, const char *argument, struct error *err)
{
    struct arena *a = &r->crawl.arena;
    struct store *store = &r->command.store;
    struct store_page page;
    struct error why;
    char *url = NULL;
    char *host = fetch_normalise_url(argument, &url, &why) ? fetch_url_host(url) : NULL;
    if (!host) {
        console_error(&r->command.console, "%s: %s", argument,
                      url ? "no host" : why.text);
        r->invalid++;
        free(url);
        return true;
    }
    bool done = store_begin(store, err) &&
                store_add_page(store, url, host, r->command.now, err) &&
                store_find_page(store, url, a, &page, err);
    free(url);
    free(host);
    if (done && page.is_ignored) {
        console_error(&r->command.console,
                      "%s: ignored; winnow ignore --undo asks for it", argument);
        return true;
    }
    for (size_t i = 0; done && i < r->crawl.due.count; i++)
        if (r->crawl.due.items[i] == page.id)
            return true;
    if (done)
        ARENA_PUSH(a, &r->crawl.due, page.id);
    return done;
}

/* With URLs as arguments, their pages are refreshed, due or not, and no others. */
static bool list_named(struct refresh *r, struct error *err)
{
    const struct string_list *arguments = &r->command.options.arguments;
    for (size_t i = 1; i < arguments->count; i++)
        if (!list_argument(r, arguments->items[i], err))
            return false;
    return recorder_flush(&r->recorder);
}

/* ---- opening and closing ----------------------------------------------------------- */

/* Old problems have been reported: only new ones fail the run, unless --strict. */
static int exit_code_of(struct refresh *r)
{
    struct store *store = &r->command.store;
    enum problem_choice choice =
        r->command.options.is_strict ? PROBLEMS_OPEN : PROBLEMS_BEGUN;
    if (r->crawl.stop.number)
        return 128 + r->crawl.stop.number;
    return r->recorder.is_broken || r->invalid || r->crawl.unreadable ||
                   store_count_problems(store, choice, r->recorder.run.id)
               ? EXIT_FAILURE
               : EXIT_SUCCESS;
}

/* A run over some pages only changes the files of these. */
static bool change_layout(struct refresh *r, bool is_named, struct error *err)
{
    enum text_layout layout = r->command.layout;
    r->changes_layout = layout != r->command.store.layout;
    r->command.store.layout = layout;
    return !r->changes_layout || is_named ||
           layout_change_begin(&r->recorder, &r->crawl.arena, &r->crawl.to_reclean, err);
}

static bool end_layout_change(struct refresh *r, struct error *err)
{
    struct id_list left;
    if (!r->changes_layout || r->crawl.stop.number)
        return true;
    return store_list_other_layouts(&r->command.store, &r->crawl.arena, &left, err) &&
           (left.count || store_save_layout(&r->command.store, err));
}

static bool prepare(struct refresh *r, struct error *err)
{
    const struct options *options = &r->command.options;
    const char *urls = options->urls_file;
    bool is_named = options->arguments.count > 1;
    bool opened = recorder_open(&r->recorder, &r->command, err);
    r->recorder.reports = true;
    return opened && (!urls || add_urls(r, urls, err)) &&
           (is_named ? list_named(r, err) : list_work(r, err)) &&
           change_layout(r, is_named, err);
}

/* The document of --report, to a file or to standard output. */
static bool write_document(struct refresh *r, struct error *err)
{
    const struct options *options = &r->command.options;
    const struct store_run *run = &r->recorder.run;
    struct buffer document;
    bool done = true;
    buffer_open(&document, &r->command.arena);
    switch ((enum report_what)options->report) {
    case REPORT_NEW:
    case REPORT_ALL:
        return true;
    case REPORT_MAIL:
        done = run_report_append_mail(&r->command, run, &document, err);
        break;
    case REPORT_JSON:
        done = run_report_append_json(&r->command, run, &document, err);
        break;
    case REPORT_HTML:
        report_append_html(&r->command, run, &document);
        break;
    case REPORT_ATOM:
        done = run_report_append_atom(&r->command, run, &document, err);
        break;
    }
    if (!done || !options->report_file) {
        buffer_append(&r->command.out, buffer_slice(&document));
        return done;
    }
    struct file_target target = {.folder = AT_FDCWD, .name = options->report_file};
    return file_replace(&target, buffer_slice(&document)) ||
           error_set(err, "--report-file %s: %s", options->report_file, strerror(errno));
}

/* The command is run when the archive is closed and unlocked: it may use it. */
static bool prepare_notification(struct refresh *r, struct error *err)
{
    const char *command = r->command.options.notify;
    if (!command || !run_report_has_news(&r->command, &r->recorder.run))
        return true;
    /* Who can write winnow.conf could run commands as this user. */
    if (!r->command.given->notify && !store_settings_are_own(&r->command.store)) {
        console_error(
            &r->command.console,
            "notify: not run: %s/winnow.conf belongs to another user, or others "
            "can write it",
            r->command.store.path);
        return true;
    }
    r->notify = strdup(command);
    return run_report_append_json(&r->command, &r->recorder.run, &r->news, err);
}

static void notify(struct refresh *r)
{
    enum { NOTIFY_SECONDS = 60 };
    struct error err;
    if (r->notify && !notify_run(r->notify, buffer_slice(&r->news), NOTIFY_SECONDS, &err))
        console_error(&r->command.console, "notify: %s: %s", r->notify, err.text);
}

static bool finish(struct refresh *r, struct error *err)
{
    const struct options *options = &r->command.options;
    unsigned files;
    r->recorder.now = crawl_now(&r->crawl);
    bool done =
        recorder_flush(&r->recorder) &&
        rule_health_update(&r->command.store, r->recorder.now, r->recorder.run.id, err) &&
        recorder_flush(&r->recorder) && end_layout_change(r, err) &&
        (!options->keep || store_prune(&r->command.store, options->keep, &files, err));
    if (done) {
        report_acceptances(&r->command.console, &r->recorder.acceptances);
        report_problems(&r->command, &r->recorder.run);
    }
    if (done && options->report_html)
        done =
            report_write_html(&r->command, &r->recorder.run, options->report_html, err);
    return done && write_document(r, err) && prepare_notification(r, err);
}

static int refresh(struct refresh *r)
{
    struct error err = {0};
    bool done = prepare(r, &err);
    if (done)
        crawl_run(&r->crawl);
    done = done && finish(r, &err);
    recorder_close(&r->recorder);
    if (!done && err.text[0])
        archive_command_fail(&r->command, &err);
    report_summary(&r->command, &r->recorder.run, r->crawl.skipped);
    int code = done ? exit_code_of(r) : EXIT_FAILURE;
    if (done && !store_set_told(&r->command.store, r->recorder.run.id, &err))
        return archive_command_fail(&r->command, &err);
    return code;
}

static int open_and_refresh(struct refresh *r)
{
    struct crawl_callbacks callbacks = {r, handle_page, show_progress};
    int code = crawl_open(&r->crawl, &r->command, &r->recorder, &callbacks);
    r->crawl.cleaner.sites.is_quiet = true; /* check_rules reports errors, once */
    if (code == 0)
        code = refresh(r);
    crawl_close(&r->crawl);
    return code;
}

/* Whether requests can be made with these options: what is wrong with one is said before
   it has become a setting. */
static bool check_fetch_options(const struct options *options, struct error *err)
{
    struct fetch *fetch = NULL;
    bool opened = fetch_open(&fetch, &options->fetch, err);
    fetch_close(fetch);
    return opened;
}

static int make_archive(const struct options *options)
{
    struct console console;
    struct error err;
    struct buffer settings;
    bool has_secrets = archive_command_has_secrets(options);
    console_open(&console, (enum verbosity)options->verbosity, PROGRESS_NEVER);
    buffer_open(&settings, NULL);
    bool done = archive_command_write_settings(options, &settings, &err) &&
                check_fetch_options(options, &err) &&
                store_create(options->arguments.items[0], settings.ptr,
                             has_secrets ? 0600 : 0666, &err);
    buffer_close(&settings);
    if (!done)
        console_error(&console, "%s", err.text);
    else if (has_secrets)
        console_news(&console,
                     "%s/winnow.conf has headers or a password: only you can read it",
                     options->arguments.items[0]);
    return done ? EXIT_SUCCESS : EXIT_USAGE;
}

int refresh_run(const struct options *options)
{
    struct refresh *r = calloc(1, sizeof *r);
    int code = r ? EXIT_SUCCESS : EXIT_FAILURE;
    bool is_made_only =
        options->makes_archive && !options->urls_file && options->arguments.count == 1;
    if (r && options->makes_archive)
        code = make_archive(options);
    if (code == 0 && !is_made_only) {
        code = archive_command_open(&r->command, options,
                                    archive_command_write_access(options));
        if (code == 0) {
            buffer_open(&r->news, NULL);
            code = archive_command_close(&r->command, open_and_refresh(r));
            notify(r);
            buffer_close(&r->news);
        }
    }
    if (r)
        free(r->notify);
    free(r);
    return code;
}
