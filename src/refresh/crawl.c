#include "refresh/crawl.h"

#include "base/url.h"
#include "cli/exit_codes.h"
#include "fetch/clock.h"
#include "refresh/page_job.h"
#include <stdlib.h>
#include <string.h>

enum {
    IN_FLIGHT_MAX = 1024, /* enough to find several hosts, as the filter's window */
    /* Pages that wait for a worker, which has one done in milliseconds. */
    WAITING_MAX = 64,
    WAITING_BYTES_MAX = 16 << 20,
    READ_AHEAD = 4, /* pages that are held, unpacked while the workers are busy */
    POLLED_MAX = WORKERS_MAX + 1, /* and signals */
    FLUSH_MS = 1000,              /* what is done is on the disk a second later */
};

/* ---- time -------------------------------------------------------------------------- */

static int64_t elapsed_ms(const struct crawl *r)
{
    return clock_ms() - r->began_ms;
}

int64_t crawl_now(const struct crawl *r)
{
    return r->archived->now + elapsed_ms(r) / 1000;
}

/* When a run that may last so long is to begin no further page; INT64_MAX: never. */
static int64_t last_start_ms(const struct crawl *r)
{
    int64_t most = r->archived->options.max_runtime;
    return most < 0 ? INT64_MAX : most * 1000;
}

static void look_at_the_clock(struct crawl *r)
{
    bool is_over = r->stop.number || elapsed_ms(r) >= last_start_ms(r);
    if (is_over && !r->is_winding_down && r->fetch)
        fetch_wind_down(r->fetch);
    r->is_winding_down = is_over;
}

static bool is_grace_over(const struct crawl *r)
{
    int64_t last = last_start_ms(r);
    int64_t grace = (int64_t)(r->archived->options.grace_seconds * 1000);
    return signals_is_due(&r->stop) ||
           (last != INT64_MAX && elapsed_ms(r) >= last + grace);
}

/* ---- jobs -------------------------------------------------------------------------- */

static void tell_no_memory(struct crawl *r)
{
    struct error err;
    error_set(&err, "out of memory");
    recorder_note(r->ledger, false, &err);
}

/* NULL without memory, with the archive given up. */
static struct page_job *add_job(struct crawl *r, int64_t page, const char *url,
                                const char *host)
{
    struct page_job *job = page_job_new(page, url, host);
    if (!job) {
        tell_no_memory(r);
        return NULL;
    }
    archive_cleaner_revision(&r->cleaner, host, job->rules);
    job->older = r->newest;
    if (r->newest)
        r->newest->newer = job;
    r->newest = job;
    r->in_flight++;
    return job;
}

static void end_job(struct crawl *r, struct page_job *job)
{
    if (job->older)
        job->older->newer = job->newer;
    *(job->newer ? &job->newer->older : &r->newest) = job->older;
    r->in_flight--;
    page_job_free(job);
}

static void wait_for_worker(struct crawl *r, struct page_job *job)
{
    job->next = NULL;
    *(r->to_clean.first ? &r->to_clean.last->next : &r->to_clean.first) = job;
    r->to_clean.last = job;
    r->waiting++;
    r->waiting_bytes += job->bytes.len;
}

static struct page_job *take_waiting(struct crawl *r)
{
    struct page_job *job = r->to_clean.first;
    r->to_clean.first = job->next;
    r->waiting--;
    r->waiting_bytes -= job->bytes.len;
    return job;
}

/* False, with the archive given up, when the row cannot be read. */
static bool load(struct crawl *r, int64_t id, struct arena *a, struct store_page *page)
{
    struct error err;
    arena_open(a, SIZE_MAX);
    bool loaded = store_load_page(&r->archived->store, id, a, page, &err);
    if (!loaded)
        recorder_note(r->ledger, err.text[0] == '\0', &err);
    return loaded;
}

/* ---- the end of a page ------------------------------------------------------------- */

/* The page has been fetched anew while what was held of it was cleaned again. */
static bool is_outdated(const struct page_job *job, const struct store_page *page)
{
    const struct warc_place *place = &page->body.place;
    return job->is_stored && (strcmp(place->file, job->held.items[0].place.file) != 0 ||
                              place->offset != job->held.items[0].place.offset);
}

