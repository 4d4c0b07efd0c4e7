#include "fetch/retry.h"

enum {
    FIRST_WAIT_MS = 1000,
    WAIT_MAX_MS = 60 * 1000, /* doubling stops where nobody would go on waiting */
    DOUBLINGS_MAX = 6,
};

bool retry_is_worth_it(long http_status)
{
    return http_status == 408 || http_status == 429 ||
           (http_status >= 500 && http_status <= 599);
}

/* xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators"):
   jitter needs nothing better. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 2685821657736338717u;
}

int64_t retry_wait_ms(unsigned failures, uint64_t *random)
{
    unsigned doublings = failures > 1 ? failures - 1 : 0;
    int64_t wait = FIRST_WAIT_MS
                   << (doublings > DOUBLINGS_MAX ? DOUBLINGS_MAX : doublings);
    if (wait > WAIT_MAX_MS)
        wait = WAIT_MAX_MS;
    return wait / 2 + (int64_t)(next_random(random) >> 33) % (wait / 2 + 1);
}
