#include "command/refresh.h"

#include "archive/health.h"
#include "base/hash.h"
#include "command/archived.h"
#include "command/cleaner.h"
#include "command/decoys.h"
#include "command/ledger.h"
#include "command/lines.h"
#include "command/politeness.h"
#include "command/report.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    IN_FLIGHT_MAX = 1024, /* enough to find several hosts, as the filter's window */
    WAITING_BYTES_MAX = 16 << 20, /* of pages that wait for a worker */
    POLLED_MAX = 256 + 1,
    FLUSH_MS = 1000, /* what is done is on the disk a second later */
    URL_BYTES_MAX = 64 * 1024,
    BODY_SLACK = 1 << 20, /* of a stored record: its head */
};

/* A page on its way, or the page of a host that cannot be there. */
struct job {
    int64_t page; /* 0: a decoy */
    struct decoy *decoy;
    char *url, *host;
    char rules[CLEANER_REVISION_SIZE];
    bool is_fetched;
    struct fetch_result fetched;
    struct buffer body; /* until it is cleaned, and while the record waits */
    struct winnow_record *record;
    struct job *next;
};

struct job_list {
    struct job *first, *last;
};

struct refresh {
    struct archived archived;
    struct ledger ledger;
    struct cleaner cleaner;
    struct fetch *fetch;
    struct fetch_memory memory;
    struct decoys decoys;
    struct stop stop;
    struct arena arena; /* of the lists */
    struct id_list stored, due;
    size_t next_stored, next_due;
    struct job_list to_clean;
    size_t in_flight, cleaning, waiting_bytes;
    size_t invalid, skipped;
    struct timespec began;
    uint64_t flushed_ms;
};

/* ---- time -------------------------------------------------------------------------- */

static uint64_t elapsed_ms(const struct refresh *r)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)((now.tv_sec - r->began.tv_sec) * 1000 +
                      (now.tv_nsec - r->began.tv_nsec) / 1000000);
}

/* The run's clock goes on from where --now has set it. */
static int64_t now_of(const struct refresh *r)
{
    return r->archived.now + (int64_t)(elapsed_ms(r) / 1000);
}

static bool is_over(const struct refresh *r)
{
    int64_t most = r->archived.options.max_runtime;
    return r->stop.number || r->ledger.is_broken ||
           (most >= 0 && elapsed_ms(r) >= (uint64_t)most * 1000);
}

/* ---- jobs -------------------------------------------------------------------------- */

static struct job *job_new(struct refresh *r, const struct store_page *page)
{
    struct job *job = calloc(1, sizeof *job);
    if (!job)
        return NULL;
    job->page = page->id;
    job->url = strdup(page->url);
    job->host = strdup(page->host);
    buffer_open(&job->body, NULL);
    if (!job->url || !job->host) {
        free(job->url);
        free(job->host);
        free(job);
        return NULL;
    }
    cleaner_revision(&r->cleaner, page->host, job->rules);
    r->in_flight++;
    return job;
}

static void job_free(struct refresh *r, struct job *job)
{
    r->in_flight--;
    if (job->is_fetched)
        fetch_result_free(&job->fetched);
    buffer_close(&job->body);
    winnow_record_free(job->record);
    free(job->url);
    free(job->host);
    free(job);
}

static void wait_for_worker(struct refresh *r, struct job *job)
{
    job->next = NULL;
    *(r->to_clean.last && r->to_clean.first ? &r->to_clean.last->next
                                            : &r->to_clean.first) = job;
    r->to_clean.last = job;
    r->waiting_bytes += job->body.len;
}

static bool load(struct refresh *r, int64_t id, struct arena *a, struct store_page *page)
{
    struct error err;
    arena_open(a, SIZE_MAX);
    bool loaded = store_load_page(&r->archived.store, id, a, page, &err);
    if (!loaded)
        ledger_note(&r->ledger, err.text[0] == '\0', &err);
    return loaded;
}

/* ---- the end of a page ------------------------------------------------------------- */

