#include "fetch/fetch.h"

#include "fetch/clock.h"
#include "fetch/hop.h"
#include "fetch/job.h"
#include "fetch/name_check.h"
#include "fetch/redirect.h"
#include "fetch/result.h"
#include "fetch/retry.h"
#include <stdlib.h>
#include <string.h>

enum {
    STEP_MAX_MS = 60 * 1000, /* a step without a limit ends after a minute */
    /* A host has its next turn after its delay, and as many others in between. */
    CONNECTIONS_KEPT_MIN = 128,
};

/* ---- whose turn it is -------------------------------------------------------------- */

static bool is_begun(const struct job *job)
{
    return job->transfer || job->result.tries;
}

/* While the engine winds down, only what has begun continues, and what that waits for. */
static bool may_start(const struct fetch *fetch, const struct job *job)
{
    const struct job *page = job->origin ? job->origin->waiting : NULL;
    while (page && !is_begun(page))
        page = page->next;
    return !fetch->winds_down || page || is_begun(job);
}

/* The request that the wanted page waits for: its own, or that for its robots.txt. NULL
   if there is none. */
static struct host_item *find_wanted(const struct fetch *fetch)
{
    struct job *page = fetch->newest, *job = fetch->newest;
    while (page && (page->purpose != JOB_PAGE || page->result.tag != fetch->wanted))
        page = page->older;
    if (!page || page->item.host)
        return page ? &page->item : NULL;
    while (job && (!job->origin || strcmp(job->origin->name, page->url.origin) != 0))
        job = job->older;
    return job ? &job->item : NULL;
}

static struct host_item *take_due(struct fetch *fetch)
{
    int64_t now = clock_ms();
    return fetch->has_enough ? hosts_take_only(fetch->hosts, find_wanted(fetch), now)
                             : hosts_take(fetch->hosts, now);
}

static int64_t next_due(const struct fetch *fetch)
{
    int64_t now = clock_ms();
    return fetch->has_enough ? hosts_next_due_only(fetch->hosts, find_wanted(fetch), now)
                             : hosts_next_due(fetch->hosts, now);
}

static void start_due(struct fetch *fetch)
{
    struct host_item *item;
    while ((item = take_due(fetch))) {
        if (may_start(fetch, (struct job *)item))
            hop_start(fetch, (struct job *)item);
        else /* it stays out of the queue */
            hosts_done(fetch->hosts, item, 0, clock_ms());
    }
}

/* ---- answers ----------------------------------------------------------------------- */

static void finish_with_answer(struct fetch *fetch, struct job *job)
{
    struct transfer_answer *answer = &job->transfer->answer;
    long code = answer->http_status;
    struct error err;
    if ((code >= 200 && code <= 299) || (code == 304 && hop_is_conditional(job))) {
        job->result.body = answer->body;
        buffer_open(&answer->body, NULL);
        job_finish(fetch, job, WINNOW_OK, NULL);
        return;
    }
    error_set(&err, "HTTP %ld%s", code,
              redirect_is_status(code) ? " without a Location"
              : code == 410            ? " (gone)"
                                       : "");
    job_finish_with(fetch, job, code == 410 ? WINNOW_GONE : WINNOW_HTTP, &err);
}

static void on_answer(struct fetch *fetch, struct job *job)
{
    const struct transfer_answer *answer = &job->transfer->answer;
    hosts_done(fetch->hosts, &job->item, answer->sent_at, clock_ms());
    job->result.tries++;
    if (!result_note_answer(&job->result, &job->url, answer)) {
        job_finish_without_memory(fetch, job);
    } else if (retry_give_host_up(fetch, job)) {
        return;
    } else if (answer->status != WINNOW_OK) {
        if (!retry_job(fetch, job, answer->is_temporary))
            job_finish_with(fetch, job, answer->status, &answer->error);
    } else if (redirect_is_status(answer->http_status) && answer->location) {
        redirect_follow(fetch, job);
    } else if (redirect_find_refresh(fetch, job)) {
        redirect_follow(fetch, job);
    } else if (!retry_job(fetch, job, false)) {
        finish_with_answer(fetch, job);
    }
}

/* ---- the engine -------------------------------------------------------------------- */

static bool copy_options(struct fetch *fetch, const struct fetch_options *options)
{
    const char *agent = options->user_agent;
    fetch->user_agent = strdup(agent ? agent : JOB_PRODUCT "/" WINNOW_VERSION);
    fetch->ca_file = options->ca_file ? strdup(options->ca_file) : NULL;
    return fetch->user_agent && (fetch->ca_file || !options->ca_file) &&
           proxies_copy(&fetch->proxies, options);
}

static bool open_transfers(struct fetch *fetch, const struct fetch_options *options,
                           struct error *err)
{
    unsigned connections = options->hosts_at_once * options->connections_a_host;
    struct transfer_options transfer = {
        .user_agent = fetch->user_agent,
        .cookie_file = options->cookie_file,
        .ca_file = fetch->ca_file,
        .decode = options->decode,
        .connect_timeout_s = options->connect_timeout_s,
        .timeout_s = options->timeout_s,
        .connections =
            connections > CONNECTIONS_KEPT_MIN ? connections : CONNECTIONS_KEPT_MIN,
    };
    int64_t patience = clock_ms_of_seconds(name_check_timeout_s(fetch));
    return transfers_open(&fetch->transfers, &transfer, err) &&
           resolver_open(&fetch->resolver, patience, err) &&
           transfers_wake_by(fetch->transfers, resolver_fd(fetch->resolver), err);
}

