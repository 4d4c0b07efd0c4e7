#include "command/politeness.h"

#include "archive/due.h"
#include "base/url.h"
#include <stdlib.h>

/* Host and port, as they stand in the URL: what a server asks for holds for that. */
static const char *server_of(struct arena *a, const char *url)
{
    return arena_string(a, url_split(slice_of_string(url)).authority);
}

bool politeness_may_ask(struct archived *archived, struct fetch *fetch,
                        const struct store_page *page, int64_t now)
{
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct store_host host = store_find_host(&archived->store, server_of(&a, page->url));
    arena_close(&a);
    int64_t wait = host.not_before - now;
    if (archived->options.max_age < 0 && host.back_off > now)
        return false;
    if (wait > (int64_t)archived->options.fetch.max_wait_s)
        return false;
    if (wait > 0 && fetch)
        fetch_hold(fetch, page->url, wait * 1000);
    return true;
}

static bool is_down(const struct fetch_result *result)
{
    return result->status == WINNOW_NETWORK || result->status == WINNOW_TIMEOUT ||
           result->http_status >= 500;
}

/* Whether something happened on the way that makes the engine hold the server: to ask it
   after every page would have each URL parsed anew. */
static bool may_be_held(const struct fetch_result *result)
{
    return result->status != WINNOW_OK || result->tries > 1;
}

/* A host is counted down once a run, however many of its pages fail. */
static void note_down(struct store_host *host, int64_t began, int64_t now)
{
    if (host->failed_at >= began)
        return;
    host->failed_at = now;
    host->failed_runs++;
    host->back_off = now + due_host_wait(host->failed_runs);
}

void politeness_note(struct archived *archived, struct fetch *fetch,
                     const struct fetch_result *result, const char *url, int64_t now)
{
    struct arena a;
    struct error err;
    arena_open(&a, SIZE_MAX);
    const char *server = server_of(&a, url);
    struct store_host before = store_find_host(&archived->store, server), host = before;
    int64_t held = may_be_held(result) ? fetch_held_for(fetch, url) : 0;
    if (held > 0)
        host.not_before = now + (held + 999) / 1000;
    if (is_down(result))
        note_down(&host, archived->now, now);
    else if (result->http_status)
        host.failed_runs = 0;
    if (host.not_before != before.not_before || host.failed_runs != before.failed_runs ||
        host.back_off != before.back_off)
        if (store_begin(&archived->store, &err))
            store_save_host(&archived->store, server, &host, &err);
    arena_close(&a);
}

/* ---- robots.txt -------------------------------------------------------------------- */

static bool find_robots(void *context, const char *origin, struct fetch_robots *out)
{
    struct archived *archived = context;
    struct store_robots robots;
    if (!store_find_robots(&archived->store, origin, archived->now, &archived->arena,
                           &robots))
        return false;
    *out = (struct fetch_robots){(enum winnow_status)robots.status, robots.reason,
                                 robots.text, robots.expires - archived->now};
    return true;
}

static void keep_robots(void *context, const char *origin,
                        const struct fetch_robots *robots)
{
    struct archived *archived = context;
    struct error err;
    struct store_robots row = {archived->now + robots->seconds, (int)robots->status,
                               robots->reason, robots->text};
    if (store_begin(&archived->store, &err))
        store_save_robots(&archived->store, origin, &row, &err);
}

struct fetch_memory politeness_memory(struct archived *archived)
{
    return (struct fetch_memory){archived, find_robots, keep_robots};
}
