#include "fetch/retry.h"

#include "fetch/clock.h"
#include "fetch/job.h"

enum {
    FIRST_WAIT_MS = 1000,
    WAIT_MAX_MS = 60 * 1000, /* doubling ends where nobody would wait any longer */
    DOUBLINGS_MAX = 6,
};

/* ---- how long ---------------------------------------------------------------------- */

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

/* Milliseconds of the answer's Retry-After; 0 without one. */
static int64_t retry_after_ms(const struct transfer_answer *answer)
{
    int64_t seconds = answer->retry_after_s;
    if (!retry_is_worth_it(answer->http_status) || seconds <= 0)
        return 0;
    return (seconds < INT32_MAX ? seconds : INT32_MAX) * 1000;
}

/* ---- --max-wait -------------------------------------------------------------------- */

bool retry_is_too_long(const struct fetch *fetch, int64_t wait_ms)
{
    return wait_ms > clock_ms_of_seconds(fetch->options.max_wait_s);
}

void retry_refuse_wait(struct fetch *fetch, struct job *job, int64_t wait_ms)
{
    struct error err;
    error_set(&err, "%s asks to wait %lld s; --max-wait is %g s", job->url.host,
              (long long)(wait_ms + 999) / 1000, fetch->options.max_wait_s);
    job_finish_with(fetch, job, WINNOW_HTTP, &err);
}

static void refuse_wait_of_server(struct fetch *fetch, const char *server,
                                  int64_t wait_ms)
{
    struct host_item *item;
    while ((item = hosts_withdraw(fetch->hosts, server)))
        retry_refuse_wait(fetch, (struct job *)item, wait_ms);
}

/* ---- an answer --------------------------------------------------------------------- */

bool retry_job(struct fetch *fetch, struct job *job, bool is_temporary)
{
    const struct transfer_answer *answer = &job->transfer->answer;
    int64_t now = clock_ms(), wait = retry_after_ms(answer);
    if (wait)
        hosts_hold(fetch->hosts, job->url.server, now + wait, now);
    if (retry_is_too_long(fetch, wait)) {
        refuse_wait_of_server(fetch, job->url.server, wait);
        retry_refuse_wait(fetch, job, wait);
        return true;
    }
    if ((!is_temporary && !retry_is_worth_it(answer->http_status)) ||
        job->failures >= fetch->options.retries)
        return false;
    job->failures++;
    if (!wait)
        hosts_hold(fetch->hosts, job->url.server,
                   now + retry_wait_ms(job->failures, &fetch->random), now);
    job_queue(fetch, job, true);
    return true;
}
