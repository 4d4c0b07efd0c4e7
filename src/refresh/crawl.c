#include "refresh/crawl.h"

#include "base/url.h"
#include "cli/exit_codes.h"
#include "fetch/clock.h"
#include "refresh/page_job.h"
#include <stdlib.h>
#include <string.h>

enum {
    IN_FLIGHT_MAX = 1024, /* pages: enough to spread requests over several hosts */
    /* Pages that wait for a worker. A worker cleans a page within milliseconds. */
    WAITING_MAX = 64,
    WAITING_BYTES_MAX = 16 << 20,
    READ_AHEAD = 4, /* stored pages that are decompressed while the workers are busy */
    POLLED_MAX = WORKERS_MAX + 1, /* workers and the signal descriptor */
    FLUSH_MS = 1000,              /* results are on the disk within a second */
};

/* ---- time -------------------------------------------------------------------------- */

static int64_t elapsed_ms(const struct crawl *crawl)
{
    return clock_ms() - crawl->began_ms;
}

int64_t crawl_now(const struct crawl *crawl)
{
    return crawl->command->now + elapsed_ms(crawl) / 1000;
}

/* When --max-runtime is over and no further page may be begun; INT64_MAX: never. */
static int64_t last_start_ms(const struct crawl *crawl)
{
    int64_t most = crawl->command->options.max_runtime;
    return most < 0 ? INT64_MAX : most * 1000;
}

static void check_deadline(struct crawl *crawl)
{
    bool is_over = crawl->stop.number || elapsed_ms(crawl) >= last_start_ms(crawl);
    if (is_over && !crawl->is_winding_down && crawl->fetch)
        fetch_wind_down(crawl->fetch);
    crawl->is_winding_down = is_over;
}

static bool is_grace_over(const struct crawl *crawl)
{
    int64_t last = last_start_ms(crawl);
    int64_t grace = (int64_t)(crawl->command->options.grace_seconds * 1000);
    return signals_is_due(&crawl->stop) ||
           (last != INT64_MAX && elapsed_ms(crawl) >= last + grace);
}

/* ---- jobs -------------------------------------------------------------------------- */

static void report_no_memory(struct crawl *crawl)
{
    struct error err;
    error_set(&err, "out of memory");
    recorder_check(crawl->recorder, false, &err);
}

/* Returns NULL if out of memory, after reporting it to the recorder, which then stops. */
static struct page_job *add_job(struct crawl *crawl, int64_t page, const char *url,
                                const char *host)
{
    struct page_job *job = page_job_new(page, url, host);
    if (!job) {
        report_no_memory(crawl);
        return NULL;
    }
    archive_cleaner_revision(&crawl->cleaner, host, job->rules);
    job->older = crawl->newest;
    if (crawl->newest)
        crawl->newest->newer = job;
    crawl->newest = job;
    crawl->in_flight++;
    return job;
}

static void end_job(struct crawl *crawl, struct page_job *job)
{
    if (job->older)
        job->older->newer = job->newer;
    *(job->newer ? &job->newer->older : &crawl->newest) = job->older;
    crawl->in_flight--;
    page_job_free(job);
}

static void wait_for_worker(struct crawl *crawl, struct page_job *job)
{
    job->next = NULL;
    *(crawl->to_clean.first ? &crawl->to_clean.last->next : &crawl->to_clean.first) = job;
    crawl->to_clean.last = job;
    crawl->waiting++;
    crawl->waiting_bytes += job->bytes.len;
}

static struct page_job *pop_waiting(struct crawl *crawl)
{
    struct page_job *job = crawl->to_clean.first;
    crawl->to_clean.first = job->next;
    crawl->waiting--;
    crawl->waiting_bytes -= job->bytes.len;
    return job;
}

/* Reads a page's row into *page, with strings in the new arena *a. Returns false if there
   is no such row, or on an error, after reporting it to the recorder. */
