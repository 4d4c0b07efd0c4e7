#include "fetch/retry.h"

#include "fetch/clock.h"
#include "fetch/job.h"
#include <stdio.h>

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

/* ---- hosts that fail --------------------------------------------------------------- */

bool retry_refuse_bad_host(struct fetch *fetch, struct job *job)
{
    const struct bad_host *host = bad_hosts_find(fetch->bad_hosts, job->url.server);
    struct error err;
    if (!host || !host->is_given_up)
        return false;
    if (host->waits)
        error_set(&err,
                  "not requested: %s answered %s and asked to wait, %u times in a row",
                  job->url.host, host->reason, host->waits);
    else
        error_set(&err, "not requested: %s failed %u times in a row: %s", job->url.host,
                  host->failures, host->reason);
    job_finish_with(fetch, job, host->status, &err);
    return true;
}

/* A failure is one before the request could be sent, or a timeout. A host that asks each
   URL to wait is given up after one that was retried to the end and another, so that a
   single bad page does not give up its host. */
static bool note_answer(struct fetch *fetch, const struct job *job)
{
    const struct transfer_answer *answer = &job->transfer->answer;
    const char *server = job->url.server;
    const struct fetch_options *options = &fetch->options;
    bool is_timeout = answer->status == WINNOW_TIMEOUT;
    bool is_unsent = answer->status == WINNOW_NETWORK && !answer->sent_at;
    if (is_timeout || is_unsent)
        return bad_hosts_note_failure(fetch->bad_hosts, server, options->host_failures,
                                      answer->status, answer->error.text);
    int64_t wait_ms = retry_after_ms(answer);
    if (!wait_ms) {
        bad_hosts_note_answer(fetch->bad_hosts, server);
        return false;
    }
    char reason[32];
    snprintf(reason, sizeof reason, "HTTP %ld", answer->http_status);
    struct host_wait wait = {answer->sent_at, clock_ms() + wait_ms, WINNOW_HTTP, reason};
    return bad_hosts_note_wait(fetch->bad_hosts, server,
                               options->host_failures ? options->retries + 2 : 0, &wait);
}

bool retry_give_host_up(struct fetch *fetch, struct job *job)
{
    const struct transfer_answer *answer = &job->transfer->answer;
    struct host_item *item;
    struct error err = answer->error;
    if (!note_answer(fetch, job))
        return false;
    while ((item = hosts_withdraw(fetch->hosts, job->url.server)))
        retry_refuse_bad_host(fetch, (struct job *)item);
    if (answer->status == WINNOW_OK)
        error_set(&err, "HTTP %ld", answer->http_status);
    job_finish_with(fetch, job,
                    answer->status == WINNOW_OK ? WINNOW_HTTP : answer->status, &err);
    return true;
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
