/* job: one request inside the engine, over all its redirects and retries. Only the files
   that make up the engine include this: fetch.c adds jobs and steps, robots_check.c,
   name_check.c, hop.c, redirect.c and retry.c decide what each does next. */
#ifndef WINNOW_FETCH_JOB_H
#define WINNOW_FETCH_JOB_H

#include "fetch/bad_hosts.h"
#include "fetch/fetch.h"
#include "fetch/headers.h"
#include "fetch/hosts.h"
#include "fetch/http_url.h"
#include "fetch/proxy.h"
#include "fetch/resolver.h"
#include "fetch/robots_cache.h"
#include "fetch/transfer.h"

#define JOB_PRODUCT "winnow" /* the name of this crawler in robots.txt files */

enum job_purpose { JOB_PAGE, JOB_ROBOTS };

/* From fetch_add to fetch_next; or a request for a robots.txt, which the engine makes by
   itself. */
struct job {
    struct host_item item;     /* first: this is what hosts.h queues */
    struct job *next;          /* of the finished, or what waits for a file or a name */
    struct job *older, *newer; /* of all jobs */
    enum job_purpose purpose;
    struct origin *origin;          /* whose robots.txt it gets */
    struct http_url first_url, url; /* of the first hop, and of this one */
    bool typed;                     /* the first URL may have a private address */
    bool is_named;                  /* the user named the first URL, or its page */
    struct headers headers;         /* for the server of the first URL only */
    struct headers validators;      /* sent to validated_url only */
    char *validated_url;
    bool goes_first; /* before the others of its host, once its name is known */
    struct transfer *transfer;
    unsigned redirects, failures;
    struct fetch_result result;
};

/* The engine. */
struct fetch {
    struct fetch_options options;
    struct proxies proxies;
    char *user_agent, *ca_file;
    struct headers headers;
    struct transfers *transfers;
    struct hosts *hosts;
    struct robots_cache *origins;
    struct resolver *resolver;
    struct bad_hosts *bad_hosts;
    struct job *newest;
    struct {
        struct job *first, *last;
    } finished;
    size_t pending;
    bool winds_down, has_enough;
    const void *wanted; /* the tag of the page that is fetched although it has enough */
    uint64_t random;
};

struct job *job_new(struct fetch *fetch, enum job_purpose purpose); /* NULL: no memory */
void job_free(struct fetch *fetch, struct job *job);
/* A list of waiting jobs has the last one first; this puts the first one first. */
struct job *job_reverse(struct job *list);

/* Whether this hop may connect to a private address: its server was typed by the user, or
   the options allow it. */
bool job_may_be_private(const struct fetch *fetch, const struct job *job);

/* Queues the job at its host as soon as the name of that is known, or ends it where there
   is no such name or the host asked for too long a wait or has been given up. */
void job_queue(struct fetch *fetch, struct job *job, bool at_front);

/* End the job. why is NULL for ok. For a robots.txt, http means that there was an answer.
 */
void job_finish(struct fetch *fetch, struct job *job, enum winnow_status status,
                const char *why);
void job_finish_with(struct fetch *fetch, struct job *job, enum winnow_status status,
                     const struct error *err);
void job_finish_without_memory(struct fetch *fetch, struct job *job);

#endif
