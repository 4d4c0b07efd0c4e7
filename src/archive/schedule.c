#include "archive/schedule.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

static int64_t clamp(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

int64_t schedule_next_interval(int64_t interval, bool has_changed)
{
    if (interval <= 0)
        return SCHEDULE_INTERVAL_FIRST;
    return clamp(has_changed ? interval / 2 : interval + interval / 2,
                 SCHEDULE_INTERVAL_MIN, SCHEDULE_INTERVAL_MAX);
}

static int64_t doubled(int64_t first, unsigned times, int64_t most)
{
    while (times-- && first < most)
        first *= 2;
    return first < most ? first : most;
}

int64_t schedule_retry_wait(unsigned failures, int64_t interval)
{
    int64_t most = clamp(interval, HOUR, DAY);
    return doubled(HOUR, failures ? failures - 1 : 0, most);
}

int64_t schedule_host_wait(unsigned failed_runs)
{
    return failed_runs < 2 ? 0 : doubled(15 * 60, failed_runs - 2, 6 * HOUR);
}