static void settle(struct refresh *r, struct job *job)
{
    struct store_page page;
    struct arena a;
    struct error err = {0};
    r->ledger.now = now_of(r);
    if (load(r, job->page, &a, &page)) {
        struct outcome outcome = {
            .page = &page,
            .rules = job->rules,
            .fetched = job->is_fetched ? &job->fetched : NULL,
            .body = buffer_slice(&job->body),
            .record = job->record,
            .is_decoy = job->record && job->is_fetched &&
                        decoys_is_text(&r->decoys, job->host, job->record->text_sha256),
        };
        bool done = ledger_take(&r->ledger, &outcome, &err);
        ledger_note(&r->ledger, done, &err);
        if (job->record && done)
            ledger_note(&r->ledger,
                        health_note(&r->archived.store, &page, job->record, r->ledger.now,
                                    r->ledger.run.id, &err),
                        &err);
    }
    arena_close(&a);
    job_free(r, job);
}

static void settle_unchanged(struct refresh *r, struct job *job, struct store_page *page)
{
    struct error err = {0};
    struct outcome outcome = {
        .page = page, .rules = job->rules, .fetched = &job->fetched};
    r->ledger.now = now_of(r);
    bool done = ledger_take_unchanged(&r->ledger, &outcome, &err);
    ledger_note(&r->ledger, done, &err);
    job_free(r, job);
}

/* ---- decoys ------------------------------------------------------------------------ */

static void end_decoy(struct refresh *r, struct job *job)
{
    const char *sha256 = NULL;
    if (job->record && job->record->text_length)
        sha256 = job->record->text_sha256;
    struct job *waiting = decoys_settle(job->decoy, sha256);
    job_free(r, job);
    while (waiting) {
        struct job *next = waiting->next;
        settle(r, waiting);
        waiting = next;
    }
}

static bool ask_decoy(struct refresh *r, struct decoy *decoy, const struct job *page)
{
    struct error err;
    char *url = decoys_url(page->fetched.final_url, r->ledger.run.id);
    struct store_page fake = {.url = url, .host = page->host};
    struct job *job = url ? job_new(r, &fake) : NULL;
    free(url);
    if (!job)
        return false;
    job->decoy = decoy;
    struct fetch_request request = {.url = job->url, .tag = job};
    if (fetch_add(r->fetch, &request, &err))
        return true;
    job_free(r, job);
    return false;
}

/* True when the job waits for its host's decoy. */
static bool wait_for_decoy(struct refresh *r, struct job *job)
{
    struct store_page page;
    struct arena a;
    if (!job->is_fetched)
        return false;
    bool is_suspicious = load(r, job->page, &a, &page) &&
                         decoys_is_suspicious(&r->archived.store, &page, job->record);
    arena_close(&a);
    if (!is_suspicious)
        return false;
    struct decoy *decoy = decoys_find(&r->decoys, job->host);
    if (!decoy || decoy->state == DECOY_KNOWN)
        return false;
    if (decoy->state == DECOY_NEW && !ask_decoy(r, decoy, job))
        return false;
    decoy->state = DECOY_ASKED;
    job->next = decoy->waiting;
    decoy->waiting = job;
    return true;
}

/* ---- fetching ---------------------------------------------------------------------- */

static bool start_fetch(struct refresh *r, int64_t id)
{
    struct store_page page;
    struct arena a;
    struct error err;
    bool goes_on = load(r, id, &a, &page);
    if (goes_on && !politeness_may_ask(&r->archived, r->fetch, &page, now_of(r))) {
        r->skipped++;
        goes_on = false;
    }
    struct job *job = goes_on ? job_new(r, &page) : NULL;
    if (job) {
        bool has_body = page.place.file[0] != '\0';
        struct fetch_request request = {
            .url = job->url,
            .etag = has_body ? page.etag : NULL,
            .last_modified = has_body ? page.modified : NULL,
            .validated_url = has_body ? page.validated_url : NULL,
            .tag = job,
        };
        r->ledger.run.asked++;
        if (!fetch_add(r->fetch, &request, &err)) {
            console_error(&r->archived.console, "%s: %s", page.url, err.text);
            job_free(r, job);
        }
    }
    arena_close(&a);
    return job != NULL;
}

static bool start_fetches(struct refresh *r)
{
    bool started = false;
    while (r->fetch && !is_over(r) && r->next_due < r->due.count &&
           r->in_flight < IN_FLIGHT_MAX)
        started = start_fetch(r, r->due.items[r->next_due++]) || started;
    return started;
}

/* The same bytes under the same rules give the same text. */
static bool is_unchanged(const struct job *job, const struct store_page *page)
{
    char hex[HASH_HEX_SIZE];
    if (job->fetched.status != WINNOW_OK || !page->version)
        return false;
    if (job->fetched.http_status == 304)
        return true;
    if (!page->raw_sha256 || !page->rules || strcmp(page->rules, job->rules) != 0)
        return false;
    hash_sha256(buffer_slice(&job->fetched.body), hex);
    return strcmp(hex, page->raw_sha256) == 0;
}

