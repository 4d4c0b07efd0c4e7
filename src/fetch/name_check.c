#include "fetch/name_check.h"

#include "fetch/clock.h"

double name_check_timeout_s(const struct fetch *fetch)
{
    const struct fetch_options *options = &fetch->options;
    return options->timeout_s < options->connect_timeout_s ? options->timeout_s
                                                           : options->connect_timeout_s;
}

/* A proxy looks names up itself. */
static bool needs_name(const struct fetch *fetch, const struct job *job)
{
    return resolver_is_name(job->url.host) &&
           !proxies_choose(&fetch->proxies, job->url.scheme, job->url.host);
}

static void fail(struct fetch *fetch, struct job *job, enum resolver_state state)
{
    struct error err;
    if (state == NAME_LATE) {
        error_set(&err, "timed out: Resolving timed out after %g seconds",
                  name_check_timeout_s(fetch));
        job_finish_with(fetch, job, WINNOW_TIMEOUT, &err);
    } else {
        error_set(&err, "Could not resolve host: %s", job->url.host);
        job_finish_with(fetch, job, WINNOW_NETWORK, &err);
    }
}

bool name_check_job(struct fetch *fetch, struct job *job, bool at_front)
{
    if (!needs_name(fetch, job))
        return true;
    struct resolver_name *name =
        resolver_find(fetch->resolver, job->url.host, clock_ms());
    if (!name) {
        job_finish_without_memory(fetch, job);
    } else if (name->state == NAME_PENDING) {
        job->goes_first = at_front;
        job->next = name->waiting;
        name->waiting = job;
    } else if (name->state != NAME_FOUND) {
        fail(fetch, job, name->state);
    }
    return name && name->state == NAME_FOUND;
}

bool name_check_find(struct fetch *fetch, const struct job *job, const char **addresses)
{
    *addresses = NULL;
    if (!needs_name(fetch, job))
        return true;
    const struct resolver_name *name =
        resolver_find(fetch->resolver, job->url.host, clock_ms());
    if (name && name->state == NAME_FOUND)
        *addresses = name->addresses;
    return *addresses != NULL;
}

void name_check_step(struct fetch *fetch)
{
    struct resolver_name *name;
    resolver_step(fetch->resolver, clock_ms());
    while ((name = resolver_next(fetch->resolver))) {
        struct job *next, *job = job_reverse(name->waiting);
        name->waiting = NULL;
        for (; job; job = next) {
            next = job->next;
            job_queue(fetch, job, job->goes_first);
        }
    }
}