static bool load(struct crawl *crawl, int64_t id, struct arena *a,
                 struct store_page *page)
{
    struct error err;
    arena_open(a, SIZE_MAX);
    bool loaded = store_load_page(&crawl->command->store, id, a, page, &err);
    if (!loaded)
        recorder_check(crawl->recorder, err.text[0] == '\0', &err);
    return loaded;
}

/* ---- the end of a page ------------------------------------------------------------- */

/* Whether the page was fetched again while its stored body was being cleaned. */
static bool is_outdated(const struct page_job *job, const struct store_page *page)
{
    const struct warc_place *place = &page->body.place;
    return job->is_reclean &&
           (strcmp(place->file, job->stored.items[0].place.file) != 0 ||
            place->offset != job->stored.items[0].place.offset);
}

static void finish_page(struct crawl *crawl, struct page_job *job)
{
    struct store_page page;
    struct arena a;
    crawl->recorder->now = crawl_now(crawl);
    if (load(crawl, job->page, &a, &page) && !is_outdated(job, &page)) {
        const char *text = job->record ? job->record->text_sha256 : NULL;
        struct page_outcome outcome = {
            .page = &page,
            .rules = job->rules,
            .fetched = job->is_reclean ? NULL : &job->answer,
            .bodies = &job->bodies,
            .record = job->record,
            .part_error = job->part_error,
            .is_soft404 =
                !job->is_reclean && soft404_is_text(&crawl->probes, job->host, text),
        };
        crawl->callbacks.handle_page(crawl->callbacks.context, &outcome);
        if (job->record)
            console_notes(&crawl->command->console, job->url, job->record);
    }
    arena_close(&a);
    end_job(crawl, job);
}

static void finish_unchanged(struct crawl *crawl, struct page_job *job,
                             struct store_page *page)
{
    struct error err = {0};
    struct page_outcome outcome = {.page = page,
                                   .rules = job->rules,
                                   .fetched = &job->answer,
                                   .bodies = &job->bodies};
    crawl->recorder->now = crawl_now(crawl);
    recorder_check(crawl->recorder,
                   recorder_apply_unchanged(crawl->recorder, &outcome, &err), &err);
    end_job(crawl, job);
}

/* ---- requests ---------------------------------------------------------------------- */

static bool open_fetch(struct crawl *crawl, struct error *err)
{
    if (crawl->fetch)
        return true;
    crawl->memory = politeness_memory(&crawl->politeness);
    crawl->command->options.fetch.memory = &crawl->memory;
    return fetch_open(&crawl->fetch, &crawl->command->options.fetch, err);
}

/* stored: the stored body of the page, for its validators; or NULL. */
static bool request_page(struct crawl *crawl, struct page_job *job,
                         const struct store_body *stored, struct error *err)
{
    struct arena a;
    struct request_headers headers = {0};
    const char *url = page_job_next_url(job);
    arena_open(&a, SIZE_MAX);
    site_files_select_host_headers(&crawl->cleaner.sites, slice_of_string(job->host),
                                   url_split(slice_of_string(url)).path, &a, &headers);
    struct fetch_request request = {
        .url = url,
        .headers = headers.items,
        .header_count = headers.count,
        .etag = stored ? stored->etag : NULL,
        .last_modified = stored ? stored->modified : NULL,
        .validated_url = stored ? stored->validated_url : NULL,
        .tag = job,
    };
    bool added = fetch_add(crawl->fetch, &request, err);
    arena_close(&a);
    return added;
}

/* ---- soft 404 probes --------------------------------------------------------------- */

static void finish_probe(struct crawl *crawl, struct page_job *job)
{
    const char *sha256 = NULL;
    if (job->record && job->record->text_length)
        sha256 = job->record->text_sha256;
    struct page_job *waiting = soft404_finish(job->probe, sha256);
    end_job(crawl, job);
    while (waiting) {
        struct page_job *next = waiting->next;
        finish_page(crawl, waiting);
        waiting = next;
    }
}