static void take_page(struct refresh *r, struct job *job)
{
    struct store_page page;
    struct arena a;
    politeness_note(&r->archived, r->fetch, &job->fetched, job->url, now_of(r));
    bool loaded = load(r, job->page, &a, &page);
    if (loaded && is_unchanged(job, &page)) {
        settle_unchanged(r, job, &page);
    } else if (loaded && job->fetched.status == WINNOW_OK) {
        job->body = job->fetched.body;
        buffer_open(&job->fetched.body, NULL);
        wait_for_worker(r, job);
    } else if (loaded) {
        settle(r, job);
    } else {
        job_free(r, job);
    }
    arena_close(&a);
}

static bool take_fetched(struct refresh *r)
{
    struct fetch_result result;
    bool took = false;
    while (r->fetch && fetch_next(r->fetch, &result)) {
        struct job *job = result.tag;
        job->fetched = result;
        job->is_fetched = true;
        took = true;
        if (job->page) {
            take_page(r, job);
        } else if (result.status == WINNOW_OK) {
            job->body = job->fetched.body;
            buffer_open(&job->fetched.body, NULL);
            wait_for_worker(r, job);
        } else {
            end_decoy(r, job);
        }
    }
    return took;
}

/* ---- cleaning ---------------------------------------------------------------------- */

/* A body that is held, under rules that have changed since it was cleaned. */
static bool start_stored(struct refresh *r)
{
    struct store_page page;
    struct arena a;
    struct warc_record record;
    struct warc_response response = {0};
    struct error err;
    if (is_over(r) || r->next_stored == r->stored.count)
        return false;
    if (!load(r, r->stored.items[r->next_stored++], &a, &page)) {
        arena_close(&a);
        return true;
    }
    struct job *job = job_new(r, &page);
    warc_record_open(&record);
    size_t most = r->archived.options.fetch.max_bytes;
    bool done = job &&
                warc_read_at(r->archived.store.warc, &page.place, most + BODY_SLACK,
                             &record, &err) &&
                warc_read_response(buffer_slice(&record.block), most, &response, &err);
    if (done) {
        job->body = response.body;
        free(job->url);
        job->url = strdup(page.final_url ? page.final_url : page.url);
        job->fetched.content_type = page.content_type ? strdup(page.content_type) : NULL;
        wait_for_worker(r, job);
        r->ledger.run.recleaned++;
    } else {
        console_error(&r->archived.console, "%s: its stored body cannot be read: %s",
                      page.url, job ? err.text : "out of memory");
        r->invalid++;
        if (job)
            job_free(r, job);
    }
    warc_record_close(&record);
    arena_close(&a);
    return true;
}

static void clean(struct refresh *r, struct job *job)
{
    struct error err;
    struct cleaner_page page = {
        .url = job->is_fetched ? job->fetched.final_url : job->url,
        .content_type = job->fetched.content_type,
        .bytes = buffer_slice(&job->body),
        .tag = job,
    };
    if (cleaner_submit(&r->cleaner, &page, &err)) {
        r->cleaning++;
        return;
    }
    console_error(&r->archived.console, "%s: %s", job->url, err.text);
    if (job->page)
        job_free(r, job);
    else
        end_decoy(r, job);
}

static bool feed_workers(struct refresh *r)
{
    bool fed = false;
    while (worker_pool_count_free(r->cleaner.pool)) {
        if (!r->to_clean.first && !start_stored(r))
            return fed;
        struct job *job = r->to_clean.first;
        if (!job)
            continue;
        r->to_clean.first = job->next;
        r->waiting_bytes -= job->body.len;
        clean(r, job);
        fed = true;
    }
    return fed;
}

static bool take_cleaned(struct refresh *r)
{
    struct worker_result result;
    bool took = false;
    worker_pool_step(r->cleaner.pool);
    while (worker_pool_next(r->cleaner.pool, &result)) {
        struct job *job = result.tag;
        job->record = result.record;
        r->cleaning--;
        took = true;
        if (!job->page)
            end_decoy(r, job);
        else if (!wait_for_decoy(r, job))
            settle(r, job);
    }
    return took;
}

/* ---- the loop ---------------------------------------------------------------------- */

