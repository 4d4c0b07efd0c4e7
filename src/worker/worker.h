/* worker: forked processes that parse and clean, and the pipe to each. The parent never
   parses a page; a page that crashes or hangs its worker costs that page alone. */
#ifndef WINNOW_WORKER_WORKER_H
#define WINNOW_WORKER_WORKER_H

#include "base/error.h"
#include "rules/rulebook.h"
#include "winnow.h"
#include "worker/sandbox.h"
#include <poll.h>

struct worker_pool;

/* What a worker does with a page; record_clean is one. */
typedef struct winnow_record *(*worker_clean)(struct rulebook *book,
                                              const struct site_source *site,
                                              const struct winnow_input *input,
                                              struct error *err);

struct worker_options {
    unsigned count;        /* processes, at least 1 */
    double page_seconds;   /* CPU a page */
    double wall_seconds;   /* in which a worker is to have run; 0: ten times that */
    size_t memory_max;     /* bytes of arena a page; 0: the library's default */
    size_t bytes_max;      /* bytes of a page, by which a cage knows what is too much */
    enum sandbox cage;     /* one that sandbox_find_strongest found to be possible */
    struct rulebook *book; /* inherited by every worker; must stay open */
    worker_clean clean;    /* NULL: record_clean */
    size_t answer_max;     /* bytes of a record; 0: as much as the page can need */
};

/* Work for a worker. Everything is copied by worker_submit. */
struct worker_job {
    struct winnow_input input; /* its url may be NULL */
    struct site_source site;
    void *tag; /* given back with the result */
};

struct worker_result {
    void *tag;
    struct winnow_record *record; /* the caller's now; never NULL */
};

bool worker_pool_open(struct worker_pool **out, const struct worker_options *options,
                      struct error *err);
/* Kills what still runs and waits for it: no zombie is left. NULL is allowed. */
void worker_pool_close(struct worker_pool *pool);

/* How many jobs can be submitted now without waiting for a worker. */
unsigned worker_pool_count_free(const struct worker_pool *pool);
/* Whether no worker has a page, nor a record that nobody has taken. */
bool worker_pool_is_idle(const struct worker_pool *pool);
/* Hands a job to a free worker; false with err where there is none, no memory, or no new
   process to be had in place of one that died. */
bool worker_submit(struct worker_pool *pool, const struct worker_job *job,
                   struct error *err);

/* The descriptors to poll(2) for, as many as workers; returns how many were filled, and
   lowers *timeout_ms (-1: none) to the next deadline of a hung worker. */
size_t worker_pool_poll(const struct worker_pool *pool, struct pollfd *out, size_t max,
                        int *timeout_ms);
/* Reads and writes what can be without blocking, ends what hangs, replaces what died. */
void worker_pool_step(struct worker_pool *pool);
/* The next finished job; false when there is none. */
bool worker_pool_next(struct worker_pool *pool, struct worker_result *out);

#endif