static bool request_probe(struct crawl *crawl, struct soft404_probe *probe,
                          const struct page_job *page)
{
    struct error err;
    char *url = soft404_url(page->answer.final_url, crawl->recorder->run.id);
    struct page_job *job = url ? add_job(crawl, 0, url, page->host) : NULL;
    free(url);
    if (!job)
        return false;
    job->probe = probe;
    if (request_page(crawl, job, NULL, &err))
        return true;
    end_job(crawl, job);
    return false;
}

/* Returns true if the job now waits for the probe of its host. */
static bool wait_for_probe(struct crawl *crawl, struct page_job *job)
{
    struct store_page page;
    struct arena a;
    if (job->is_reclean || !job->record || crawl->is_winding_down)
        return false;
    bool is_suspicious =
        load(crawl, job->page, &a, &page) &&
        soft404_is_suspicious(&crawl->command->store, &page, job->record);
    arena_close(&a);
    if (!is_suspicious)
        return false;
    struct soft404_probe *probe = soft404_find(&crawl->probes, job->host);
    if (!probe || probe->state == PROBE_DONE)
        return false;
    if (probe->state == PROBE_NEW && !request_probe(crawl, probe, job))
        return false;
    probe->state = PROBE_SENT;
    job->next = probe->waiting;
    probe->waiting = job;
    return true;
}

/* ---- steps ------------------------------------------------------------------------- */

static void finish_job(struct crawl *crawl, struct page_job *job)
{
    if (job->must_clean && !job->record) {
        report_no_memory(crawl);
        end_job(crawl, job);
    } else if (!wait_for_probe(crawl, job)) {
        finish_page(crawl, job);
    }
}

/* While the run is winding down, no further page of an article is fetched: the article
   stays due. */
static void run_step(struct crawl *crawl, struct page_job *job, enum page_job_step step)
{
    struct error err;
    job->row = NULL;
    while (step == PAGE_JOB_FETCH && !crawl->is_winding_down) {
        if (request_page(crawl, job, page_job_find_stored(job, page_job_next_url(job)),
                         &err))
            return;
        step = page_job_add_failure(job, err.text);
    }
    if (step == PAGE_JOB_FETCH)
        end_job(crawl, job);
    else if (step == PAGE_JOB_CLEAN)
        wait_for_worker(crawl, job);
    else
        finish_job(crawl, job);
}

/* ---- fetching ---------------------------------------------------------------------- */

static bool start_fetch(struct crawl *crawl, int64_t id)
{
    struct store_page page;
    struct arena a;
    struct error err = {0};
    struct page_job *job = NULL;
    bool loaded = load(crawl, id, &a, &page);
    bool may_ask = loaded && politeness_may_fetch(&crawl->politeness, crawl->fetch,
                                                  page.url, crawl_now(crawl));
    crawl->skipped += loaded && !may_ask;
    if (may_ask && (job = add_job(crawl, id, page.url, page.host))) {
        crawl->recorder->run.asked++;
        if (!request_page(crawl, job, page.body.place.file[0] ? &page.body : NULL,
                          &err)) {
            recorder_check(crawl->recorder, false, &err);
            end_job(crawl, job);
        }
    }
    arena_close(&a);
    return job != NULL;
}

/* Runs in one transaction: otherwise each row that is read would take and release the
   lock of the database. */
static bool start_fetches(struct crawl *crawl)
{
    struct error err;
    bool started = false;
    if (crawl->is_winding_down || crawl->next_due == crawl->due.count ||
        crawl->in_flight == IN_FLIGHT_MAX)
        return false;
    if (!open_fetch(crawl, &err) || !store_begin(&crawl->command->store, &err))
        return recorder_check(crawl->recorder, false, &err);
    while (crawl->next_due < crawl->due.count && crawl->in_flight < IN_FLIGHT_MAX &&
           !crawl->recorder->is_broken)
        started = start_fetch(crawl, crawl->due.items[crawl->next_due++]) || started;
    return started;
}