static void settle(struct crawl *r, struct page_job *job)
{
    struct store_page page;
    struct arena a;
    r->ledger->now = crawl_now(r);
    if (load(r, job->page, &a, &page) && !is_outdated(job, &page)) {
        const char *text = job->record ? job->record->text_sha256 : NULL;
        struct outcome outcome = {
            .page = &page,
            .rules = job->rules,
            .fetched = job->is_stored ? NULL : &job->answer,
            .bodies = &job->bodies,
            .record = job->record,
            .part_error = job->part_error,
            .is_soft404 = !job->is_stored && soft404_is_text(&r->decoys, job->host, text),
        };
        r->owner.settle(r->owner.context, &outcome);
        if (job->record)
            console_notes(&r->archived->console, job->url, job->record);
    }
    arena_close(&a);
    end_job(r, job);
}

static void settle_unchanged(struct crawl *r, struct page_job *job,
                             struct store_page *page)
{
    struct error err = {0};
    struct outcome outcome = {.page = page,
                              .rules = job->rules,
                              .fetched = &job->answer,
                              .bodies = &job->bodies};
    r->ledger->now = crawl_now(r);
    recorder_note(r->ledger, recorder_take_unchanged(r->ledger, &outcome, &err), &err);
    end_job(r, job);
}

/* ---- asking ------------------------------------------------------------------------ */

static bool open_fetch(struct crawl *r, struct error *err)
{
    if (r->fetch)
        return true;
    r->memory = politeness_memory(&r->politeness);
    r->archived->options.fetch.memory = &r->memory;
    return fetch_open(&r->fetch, &r->archived->options.fetch, err);
}

/* held: what there is of the page already; NULL: nothing. */
static bool ask(struct crawl *r, struct page_job *job, const struct store_body *held,
                struct error *err)
{
    struct arena a;
    struct request_headers headers = {0};
    const char *url = page_job_wanted(job);
    arena_open(&a, SIZE_MAX);
    site_files_select_host_headers(&r->cleaner.sites, slice_of_string(job->host),
                                   url_split(slice_of_string(url)).path, &a, &headers);
    struct fetch_request request = {
        .url = url,
        .headers = headers.items,
        .header_count = headers.count,
        .etag = held ? held->etag : NULL,
        .last_modified = held ? held->modified : NULL,
        .validated_url = held ? held->validated_url : NULL,
        .tag = job,
    };
    bool asked = fetch_add(r->fetch, &request, err);
    arena_close(&a);
    return asked;
}

/* ---- decoys ------------------------------------------------------------------------ */

static void end_decoy(struct crawl *r, struct page_job *job)
{
    const char *sha256 = NULL;
    if (job->record && job->record->text_length)
        sha256 = job->record->text_sha256;
    struct page_job *waiting = soft404_settle(job->decoy, sha256);
    end_job(r, job);
    while (waiting) {
        struct page_job *next = waiting->next;
        settle(r, waiting);
        waiting = next;
    }
}

static bool ask_decoy(struct crawl *r, struct soft404_probe *decoy,
                      const struct page_job *page)
{
    struct error err;
    char *url = soft404_url(page->answer.final_url, r->ledger->run.id);
    struct page_job *job = url ? add_job(r, 0, url, page->host) : NULL;
    free(url);
    if (!job)
        return false;
    job->decoy = decoy;
    if (ask(r, job, NULL, &err))
        return true;
    end_job(r, job);
    return false;
}

/* True when the job waits for its host's decoy. */
static bool wait_for_decoy(struct crawl *r, struct page_job *job)
{
    struct store_page page;
    struct arena a;
    if (job->is_stored || !job->record || r->is_winding_down)
        return false;
    bool is_suspicious = load(r, job->page, &a, &page) &&
                         soft404_is_suspicious(&r->archived->store, &page, job->record);
    arena_close(&a);
    if (!is_suspicious)
        return false;
    struct soft404_probe *decoy = soft404_find(&r->decoys, job->host);
    if (!decoy || decoy->state == PROBE_KNOWN)
        return false;
    if (decoy->state == PROBE_NEW && !ask_decoy(r, decoy, job))
        return false;
    decoy->state = PROBE_ASKED;
    job->next = decoy->waiting;
    decoy->waiting = job;
    return true;
}

