/* schedule: when a page is fetched again. Pure: all times are seconds that the caller
   passes in. */
#ifndef WINNOW_ARCHIVE_SCHEDULE_H
#define WINNOW_ARCHIVE_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    SCHEDULE_INTERVAL_MIN = 6 * 3600,
    SCHEDULE_INTERVAL_MAX = 30 * 24 * 3600,
    SCHEDULE_INTERVAL_FIRST = 24 * 3600, /* for a new page */
};

/* Returns the interval after a successful fetch: half of the last one if the page has
   changed, one and a half times the last one if not. So the interval approaches the
   page's rate of change, and a page that starts to change is soon fetched often again. */
int64_t schedule_next_interval(int64_t interval, bool has_changed);

/* Returns the wait after the nth failure in a row: an hour, doubled each time, at most
   the page's own interval and at most a day. */
int64_t schedule_retry_wait(unsigned failures, int64_t interval);

/* Returns the wait for a host that has failed in this many runs in a row; 0 for one. */
int64_t schedule_host_wait(unsigned failed_runs);

#endif