/* The page's answer is that to the first request. Its body is stored separately. */
static void set_answer(struct page_job *job, struct fetch_result *result)
{
    if (job->bodies.count) {
        fetch_result_free(result);
        return;
    }
    buffer_close(&result->body);
    job->answer = *result;
}

static void handle_unchanged(struct crawl *crawl, struct page_job *job)
{
    struct store_page page;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    if (job->row)
        finish_unchanged(crawl, job, job->row);
    else if (load(crawl, job->page, &a, &page))
        finish_unchanged(crawl, job, &page);
    else
        end_job(crawl, job);
    arena_close(&a);
}

static void handle_body(struct crawl *crawl, struct page_job *job,
                        struct fetch_result *result)
{
    struct error err;
    const char *url = page_job_next_url(job);
    crawl->recorder->now = crawl_now(crawl);
    bool loaded = job->bodies.count || page_job_load(job, &crawl->command->store, &err);
    struct body_update update = {
        .page = job->url,
        .url = url,
        .fetched = result,
        .stored = loaded ? page_job_find_stored(job, url) : NULL,
    };
    if (!loaded || !recorder_store_body(crawl->recorder, &update, &job->arena, &err)) {
        recorder_check(crawl->recorder, false, &err);
        fetch_result_free(result);
        end_job(crawl, job);
        return;
    }
    struct buffer bytes = result->body;
    buffer_open(&result->body, NULL);
    set_answer(job, result);
    job->must_clean |= !update.is_same;
    page_job_add_body(job, &update.body, &bytes);
    enum page_job_step step = page_job_begin(job);
    if (step == PAGE_JOB_DONE)
        handle_unchanged(crawl, job);
    else
        run_step(crawl, job, step);
}

static void handle_page(struct crawl *crawl, struct page_job *job,
                        struct fetch_result *result)
{
    bool is_first = job->bodies.count == 0;
    politeness_update(&crawl->politeness, crawl->fetch, result, page_job_next_url(job),
                      crawl_now(crawl));
    if (result->status == WINNOW_OK) {
        handle_body(crawl, job, result);
    } else if (is_first) {
        set_answer(job, result);
        finish_page(crawl, job);
    } else {
        enum page_job_step step =
            page_job_add_failure(job, result->error ? result->error : "failed");
        fetch_result_free(result);
        run_step(crawl, job, step);
    }
}

static void handle_probe(struct crawl *crawl, struct page_job *job,
                         struct fetch_result *result)
{
    bool has_text = result->status == WINNOW_OK;
    struct buffer bytes = result->body;
    buffer_open(&result->body, NULL);
    job->answer = *result;
    struct store_body body = {.url = job->url,
                              .final_url = job->answer.final_url,
                              .content_type = job->answer.content_type};
    page_job_add_body(job, &body, &bytes);
    if (has_text)
        wait_for_worker(crawl, job);
    else
        finish_probe(crawl, job);
}

static bool is_queue_full(const struct crawl *crawl)
{
    return crawl->waiting >= WAITING_MAX || crawl->waiting_bytes >= WAITING_BYTES_MAX;
}

static bool handle_fetched(struct crawl *crawl)
{
    struct fetch_result result;
    bool took = false;
    while (crawl->fetch && fetch_next(crawl->fetch, &result)) {
        struct page_job *job = result.tag;
        took = true;
        if (job->probe)
            handle_probe(crawl, job, &result);
        else
            handle_page(crawl, job, &result);
    }
    return took;
}

/* ---- cleaning ---------------------------------------------------------------------- */

/* Drops stored bodies that cannot be read, so that the next run fetches them without
   validators. */
