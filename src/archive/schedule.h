/* schedule: when a page is asked for again. Pure: times are seconds
   that the caller passes in. */
#ifndef WINNOW_ARCHIVE_SCHEDULE_H
#define WINNOW_ARCHIVE_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    SCHEDULE_INTERVAL_MIN = 6 * 3600,
    SCHEDULE_INTERVAL_MAX = 30 * 24 * 3600,
    SCHEDULE_INTERVAL_FIRST = 24 * 3600, /* nothing is known of a new page */
};

/* The next interval after a good answer. A page that has changed is asked for in half the
   time, one that has not in half as much again: so it settles near the page's own pace,
   and one change brings a sleepy page back quickly. */
int64_t schedule_next_interval(int64_t interval, bool has_changed);

/* The wait after the nth failure in a row: from an hour, doubling, but never longer than
   the page's own interval would have been, nor than a day. */
int64_t schedule_retry_wait(unsigned failures, int64_t interval);

/* The wait before a host that has failed in so many runs is asked again. */
int64_t schedule_host_wait(unsigned failed_runs);

#endif