static void wait_for_something(struct refresh *r, bool only_look)
{
    struct pollfd polled[POLLED_MAX];
    int timeout = only_look ? 0 : r->archived.store.in_transaction ? FLUSH_MS : -1;
    int64_t most = r->archived.options.max_runtime;
    if (timeout < 0 && most >= 0)
        timeout = FLUSH_MS;
    size_t count = worker_pool_poll(r->cleaner.pool, polled, POLLED_MAX - 1, &timeout);
    polled[count] = (struct pollfd){.fd = r->stop.fd, .events = POLLIN};
    if (r->fetch && fetch_count_pending(r->fetch)) {
        fetch_restrain(r->fetch, r->waiting_bytes >= WAITING_BYTES_MAX, NULL);
        fetch_step(r->fetch, polled, count + 1, timeout);
    } else {
        poll(polled, count + 1, timeout);
    }
    if (polled[count].revents & POLLIN)
        stop_take(&r->stop, 0);
}

static bool is_finished(const struct refresh *r)
{
    bool is_through = r->next_due == r->due.count && r->next_stored == r->stored.count;
    return is_over(r) || (is_through && r->in_flight == 0);
}

static void work(struct refresh *r)
{
    while (!is_finished(r)) {
        bool moved = start_fetches(r);
        moved = take_fetched(r) || moved;
        moved = feed_workers(r) || moved;
        moved = take_cleaned(r) || moved;
        uint64_t now = elapsed_ms(r);
        if (r->archived.store.in_transaction && now - r->flushed_ms >= FLUSH_MS) {
            ledger_flush(&r->ledger);
            r->flushed_ms = now;
        }
        console_progress(&r->archived.console,
                         "winnow: %lld asked, %lld changed, %zu to go",
                         (long long)r->ledger.run.asked, (long long)r->ledger.run.changed,
                         r->due.count - r->next_due + r->in_flight);
        if (!is_finished(r))
            wait_for_something(r, moved);
    }
}

/* ---- URLs to add ------------------------------------------------------------------- */

static void add_url(struct refresh *r, struct slice line)
{
    enum winnow_status status;
    struct error err;
    char *url = NULL, *host = NULL;
    line = slice_trim(line);
    if (!line.len || line.ptr[0] == '#')
        return;
    const char *text = arena_string(&r->arena, line);
    bool is_url = fetch_normalise_url(text, &url, &status, &err);
    if (is_url && (host = fetch_url_host(url))) {
        bool done = store_begin(&r->archived.store, &err) &&
                    store_add_page(&r->archived.store, url, host, r->archived.now, &err);
        if (!done) /* all of a list are added at once */
            ledger_note(&r->ledger, false, &err);
    } else {
        console_error(&r->archived.console, "%s: %s", text,
                      is_url ? "no host" : err.text);
        r->invalid++;
    }
    free(url);
    free(host);
    arena_reset(&r->arena);
}

static bool add_urls(struct refresh *r, const char *file, struct error *err)
{
    bool is_stdin = strcmp(file, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
    struct lines lines;
    struct slice line;
    enum lines_result result = LINES_WAIT;
    if (fd < 0)
        return error_set(err, "--urls %s: %s", file, strerror(errno));
    lines_open(&lines, fd, '\n', URL_BYTES_MAX);
    while (result != LINES_END && result != LINES_ERROR && !r->ledger.is_broken) {
        result = lines_next(&lines, &line, err);
        if (result == LINES_LINE) {
            add_url(r, line);
        } else if (result == LINES_TOO_LONG) {
            console_error(&r->archived.console, "--urls %s:%zu: a line over %d bytes",
                          file, lines.number, URL_BYTES_MAX);
            r->invalid++;
        } else if (result == LINES_WAIT) {
            struct pollfd ready = {.fd = fd, .events = POLLIN};
            poll(&ready, 1, -1);
        }
    }
    lines_close(&lines);
    if (!is_stdin)
        close(fd);
    return result != LINES_ERROR && ledger_flush(&r->ledger);
}

/* ---- what is to be done ------------------------------------------------------------ */

struct rules_search {
    struct refresh *r;
    struct string_list hosts, rules;
};

static bool note_rules(void *context, const char *host, const char *rules)
{
    struct rules_search *search = context;
    char revision[CLEANER_REVISION_SIZE];
    cleaner_revision(&search->r->cleaner, host, revision);
    if (strcmp(revision, rules) != 0) {
        struct arena *a = &search->r->arena;
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
                                     &r->arena, &some, err);
        for (size_t j = 0; done && j < some.count; j++)
            ARENA_PUSH(&r->arena, &r->stored, some.items[j]);
    }
    return done;
}