static void drop_bodies(struct crawl *crawl, const struct page_job *job, const char *why)
{
    struct store_page page;
    struct arena a;
    struct error err = {0};
    console_error(&crawl->command->console,
                  "%s: cannot read the stored body: %s; the page will be fetched again",
                  job->url, why);
    crawl->unreadable++;
    if (load(crawl, job->page, &a, &page) && !crawl->command->options.dry_run)
        recorder_check(crawl->recorder,
                       recorder_drop_bodies(crawl->recorder, &page, &err), &err);
    arena_close(&a);
}

/* Reads the body that is to be cleaned. On an error, ends the job and returns false. */
static bool read_bytes(struct crawl *crawl, struct page_job *job)
{
    struct error err;
    size_t most = crawl->command->options.fetch.max_bytes;
    if (page_job_read_bytes(job, &crawl->command->store, most, &err))
        return true;
    if (job->probe) {
        finish_probe(crawl, job);
        return false;
    }
    drop_bodies(crawl, job, err.text);
    end_job(crawl, job);
    return false;
}

static struct page_job *add_reclean_job(struct crawl *crawl, int64_t id)
{
    struct store_page page;
    struct arena a;
    bool loaded = load(crawl, id, &a, &page);
    struct page_job *job = loaded ? add_job(crawl, id, page.url, page.host) : NULL;
    arena_close(&a);
    if (job)
        job->is_reclean = true;
    return job;
}

/* Starts to clean the next stored page. Returns false if there is none left. */
static bool start_reclean(struct crawl *crawl)
{
    struct error err = {0};
    if (crawl->is_winding_down || crawl->recorder->is_broken ||
        crawl->next_reclean == crawl->to_reclean.count)
        return false;
    struct page_job *job =
        add_reclean_job(crawl, crawl->to_reclean.items[crawl->next_reclean++]);
    if (!job)
        return true;
    if (!page_job_load(job, &crawl->command->store, &err) || !job->stored.count) {
        recorder_check(crawl->recorder, !err.text[0], &err);
        end_job(crawl, job);
        return true;
    }
    enum page_job_step step = page_job_begin(job);
    if (read_bytes(crawl, job))
        run_step(crawl, job, step);
    return true;
}

static void clean(struct crawl *crawl, struct page_job *job)
{
    struct error err;
    if (!read_bytes(crawl, job))
        return;
    const struct store_body *body = &job->bodies.items[job->cleaned];
    struct archive_cleaner_page page = {
        .url = body->final_url,
        .content_type = body->content_type,
        .bytes = buffer_slice(&job->bytes),
        .is_continued = multipage_continues(&job->article),
        .tag = job,
    };
    bool submitted = archive_cleaner_submit(&crawl->cleaner, &page, &err);
    buffer_close(&job->bytes);
    crawl->cleaning += submitted;
    if (submitted)
        return;
    recorder_check(crawl->recorder, false, &err);
    end_job(crawl, job);
}

/* Bodies are read ahead, so that no worker is idle while one is decompressed. */
static bool feed_workers(struct crawl *crawl)
{
    bool fed = false;
    while (!crawl->recorder->is_broken) {
        while (crawl->waiting < READ_AHEAD && start_reclean(crawl))
            fed = true;
        if (!crawl->to_clean.first || !archive_cleaner_has_room(&crawl->cleaner))
            return fed;
        clean(crawl, pop_waiting(crawl));
        fed = true;
    }
    return fed;
}

static bool handle_cleaned(struct crawl *crawl)
{
    struct worker_result result;
    bool took = false;
    while (archive_cleaner_next(&crawl->cleaner, &result)) {
        struct page_job *job = result.tag;
        crawl->cleaning--;
        took = true;
        if (job->probe) {
            job->record = result.record;
            finish_probe(crawl, job);
        } else {
            run_step(crawl, job, page_job_add_record(job, result.record));
        }
    }
    return took;
}

/* ---- the loop ---------------------------------------------------------------------- */