/* ---- steps ------------------------------------------------------------------------- */

static void finish(struct crawl *r, struct page_job *job)
{
    if (job->must_clean && !job->record) {
        tell_no_memory(r);
        end_job(r, job);
    } else if (!wait_for_decoy(r, job)) {
        settle(r, job);
    }
}

/* A further page of an article is not begun when the run is over: all of it stays due. */
static void go_on(struct crawl *r, struct page_job *job, enum page_job_step step)
{
    struct error err;
    job->row = NULL;
    while (step == PAGE_JOB_ASK && !r->is_winding_down) {
        if (ask(r, job, page_job_find_held(job, page_job_wanted(job)), &err))
            return;
        step = page_job_miss(job, err.text);
    }
    if (step == PAGE_JOB_ASK)
        end_job(r, job);
    else if (step == PAGE_JOB_CLEAN)
        wait_for_worker(r, job);
    else
        finish(r, job);
}

/* ---- fetching ---------------------------------------------------------------------- */

static bool start_fetch(struct crawl *r, int64_t id)
{
    struct store_page page;
    struct arena a;
    struct error err = {0};
    struct page_job *job = NULL;
    bool loaded = load(r, id, &a, &page);
    bool may_ask =
        loaded && politeness_may_ask(&r->politeness, r->fetch, page.url, crawl_now(r));
    r->skipped += loaded && !may_ask;
    if (may_ask && (job = add_job(r, id, page.url, page.host))) {
        r->ledger->run.asked++;
        if (!ask(r, job, page.body.place.file[0] ? &page.body : NULL, &err)) {
            recorder_note(r->ledger, false, &err);
            end_job(r, job);
        }
    }
    arena_close(&a);
    return job != NULL;
}

/* In one transaction: each row read by itself would take and
   leave the database's lock. */
static bool start_fetches(struct crawl *r)
{
    struct error err;
    bool started = false;
    if (r->is_winding_down || r->next_due == r->due.count ||
        r->in_flight == IN_FLIGHT_MAX)
        return false;
    if (!open_fetch(r, &err) || !store_begin(&r->archived->store, &err))
        return recorder_note(r->ledger, false, &err);
    while (r->next_due < r->due.count && r->in_flight < IN_FLIGHT_MAX &&
           !r->ledger->is_broken)
        started = start_fetch(r, r->due.items[r->next_due++]) || started;
    return started;
}

/* The answer to the first request is the page's; its body goes its own way. */
static void take_answer(struct page_job *job, struct fetch_result *result)
{
    if (job->bodies.count) {
        fetch_result_free(result);
        return;
    }
    buffer_close(&result->body);
    job->answer = *result;
}

static void take_unchanged(struct crawl *r, struct page_job *job)
{
    struct store_page page;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    if (job->row)
        settle_unchanged(r, job, job->row);
    else if (load(r, job->page, &a, &page))
        settle_unchanged(r, job, &page);
    else
        end_job(r, job);
    arena_close(&a);
}

static void take_body(struct crawl *r, struct page_job *job, struct fetch_result *result)
{
    struct store_body body;
    struct error err;
    bool is_same;
    const char *url = page_job_wanted(job);
    r->ledger->now = crawl_now(r);
    bool loaded = job->bodies.count || page_job_load(job, &r->archived->store, &err);
    if (!loaded || !recorder_keep(r->ledger, url, result, page_job_find_held(job, url),
                                  &job->arena, &body, &is_same, &err)) {
        recorder_note(r->ledger, false, &err);
        fetch_result_free(result);
        end_job(r, job);
        return;
    }
    struct buffer bytes = result->body;
    buffer_open(&result->body, NULL);
    take_answer(job, result);
    job->must_clean |= !is_same;
    page_job_add_body(job, &body, &bytes);
    enum page_job_step step = page_job_begin(job);
    if (step == PAGE_JOB_DONE)
        take_unchanged(r, job);
    else
        go_on(r, job, step);
}