static bool list_work(struct refresh *r, struct error *err)
{
    int64_t age = r->archived.options.max_age, now = r->archived.now;
    return list_stored(r, err) &&
           store_list_pages(&r->archived.store, age < 0 ? PAGES_DUE : PAGES_AGED,
                            age < 0 ? now : now - age, NULL, &r->arena, &r->due, err);
}

/* ---- beginning and end ------------------------------------------------------------- */

static bool open_engines(struct refresh *r, struct error *err)
{
    struct options *options = &r->archived.options;
    bool has_work = r->due.count || r->stored.count;
    if (!has_work)
        return true;
    r->memory = politeness_memory(&r->archived);
    options->fetch.memory = &r->memory;
    return !r->due.count || fetch_open(&r->fetch, &options->fetch, err);
}

static int exit_code_of(const struct refresh *r)
{
    if (r->stop.number)
        return 128 + r->stop.number;
    if (r->ledger.is_broken || r->invalid || r->ledger.run.failed)
        return EXIT_FAILURE;
    return r->ledger.run.suspect ? 3 : EXIT_SUCCESS;
}

static bool prepare(struct refresh *r, struct error *err)
{
    const char *urls = r->archived.options.urls_file;
    return ledger_open(&r->ledger, &r->archived.store, &r->archived.console,
                       r->archived.now, (int64_t)r->archived.options.warc_bytes, err) &&
           (!urls || add_urls(r, urls, err)) && list_work(r, err) && open_engines(r, err);
}

static bool finish(struct refresh *r, struct error *err)
{
    const struct options *options = &r->archived.options;
    unsigned files;
    r->ledger.now = now_of(r);
    bool done =
        ledger_flush(&r->ledger) &&
        health_judge(&r->archived.store, r->ledger.now, r->ledger.run.id, err) &&
        ledger_flush(&r->ledger) &&
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
    if (!archived_read_settings(&r->archived, &err)) {
        archived_fail(&r->archived, &err);
        return EXIT_ARCHIVE_USAGE;
    }
    stop_open(&r->stop);
    if (!cleaner_open(&r->cleaner, &r->archived.options, &r->archived.console))
        return EXIT_ARCHIVE_USAGE;
    bool done = prepare(r, &err);
    r->ledger.accept_runs = r->archived.options.accept_after;
    if (done)
        work(r);
    console_clear_progress(&r->archived.console);
    done = done && finish(r, &err);
    ledger_close(&r->ledger);
    if (!done && err.text[0])
        archived_fail(&r->archived, &err);
    report_summary(&r->archived, &r->ledger.run, r->skipped);
    return done ? exit_code_of(r) : EXIT_FAILURE;
}

static int make_archive(const struct options *options)
{
    struct console console;
    struct error err;
    struct buffer settings;
    console_open(&console, (enum verbosity)options->verbosity, PROGRESS_NEVER);
    buffer_open(&settings, NULL);
    archived_write_settings(options, &settings);
    bool done = store_create(options->arguments.items[0], settings.ptr, &err);
    buffer_close(&settings);
    if (!done)
        console_error(&console, "%s", err.text);
    return done ? EXIT_SUCCESS : EXIT_ARCHIVE_USAGE;
}

int refresh_run(const struct options *options)
{
    struct refresh *r = calloc(1, sizeof *r);
    int code = r ? EXIT_SUCCESS : EXIT_FAILURE;
    if (r && options->makes_archive)
        code = make_archive(options);
    if (code || (options->makes_archive && !options->urls_file)) {
        free(r);
        return code;
    }
    r->stop.fd = -1;
    clock_gettime(CLOCK_MONOTONIC, &r->began);
    arena_open(&r->arena, SIZE_MAX);
    code = archived_open(&r->archived, options,
                         options->waits ? STORE_WRITE_WAIT : STORE_WRITE);
    if (code == 0) {
        code = archived_close(&r->archived, refresh(r));
        fetch_close(r->fetch);
        cleaner_close(&r->cleaner);
        decoys_close(&r->decoys);
        stop_close(&r->stop);
    }
    arena_close(&r->arena);
    free(r);
    return code;
}
