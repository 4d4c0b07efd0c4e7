/* clock: milliseconds that only ever rise. What needs a time is given it; only the engine
   looks. */
#ifndef WINNOW_FETCH_CLOCK_H
#define WINNOW_FETCH_CLOCK_H

#include <stdint.h>

int64_t clock_ms(void);

/* The time of day as RFC 3339 writes it, in UTC; "" where there is none. */
void clock_write_utc(char out[32]);

#endif
