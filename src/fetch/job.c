#include "fetch/job.h"

#include "fetch/clock.h"
#include "fetch/name_check.h"
#include "fetch/result.h"
#include "fetch/retry.h"
#include "fetch/robots_check.h"
#include <stdlib.h>

struct job *job_new(struct fetch *fetch, enum job_purpose purpose)
{
    struct job *job = calloc(1, sizeof *job);
    if (!job)
        return NULL;
    job->purpose = purpose;
    result_open(&job->result);
    job->older = fetch->newest;
    if (fetch->newest)
        fetch->newest->newer = job;
    fetch->newest = job;
    return job;
}

void job_free(struct fetch *fetch, struct job *job)
{
    if (job->older)
        job->older->newer = job->newer;
    *(job->newer ? &job->newer->older : &fetch->newest) = job->older;
    transfer_close(job->transfer);
    http_url_free(&job->first_url);
    http_url_free(&job->url);
    headers_close(&job->headers);
    headers_close(&job->validators);
    free(job->validated_url);
    fetch_result_free(&job->result);
    free(job);
}

struct job *job_reverse(struct job *list)
{
    struct job *result = NULL;
    while (list) {
        struct job *next = list->next;
        list->next = result;
        result = list;
        list = next;
    }
    return result;
}

bool job_may_be_private(const struct fetch *fetch, const struct job *job)
{
    return fetch->options.allow_private ||
           (job->typed && http_url_is_same_server(&job->first_url, &job->url));
}

/* ---- the queue of its host --------------------------------------------------------- */

static int64_t delay_of(const struct fetch *fetch, const struct job *job)
{
    int64_t delay = clock_ms_of_seconds(fetch->options.delay_s), now = clock_ms();
    if (!fetch->options.robots)
        return delay;
    const struct origin *origin =
        robots_cache_find_known(fetch->origins, job->url.origin, now);
    int64_t crawl_delay = origin && origin->robots ? robots_delay_ms(origin->robots) : 0;
    return crawl_delay > delay ? crawl_delay : delay;
}

void job_queue(struct fetch *fetch, struct job *job, bool at_front)
{
    const char *server = job->url.server;
    int64_t now = clock_ms(), held = hosts_held_for(fetch->hosts, server, now);
    if (retry_is_too_long(fetch, held)) {
        retry_refuse_wait(fetch, job, held);
        return;
    }
    if (retry_refuse_bad_host(fetch, job))
        return;
    if (!name_check_job(fetch, job, at_front))
        return;
    int64_t delay = delay_of(fetch, job);
    bool done = at_front ? hosts_push_front(fetch->hosts, server, &job->item, delay, now)
                         : hosts_push(fetch->hosts, server, &job->item, delay, now);
    if (!done)
        job_finish_without_memory(fetch, job);
}

/* ---- the end of a job -------------------------------------------------------------- */

void job_finish(struct fetch *fetch, struct job *job, enum winnow_status status,
                const char *why)
{
    if (job->purpose == JOB_ROBOTS) {
        robots_check_settle(fetch, job, status, why);
        return;
    }
    job->result.status = status;
    job->result.error = result_clean_copy(why);
    transfer_close(job->transfer);
    job->transfer = NULL;
    job->next = NULL;
    *(fetch->finished.last ? &fetch->finished.last->next : &fetch->finished.first) = job;
    fetch->finished.last = job;
}

void job_finish_with(struct fetch *fetch, struct job *job, enum winnow_status status,
                     const struct error *err)
{
    job_finish(fetch, job, status, err->text);
}

void job_finish_without_memory(struct fetch *fetch, struct job *job)
{
    job_finish(fetch, job, WINNOW_NETWORK, "out of memory");
}