static void take_page(struct crawl *r, struct page_job *job, struct fetch_result *result)
{
    bool is_first = job->bodies.count == 0;
    politeness_note(&r->politeness, r->fetch, result, page_job_wanted(job), crawl_now(r));
    if (result->status == WINNOW_OK) {
        take_body(r, job, result);
    } else if (is_first) {
        take_answer(job, result);
        settle(r, job);
    } else {
        enum page_job_step step =
            page_job_miss(job, result->error ? result->error : "failed");
        fetch_result_free(result);
        go_on(r, job, step);
    }
}

static void take_decoy(struct crawl *r, struct page_job *job, struct fetch_result *result)
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
        wait_for_worker(r, job);
    else
        end_decoy(r, job);
}

static bool has_enough(const struct crawl *r)
{
    return r->waiting >= WAITING_MAX || r->waiting_bytes >= WAITING_BYTES_MAX;
}

static bool take_fetched(struct crawl *r)
{
    struct fetch_result result;
    bool took = false;
    while (r->fetch && fetch_next(r->fetch, &result)) {
        struct page_job *job = result.tag;
        took = true;
        if (job->decoy)
            take_decoy(r, job, &result);
        else
            take_page(r, job, &result);
    }
    return took;
}

/* ---- cleaning ---------------------------------------------------------------------- */

/* What cannot be read is held no more: the next run asks for it without validators. */
static void lose_bodies(struct crawl *r, const struct page_job *job, const char *why)
{
    struct store_page page;
    struct arena a;
    struct error err = {0};
    console_error(&r->archived->console,
                  "%s: its stored body cannot be read: %s; it is to be asked for anew",
                  job->url, why);
    r->unreadable++;
    if (load(r, job->page, &a, &page) && !r->archived->options.dry_run)
        recorder_note(r->ledger, recorder_lose_bodies(r->ledger, &page, &err), &err);
    arena_close(&a);
}

/* False, and that is the end of the job, when they cannot be had. */
static bool read_bytes(struct crawl *r, struct page_job *job)
{
    struct error err;
    size_t most = r->archived->options.fetch.max_bytes;
    if (page_job_read_bytes(job, &r->archived->store, most, &err))
        return true;
    if (job->decoy) {
        end_decoy(r, job);
        return false;
    }
    lose_bodies(r, job, err.text);
    end_job(r, job);
    return false;
}

static struct page_job *add_stored_job(struct crawl *r, int64_t id)
{
    struct store_page page;
    struct arena a;
    bool loaded = load(r, id, &a, &page);
    struct page_job *job = loaded ? add_job(r, id, page.url, page.host) : NULL;
    arena_close(&a);
    if (job)
        job->is_stored = true;
    return job;
}

/* A page that is held, to be cleaned again. False when there is none. */
static bool start_stored(struct crawl *r)
{
    struct error err = {0};
    if (r->is_winding_down || r->ledger->is_broken || r->next_stored == r->stored.count)
        return false;
    struct page_job *job = add_stored_job(r, r->stored.items[r->next_stored++]);
    if (!job)
        return true;
    if (!page_job_load(job, &r->archived->store, &err) || !job->held.count) {
        recorder_note(r->ledger, !err.text[0], &err);
        end_job(r, job);
        return true;
    }
    enum page_job_step step = page_job_begin(job);
    if (read_bytes(r, job))
        go_on(r, job, step);
    return true;
}

static void clean(struct crawl *r, struct page_job *job)
{
    struct error err;
    if (!read_bytes(r, job))
        return;
    const struct store_body *body = &job->bodies.items[job->cleaned];
    struct archive_cleaner_page page = {
        .url = body->final_url,
        .content_type = body->content_type,
        .bytes = buffer_slice(&job->bytes),
        .tag = job,
    };
    bool submitted = archive_cleaner_submit(&r->cleaner, &page, &err);
    buffer_close(&job->bytes);
    r->cleaning += submitted;
    if (submitted)
        return;
    recorder_note(r->ledger, false, &err);
    end_job(r, job);
}

/* Bodies are read ahead, so that no worker waits while one is unpacked. */
static bool feed_workers(struct crawl *r)
{
    bool fed = false;
    while (!r->ledger->is_broken) {
        while (r->waiting < READ_AHEAD && start_stored(r))
            fed = true;
        if (!r->to_clean.first || !archive_cleaner_has_room(&r->cleaner))
            return fed;
        clean(r, take_waiting(r));
        fed = true;
    }
    return fed;
}

