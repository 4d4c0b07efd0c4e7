#include "refresh/politeness.h"

#include "archive/schedule.h"
#include "base/keyed_hash.h"
#include "base/url.h"
#include "refresh/clock_faults.h"
#include <stdio.h>

void politeness_open(struct politeness *p, struct archive_command *command)
{
    *p = (struct politeness){.command = command};
    arena_open(&p->robots, SIZE_MAX);
}

void politeness_close(struct politeness *p)
{
    arena_close(&p->robots);
}

/* ---- rows -------------------------------------------------------------------------- */

/* Host and port as in the URL: the unit that Retry-After and back-off apply to. */
static struct slice server_of(const char *url)
{
    return url_split(slice_of_string(url)).authority;
}

static size_t slot_of(struct slice server)
{
    return hash_bytes(hash_key_of_process(), server) % POLITENESS_SLOTS;
}

/* Whether a wrong clock wrote the row. Rows of an older winnow do not have the time when
   they were saved; their other times show it. */
static bool is_ahead(const struct store_host *host, int64_t now)
{
    int64_t latest = now + STORE_AHEAD_MAX;
    if (now < CLOCK_FAULTS_EARLIEST)
        return false;
    return host->saved > latest || host->back_off > latest || host->failed_at > latest ||
           (!host->saved && host->not_before > latest);
}

static struct store_host find(struct politeness *p, struct slice server)
{
    size_t slot = slot_of(server);
    char name[POLITENESS_NAME_SIZE];
    struct arena a;
    if (server.len < sizeof name &&
        slice_equal(server, slice_of_string(p->slots[slot].server)))
        return p->slots[slot].host;
    arena_open(&a, SIZE_MAX);
    struct store_host host =
        store_find_host(&p->command->store, arena_string(&a, server));
    if (is_ahead(&host, p->command->now))
        host = (struct store_host){0};
    arena_close(&a);
    if (server.len < sizeof name) {
        snprintf(p->slots[slot].server, sizeof name, "%.*s", SLICE_ARG(server));
        p->slots[slot].host = host;
    }
    return host;
}

/* Errors are ignored: saving the page then fails too, and that is reported. */
static void save(struct politeness *p, struct slice server, const struct store_host *host)
{
    size_t slot = slot_of(server);
    struct store *store = &p->command->store;
    struct arena a;
    struct error err;
    arena_open(&a, SIZE_MAX);
    if (store_begin(store, &err))
        store_save_host(store, arena_string(&a, server), host, &err);
    arena_close(&a);
    p->slots[slot].server[0] = '\0';
}

/* ---- waiting ----------------------------------------------------------------------- */

bool politeness_may_fetch(struct politeness *p, struct fetch *fetch, const char *url,
                          int64_t now)
{
    struct store_host host = find(p, server_of(url));
    int64_t wait = host.not_before - now;
    if (host.back_off > now || wait > (int64_t)p->command->options.fetch.max_wait_s)
        return false;
    if (wait > 0)
        fetch_hold(fetch, url, wait * 1000);
    return true;
}

static bool is_down(const struct fetch_result *result)
{
    return result->status == WINNOW_NETWORK || result->status == WINNOW_TIMEOUT ||
           result->http_status >= 500;
}

/* Whether fetch may be holding the server now. A cheap test: fetch_held_for parses the
   URL, which is too slow to do for every page. */
static bool may_be_held(const struct fetch_result *result)
{
    return result->status != WINNOW_OK || result->tries > 1;
}

/* Counts one failed run of a host, however many of its pages fail. */
static void count_failed_run(struct store_host *host, int64_t began, int64_t now)
{
    if (host->failed_at >= began)
        return;
    host->failed_at = now;
    host->failed_runs++;
    host->back_off = now + schedule_host_wait(host->failed_runs);
}

void politeness_update(struct politeness *p, struct fetch *fetch,
                       const struct fetch_result *result, const char *url, int64_t now)
{
    struct slice server = server_of(url);
    struct store_host before = find(p, server), host = before;
    int64_t stored = may_be_held(result) ? fetch_held_for(fetch, url) : 0;
    if (stored > 0)
        host.not_before = now + (stored + 999) / 1000;
    host.saved = now;
    if (is_down(result))
        count_failed_run(&host, p->command->now, now);
    else if (result->http_status)
        host.failed_runs = 0;
    if (host.not_before != before.not_before || host.failed_runs != before.failed_runs ||
        host.back_off != before.back_off)
        save(p, server, &host);
}

/* ---- robots.txt -------------------------------------------------------------------- */

static bool find_robots(void *context, const char *origin, struct fetch_robots *out)
{
    struct politeness *p = context;
    struct store_robots robots;
    int64_t now = p->command->now;
    arena_reset(&p->robots);
    if (!store_find_robots(&p->command->store, origin, now, &p->robots, &robots) ||
        (now >= CLOCK_FAULTS_EARLIEST && robots.expires > now + STORE_AHEAD_MAX + 60))
        return false;
    *out = (struct fetch_robots){(enum winnow_status)robots.status, robots.reason,
                                 robots.text, robots.expires - now};
    return true;
}

static void save_robots(void *context, const char *origin,
                        const struct fetch_robots *robots)
{
    const struct politeness *p = context;
    struct archive_command *command = p->command;
    struct error err;
    struct store_robots row = {command->now + robots->seconds, (int)robots->status,
                               robots->reason, robots->text};
    if (store_begin(&command->store, &err))
        store_save_robots(&command->store, origin, &row, &err);
}

struct fetch_memory politeness_memory(struct politeness *politeness)
{
    return (struct fetch_memory){politeness, find_robots, save_robots};
}
