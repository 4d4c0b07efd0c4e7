/* signals: the signals that end a run. They are read like input, so that no handler
 * interrupts an operation; the first signal starts a grace period, and the second ends
 * it. */
#ifndef WINNOW_CLI_SIGNALS_H
#define WINNOW_CLI_SIGNALS_H

#include <stdbool.h>
#include <stdint.h>

struct signals {
    int fd;          /* a signalfd to poll(2); -1: none */
    int number;      /* of the signal that ends the run; 0: none so far */
    int64_t late_ms; /* end of --max-time, on the same clock; 0: none */
    int64_t ends_ms; /* end of the grace period, on the monotonic clock */
};

/* From now on SIGINT, SIGTERM and SIGHUP are held until signals_take reads them. If the
   system provides no descriptor for them, they still end the process. */
void signals_open(struct signals *stop);
/* From now on they end the process at once. A signal that has not been read yet does not:
   it sets number. */
void signals_close(struct signals *stop);

/* Reads the pending signals. Returns true if one of them is the first. */
bool signals_take(struct signals *stop, double grace_seconds);
/* Limits the run to so many seconds from now; 0: no limit. */
void signals_set_limit(struct signals *stop, double seconds);
bool signals_is_late(const struct signals *stop);
/* Whether a signal has arrived and its grace period is over. */
bool signals_is_due(const struct signals *stop);
/* Lowers a timeout for poll(2) (-1: none) to the end of the grace period, or of
   the time for the run. */
void signals_lower_timeout(const struct signals *stop, int *timeout_ms);

#endif
