#include "fetch/robots_check.h"

#include "fetch/clock.h"
#include "fetch/hop.h"
#include <string.h>

static void check_page(struct fetch *fetch, struct job *job, const struct origin *origin)
{
    struct error err;
    unsigned line;
    if (!origin->robots && origin->status != WINNOW_OK) {
        job_finish(fetch, job, origin->status, origin->reason);
    } else if (origin->robots &&
               !robots_is_allowed(origin->robots, slice_of_string(job->url.target),
                                  &line)) {
        error_set(&err, "robots.txt of %s forbids it (line %u); --no-robots overrides",
                  job->url.host, line);
        job_finish_with(fetch, job, WINNOW_ROBOTS, &err);
    } else {
        job_queue(fetch, job, job->redirects > 0);
    }
}

static void request_robots(struct fetch *fetch, struct job *page, struct origin *origin)
{
    struct job *job = job_new(fetch, JOB_ROBOTS);
    enum winnow_status status;
    if (!job ||
        !http_url_parse(&page->url, "/robots.txt", &job->first_url, &status, NULL) ||
        !http_url_copy(&job->first_url, &job->url)) {
        if (job)
            job_free(fetch, job);
        job_finish_without_memory(fetch, page);
        return;
    }
    job->typed = job_may_be_private(fetch, page);
    job->is_named =
        page->is_named && http_url_is_same_server(&page->first_url, &page->url);
    job->origin = origin;
    origin->state = ORIGIN_ASKED;
    page->next = NULL;
    origin->waiting = page;
    hop_begin(fetch, job);
}

void robots_check_page(struct fetch *fetch, struct job *job)
{
    struct origin *origin =
        robots_cache_find(fetch->origins, job->url.origin, clock_ms());
    if (!origin) {
        job_finish_without_memory(fetch, job);
    } else if (origin->state == ORIGIN_KNOWN ||
               (origin->state == ORIGIN_NEW &&
                robots_cache_recall(fetch->origins, origin, fetch->options.memory,
                                    SLICE(JOB_PRODUCT), clock_ms()))) {
        check_page(fetch, job, origin);
    } else if (origin->state == ORIGIN_NEW) {
        request_robots(fetch, job, origin);
    } else {
        job->next = origin->waiting;
        origin->waiting = job;
    }
}

void robots_check_settle(struct fetch *fetch, struct job *job, enum winnow_status status,
                         const char *why)
{
    struct origin *origin = job->origin;
    struct job *next, *page = job_reverse(origin->waiting);
    struct error reason = {0};
    struct robots *robots = NULL;
    struct origin_answer answer = {job->first_url.host, status, job->result.http_status,
                                   job->redirects > 0, why ? why : ""};
    enum winnow_status verdict = robots_cache_judge(&answer, &reason);
    if (status == WINNOW_OK)
        robots = robots_parse(buffer_slice(&job->result.body), SLICE(JOB_PRODUCT));
    bool is_lasting = verdict == WINNOW_OK || verdict == WINNOW_ROBOTS;
    int64_t keep = is_lasting ? ORIGIN_KEEP_MS : ORIGIN_FAILURE_KEEP_MS;
    if (status == WINNOW_OK && !robots) {
        verdict = WINNOW_NETWORK;
        error_set(&reason, "out of memory");
    }
    origin->waiting = NULL;
    robots_cache_settle(fetch->origins, origin, robots, verdict,
                        verdict == WINNOW_OK ? NULL : strdup(reason.text),
                        clock_ms() + keep);
    robots_cache_remember(origin, fetch->options.memory,
                          robots ? buffer_slice(&job->result.body) : (struct slice){0},
                          clock_ms());
    job_free(fetch, job);
    for (; page; page = next) {
        next = page->next;
        check_page(fetch, page, origin);
    }
}
