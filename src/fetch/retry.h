/* backoff: how long to wait before a server that failed is asked again. */
#ifndef WINNOW_FETCH_RETRY_H
#define WINNOW_FETCH_RETRY_H

#include <stdbool.h>
#include <stdint.h>

/* HTTP statuses that may well be gone at the next try: 408, 429 and 5xx. */
bool retry_is_worth_it(long http_status);

/* Milliseconds before try number `failures` + 1: doubling from one second up to a minute,
   the second half of it random, so that clients that failed together do not come back
   together. random is the caller's generator, any number but 0 at first. */
int64_t retry_wait_ms(unsigned failures, uint64_t *random);

#endif
