/* signals: the signals that end a run. They are read like input, so that no handler runs
   in the middle of something; the first begins a time of grace, and the second ends it.
 */
#ifndef WINNOW_CLI_SIGNALS_H
#define WINNOW_CLI_SIGNALS_H

#include <stdbool.h>
#include <stdint.h>

struct signals {
    int fd;          /* a signalfd to poll(2); -1: none */
    int number;      /* of the signal that ends the run; 0: none */
    int64_t ends_ms; /* of the monotonic clock: the grace */
};

/* From here on SIGINT, SIGTERM and SIGHUP wait to be taken. Where the system has no
   descriptor for them they end the process as they did. */
void signals_open(struct signals *stop);
/* From here on they end the process at once. */
void signals_close(struct signals *stop);

/* Reads what has come. True when it was the first. */
bool signals_take(struct signals *stop, double grace_seconds);
/* Whether one has come, and its grace is over. */
bool signals_is_due(const struct signals *stop);
/* Lowers a timeout for poll(2), -1 for none, to the end of the grace. */
void signals_lower_timeout(const struct signals *stop, int *timeout_ms);

#endif