static bool take_cleaned(struct crawl *r)
{
    struct worker_result result;
    bool took = false;
    while (archive_cleaner_next(&r->cleaner, &result)) {
        struct page_job *job = result.tag;
        r->cleaning--;
        took = true;
        if (job->decoy) {
            job->record = result.record;
            end_decoy(r, job);
        } else {
            go_on(r, job, page_job_take_record(job, result.record));
        }
    }
    return took;
}

/* ---- the loop ---------------------------------------------------------------------- */

static void wait_for_something(struct crawl *r, bool only_look)
{
    struct pollfd polled[POLLED_MAX];
    bool has_deadline =
        r->archived->store.in_transaction || last_start_ms(r) != INT64_MAX;
    int timeout = only_look ? 0 : has_deadline ? FLUSH_MS : -1;
    size_t count = archive_cleaner_poll(&r->cleaner, polled, WORKERS_MAX, &timeout);
    signals_lower_timeout(&r->stop, &timeout);
    polled[count] = (struct pollfd){.fd = r->stop.fd, .events = POLLIN};
    if (r->fetch && fetch_count_pending(r->fetch)) {
        fetch_restrain(r->fetch, has_enough(r), NULL);
        fetch_step(r->fetch, polled, count + 1, timeout);
    } else {
        poll(polled, count + 1, timeout);
    }
    if (polled[count].revents & POLLIN)
        signals_take(&r->stop, r->archived->options.grace_seconds);
}

/* Whether anything that was begun is not home. */
static bool is_idle(const struct crawl *r)
{
    return !r->cleaning && !r->waiting && (!r->fetch || !fetch_count_begun(r->fetch));
}

static bool is_finished(const struct crawl *r)
{
    bool is_through = r->next_due == r->due.count && r->next_stored == r->stored.count;
    return r->ledger->is_broken || (is_through && r->in_flight == 0) ||
           (r->is_winding_down && (is_idle(r) || is_grace_over(r)));
}

static void flush_now_and_then(struct crawl *r)
{
    int64_t now = elapsed_ms(r);
    if (!r->archived->store.in_transaction || now - r->flushed_ms < FLUSH_MS)
        return;
    recorder_flush(r->ledger);
    r->flushed_ms = now;
}

void crawl_run(struct crawl *r)
{
    while (!is_finished(r)) {
        look_at_the_clock(r);
        bool moved = start_fetches(r);
        moved = take_fetched(r) || moved;
        moved = feed_workers(r) || moved;
        moved = take_cleaned(r) || moved;
        flush_now_and_then(r);
        r->owner.show(r->owner.context);
        if (!is_finished(r))
            wait_for_something(r, moved);
    }
    console_clear_progress(&r->archived->console);
}

size_t crawl_count_left(const struct crawl *r)
{
    return r->due.count - r->next_due + r->stored.count - r->next_stored + r->in_flight;
}

/* ---- beginning and end ------------------------------------------------------------- */

int crawl_open(struct crawl *r, struct archive_command *archived, struct recorder *ledger,
               const struct crawl_owner *owner)
{
    struct error err = {0};
    *r = (struct crawl){.archived = archived, .ledger = ledger, .owner = *owner};
    politeness_open(&r->politeness, archived);
    arena_open(&r->arena, SIZE_MAX);
    signals_open(&r->stop);
    r->began_ms = clock_ms();
    if (!archive_command_read_settings(archived, &err)) {
        archive_command_fail(archived, &err);
        return EXIT_USAGE;
    }
    return archive_cleaner_open(&r->cleaner, &archived->options, &archived->console)
               ? 0
               : EXIT_USAGE;
}

void crawl_close(struct crawl *r)
{
    fetch_close(r->fetch);
    while (r->newest)
        end_job(r, r->newest);
    soft404_close(&r->decoys);
    politeness_close(&r->politeness);
    archive_cleaner_close(&r->cleaner);
    signals_close(&r->stop);
    arena_close(&r->arena);
}
