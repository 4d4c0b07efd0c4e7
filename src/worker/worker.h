/* worker: a pool of forked processes that parse and clean pages. The parent never parses
   a page; if a page crashes or hangs its worker, only that page fails. */
#ifndef WINNOW_WORKER_WORKER_H
#define WINNOW_WORKER_WORKER_H

#include "base/error.h"
#include "rules/rulebook.h"
#include "winnow.h"
#include "worker/sandbox.h"
#include <poll.h>

struct worker_pool;

/* The function that a worker calls for a page, such as record_clean. */
typedef struct winnow_record *(*worker_clean)(struct rulebook *book,
                                              const struct site_source *site,
                                              const struct winnow_input *input,
                                              struct error *err);

struct worker_options {
    unsigned count;        /* processes, at least 1 */
    double page_seconds;   /* CPU time per page */
    double wall_seconds;   /* within which a worker must make progress; 0: ten times
                              page_seconds */
    size_t memory_max;     /* bytes of arena per page; 0: the library's default */
    size_t bytes_max;      /* bytes of a page, from which memory limits are derived */
    enum sandbox sandbox;  /* at most what sandbox_find_strongest returned */
    struct rulebook *book; /* inherited by every worker; must stay open */
    worker_clean clean;    /* NULL: record_clean */
    size_t answer_max;     /* bytes of a record; 0: derived from the page's size */
    bool isolate;          /* a worker cleans pages of one host only; a page without a
                              host has a worker to itself */
};

/* A page for a worker. worker_submit copies everything. */
struct worker_job {
    struct winnow_input input; /* its url may be NULL */
    struct site_source site;
    void *tag; /* returned with the result */
};

struct worker_result {
    void *tag;
    struct winnow_record *record; /* owned by the caller; never NULL */
};

bool worker_pool_open(struct worker_pool **out, const struct worker_options *options,
                      struct error *err);
/* Kills all workers and waits for them. NULL is allowed. */
void worker_pool_close(struct worker_pool *pool);

/* Returns how many jobs can be submitted now without waiting for a worker. */
unsigned worker_pool_count_free(const struct worker_pool *pool);
/* Whether no job is being processed and no result is left to fetch. */
bool worker_pool_is_idle(const struct worker_pool *pool);
/* Hands a job to a free worker. Returns false with err if no worker is free, if out of
   memory, or if a worker that died could not be replaced. */
bool worker_submit(struct worker_pool *pool, const struct worker_job *job,
                   struct error *err);

/* Fills the descriptors to pass to poll(2), at most max, and returns their number. Lowers
 *timeout_ms (-1: none) to the time until the next deadline. */
size_t worker_pool_poll(const struct worker_pool *pool, struct pollfd *out, size_t max,
                        int *timeout_ms);
/* Reads and writes without blocking, and ends workers that have died or are hung. */
void worker_pool_step(struct worker_pool *pool);
/* Gets the next finished job; false if there is none. */
bool worker_pool_next(struct worker_pool *pool, struct worker_result *out);

#endif
