/* signals: the signals that end a run. They are read like input, so that no handler runs in
   the middle of something; the first begins a time of grace, and the second ends it. */
#ifndef WINNOW_CLI_SIGNALS_H
#define WINNOW_CLI_SIGNALS_H

#include <stdbool.h>
#include <stdint.h>

struct stop {
    int fd;          /* a signalfd to poll(2); -1: none */
    int number;      /* of the signal that ends the run; 0: none */
    int64_t ends_ms; /* of the monotonic clock: the grace */
};

/* From here on SIGINT, SIGTERM and SIGHUP wait to be taken. Where the system has no
   descriptor for them they end the process as they did. */
void stop_open(struct stop *stop);
/* From here on they end the process at once. */
void stop_close(struct stop *stop);

/* Reads what has come. True when it was the first. */
bool stop_take(struct stop *stop, double grace_seconds);
/* Whether one has come, and its grace is over. */
bool stop_is_due(const struct stop *stop);
/* Lowers a timeout for poll(2), -1 for none, to the end of the grace. */
void stop_lower_timeout(const struct stop *stop, int *timeout_ms);

#endif
