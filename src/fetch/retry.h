/* retry: which failures are tried again, and when: after the time that the server asks
   for in Retry-After, or after a wait that grows with each failure. */
#ifndef WINNOW_FETCH_RETRY_H
#define WINNOW_FETCH_RETRY_H

#include <stdbool.h>
#include <stdint.h>

struct fetch;
struct job;

/* Handles the answer of a job: if it failed and may succeed later, queues the job again
   and holds its host until then; if the server asks for a wait longer than --max-wait,
   ends it and all other jobs of the server. Returns false if neither applies, and the
   answer stands. */
bool retry_job(struct fetch *fetch, struct job *job, bool is_temporary);

/* Notes for the job's host whether it has answered. If it has failed too often in a row,
   ends the job and all others of the host, and returns true. */
bool retry_give_host_up(struct fetch *fetch, struct job *job);
/* Ends the job if its host has been given up. */
bool retry_refuse_bad_host(struct fetch *fetch, struct job *job);

/* Whether a wait is longer than --max-wait; and the end of a job because of that. */
bool retry_is_too_long(const struct fetch *fetch, int64_t wait_ms);
void retry_refuse_wait(struct fetch *fetch, struct job *job, int64_t wait_ms);

/* Whether an HTTP status may be another one soon: 408, 429 and 5xx. */
bool retry_is_worth_it(long http_status);

/* Milliseconds before try number `failures` + 1: from one second, doubled up to a minute.
   The second half of a wait is random, so that clients that failed together do not return
   together. random is the state of the generator; not 0 at first. */
int64_t retry_wait_ms(unsigned failures, uint64_t *random);

#endif
