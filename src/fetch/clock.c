#include "fetch/clock.h"

#include <time.h>

int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_ms_of_seconds(double seconds)
{
    return (int64_t)(seconds * 1000 + 0.5);
}

void clock_write_utc(char out[32])
{
    time_t now = time(NULL);
    struct tm utc;
    out[0] = '\0';
    if (gmtime_r(&now, &utc))
        strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &utc);
}
