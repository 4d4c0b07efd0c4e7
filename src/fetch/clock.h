/* clock: the engine's clock, in milliseconds that never go back. Other files of the room
   get times as arguments. */
#ifndef WINNOW_FETCH_CLOCK_H
#define WINNOW_FETCH_CLOCK_H

#include <stdint.h>

int64_t clock_ms(void);
int64_t clock_ms_of_seconds(double seconds);

/* The current time in UTC, as RFC 3339 writes it; "" if it is not known. */
void clock_write_utc(char out[32]);

#endif