bool fetch_open(struct fetch **out, const struct fetch_options *options,
                struct error *err)
{
    *out = NULL;
    struct fetch *fetch = calloc(1, sizeof *fetch);
    if (!fetch)
        return error_set(err, "out of memory");
    fetch->options = *options;
    fetch->random = (uint64_t)clock_ms() << 20 | 1;
    fetch->hosts = hosts_open(
        (struct host_limits){options->hosts_at_once, options->connections_a_host});
    fetch->origins = robots_cache_open();
    fetch->bad_hosts = bad_hosts_open();
    if (!fetch->hosts || !fetch->origins || !fetch->bad_hosts ||
        !copy_options(fetch, options)) {
        fetch_close(fetch);
        return error_set(err, "out of memory");
    }
    bool done = true;
    for (size_t i = 0; done && i < options->header_count; i++)
        done = headers_add_option(&fetch->headers, options->headers[i], err);
    if (!done || !open_transfers(fetch, options, err)) {
        fetch_close(fetch);
        return false;
    }
    *out = fetch;
    return true;
}

void fetch_close(struct fetch *fetch)
{
    if (!fetch)
        return;
    while (fetch->newest)
        job_free(fetch, fetch->newest);
    transfers_close(fetch->transfers);
    resolver_close(fetch->resolver);
    hosts_close(fetch->hosts);
    bad_hosts_close(fetch->bad_hosts);
    robots_cache_close(fetch->origins);
    headers_close(&fetch->headers);
    proxies_close(&fetch->proxies);
    free(fetch->user_agent);
    free(fetch->ca_file);
    free(fetch);
}

static bool add_validators(struct job *job, const struct fetch_request *request,
                           struct error *err)
{
    if (!request->validated_url || (!request->etag && !request->last_modified))
        return true;
    job->validated_url = strdup(request->validated_url);
    return (job->validated_url || error_set(err, "out of memory")) &&
           headers_add_value(&job->validators, "If-None-Match", request->etag, err) &&
           headers_add_value(&job->validators, "If-Modified-Since",
                             request->last_modified, err);
}

bool fetch_add(struct fetch *fetch, const struct fetch_request *request,
               struct error *err)
{
    struct job *job = job_new(fetch, JOB_PAGE);
    if (!job)
        return error_set(err, "out of memory");
    bool done = http_url_read(request->url, &job->first_url, err);
    for (size_t i = 0; done && i < request->header_count; i++)
        done = headers_add(&job->headers, request->headers[i], err);
    done = done && add_validators(job, request, err);
    if (done && !http_url_copy(&job->first_url, &job->url))
        done = error_set(err, "out of memory");
    if (!done) {
        job_free(fetch, job);
        return false;
    }
    job->typed = request->typed;
    job->is_named = true;
    job->result.tag = request->tag;
    fetch->pending++;
    hop_begin(fetch, job);
    return true;
}

void fetch_hold(struct fetch *fetch, const char *text, int64_t ms)
{
    struct http_url url;
    int64_t now = clock_ms();
    if (http_url_read(text, &url, NULL))
        hosts_hold(fetch->hosts, url.server, now + ms, now);
    http_url_free(&url);
}

int64_t fetch_held_for(const struct fetch *fetch, const char *text)
{
    struct http_url url;
    int64_t held = 0;
    if (http_url_read(text, &url, NULL))
        held = hosts_held_for(fetch->hosts, url.server, clock_ms());
    http_url_free(&url);
    return held;
}

size_t fetch_count_pending(const struct fetch *fetch)
{
    return fetch->pending;
}

void fetch_restrain(struct fetch *fetch, bool has_enough, const void *tag)
{
    fetch->has_enough = has_enough;
    fetch->wanted = tag;
}

void fetch_wind_down(struct fetch *fetch)
{
    fetch->winds_down = true;
}

size_t fetch_count_begun(const struct fetch *fetch)
{
    size_t count = 0;
    for (const struct job *job = fetch->newest; job; job = job->older)
        count += job->purpose == JOB_PAGE && is_begun(job);
    return count;
}

static void lower_timeout(int64_t *timeout, int64_t due)
{
    if (due >= 0 && due < *timeout)
        *timeout = due;
}

void fetch_step(struct fetch *fetch, struct pollfd *extra, size_t extra_count,
                int timeout_ms)
{
    int64_t timeout =
        timeout_ms < 0 || timeout_ms > STEP_MAX_MS ? STEP_MAX_MS : timeout_ms;
    name_check_step(fetch);
    start_due(fetch);
    lower_timeout(&timeout, next_due(fetch));
    lower_timeout(&timeout, resolver_next_due(fetch->resolver, clock_ms()));
    if (fetch->finished.first)
        timeout = 0;
    transfers_step(fetch->transfers, extra, extra_count, (int)timeout);
    struct transfer *transfer;
    while ((transfer = transfers_next(fetch->transfers)))
        on_answer(fetch, transfer->owner);
    name_check_step(fetch);
    start_due(fetch);
}

bool fetch_next(struct fetch *fetch, struct fetch_result *out)
{
    struct job *job = fetch->finished.first;
    if (!job)
        return false;
    fetch->finished.first = job->next;
    if (!job->next)
        fetch->finished.last = NULL;
    *out = job->result;
    result_open(&job->result);
    job_free(fetch, job);
    fetch->pending--;
    return true;
}