static void wait_for_events(struct crawl *crawl, bool only_look)
{
    struct pollfd polled[POLLED_MAX];
    bool has_deadline =
        crawl->command->store.in_transaction || last_start_ms(crawl) != INT64_MAX;
    int timeout = only_look ? 0 : has_deadline ? FLUSH_MS : -1;
    size_t count = archive_cleaner_poll(&crawl->cleaner, polled, WORKERS_MAX, &timeout);
    signals_lower_timeout(&crawl->stop, &timeout);
    polled[count] = (struct pollfd){.fd = crawl->stop.fd, .events = POLLIN};
    if (crawl->fetch && fetch_count_pending(crawl->fetch)) {
        fetch_restrain(crawl->fetch, is_queue_full(crawl), NULL);
        fetch_step(crawl->fetch, polled, count + 1, timeout);
    } else {
        poll(polled, count + 1, timeout);
    }
    if (polled[count].revents & POLLIN)
        signals_take(&crawl->stop, crawl->command->options.grace_seconds);
}

/* Whether no page is being cleaned or fetched. */
static bool is_idle(const struct crawl *crawl)
{
    return !crawl->cleaning && !crawl->waiting &&
           (!crawl->fetch || !fetch_count_begun(crawl->fetch));
}

static bool is_finished(const struct crawl *crawl)
{
    bool is_complete = crawl->next_due == crawl->due.count &&
                       crawl->next_reclean == crawl->to_reclean.count;
    return crawl->recorder->is_broken || (is_complete && crawl->in_flight == 0) ||
           (crawl->is_winding_down && (is_idle(crawl) || is_grace_over(crawl)));
}

static void flush_if_due(struct crawl *crawl)
{
    int64_t now = elapsed_ms(crawl);
    if (!crawl->command->store.in_transaction || now - crawl->flushed_ms < FLUSH_MS)
        return;
    recorder_flush(crawl->recorder);
    crawl->flushed_ms = now;
}

void crawl_run(struct crawl *crawl)
{
    while (!is_finished(crawl)) {
        check_deadline(crawl);
        bool moved = start_fetches(crawl);
        moved = handle_fetched(crawl) || moved;
        moved = feed_workers(crawl) || moved;
        moved = handle_cleaned(crawl) || moved;
        flush_if_due(crawl);
        crawl->callbacks.show_progress(crawl->callbacks.context);
        if (!is_finished(crawl))
            wait_for_events(crawl, moved);
    }
    console_clear_progress(&crawl->command->console);
}

size_t crawl_count_left(const struct crawl *crawl)
{
    return crawl->due.count - crawl->next_due + crawl->to_reclean.count -
           crawl->next_reclean + crawl->in_flight;
}

/* ---- opening and closing ----------------------------------------------------------- */

int crawl_open(struct crawl *crawl, struct archive_command *command,
               struct recorder *recorder, const struct crawl_callbacks *callbacks)
{
    struct error err = {0};
    *crawl =
        (struct crawl){.command = command, .recorder = recorder, .callbacks = *callbacks};
    politeness_open(&crawl->politeness, command);
    arena_open(&crawl->arena, SIZE_MAX);
    signals_open(&crawl->stop);
    crawl->began_ms = clock_ms();
    if (!archive_command_read_settings(command, &err)) {
        archive_command_fail(command, &err);
        return EXIT_USAGE;
    }
    return archive_cleaner_open(&crawl->cleaner, &command->options, &command->console)
               ? 0
               : EXIT_USAGE;
}

void crawl_close(struct crawl *crawl)
{
    fetch_close(crawl->fetch);
    while (crawl->newest)
        end_job(crawl, crawl->newest);
    soft404_close(&crawl->probes);
    politeness_close(&crawl->politeness);
    archive_cleaner_close(&crawl->cleaner);
    signals_close(&crawl->stop);
    arena_close(&crawl->arena);
}
