#include "fetch/robots_cache.h"

#include "base/hash_table.h"
#include <stdlib.h>
#include <string.h>

struct robots_cache {
    struct hash_table table;        /* of struct origin *, by its name */
    struct origin *oldest, *newest; /* those that are known */
    size_t known, bytes;
};

struct robots_cache *robots_cache_open(void)
{
    struct robots_cache *origins = calloc(1, sizeof *origins);
    if (origins)
        hash_table_open(&origins->table, NULL, sizeof(struct origin *));
    return origins;
}

static void origin_free(struct origin *origin)
{
    robots_free(origin->robots);
    free(origin->reason);
    free(origin);
}

void robots_cache_close(struct robots_cache *origins)
{
    if (!origins)
        return;
    for (size_t i = 0; i < origins->table.count; i++)
        origin_free(*(struct origin **)hash_table_at(&origins->table, i));
    hash_table_close(&origins->table);
    free(origins);
}

/* ---- known origins, by age --------------------------------------------------------- */

static size_t size_of(const struct origin *origin)
{
    return sizeof *origin + (origin->robots ? robots_size(origin->robots) : 0);
}

static void link_newest(struct robots_cache *origins, struct origin *origin)
{
    origin->older = origins->newest;
    origin->newer = NULL;
    if (origins->newest)
        origins->newest->newer = origin;
    else
        origins->oldest = origin;
    origins->newest = origin;
    origins->known++;
    origins->bytes += size_of(origin);
}

static void unlink_known(struct robots_cache *origins, struct origin *origin)
{
    *(origin->older ? &origin->older->newer : &origins->oldest) = origin->newer;
    *(origin->newer ? &origin->newer->older : &origins->newest) = origin->older;
    origins->known--;
    origins->bytes -= size_of(origin);
}

static void forget(struct robots_cache *origins, struct origin *origin)
{
    unlink_known(origins, origin);
    hash_table_remove(&origins->table, slice_of_string(origin->name));
    origin_free(origin);
}

/* ---- finding and settling ---------------------------------------------------------- */

static struct origin *find(const struct robots_cache *origins, const char *name)
{
    struct origin *const *found = hash_table_find(&origins->table, slice_of_string(name));
    return found ? *found : NULL;
}

const struct origin *robots_cache_find_known(const struct robots_cache *origins,
                                             const char *name, int64_t now)
{
    const struct origin *origin = find(origins, name);
    bool is_known = origin && origin->state == ORIGIN_KNOWN && origin->expires_at > now;
    return is_known ? origin : NULL;
}

struct origin *robots_cache_find(struct robots_cache *origins, const char *name,
                                 int64_t now)
{
    struct origin *origin = find(origins, name);
    if (origin && origin->state == ORIGIN_KNOWN && origin->expires_at <= now) {
        forget(origins, origin);
        origin = NULL;
    }
    if (origin)
        return origin;
    size_t len = strlen(name) + 1;
    origin = calloc(1, sizeof *origin + len);
    if (!origin)
        return NULL;
    memcpy(origin->name, name, len);
    struct origin **added =
        hash_table_put(&origins->table, slice_of_string(origin->name), NULL);
    if (!added) {
        free(origin);
        return NULL;
    }
    *added = origin;
    return origin;
}

void robots_cache_settle(struct robots_cache *origins, struct origin *origin,
                         struct robots *robots, enum winnow_status status, char *reason,
                         int64_t expires_at)
{
    origin->state = ORIGIN_KNOWN;
    origin->robots = robots;
    origin->status = status;
    origin->reason = reason;
    origin->expires_at = expires_at;
    link_newest(origins, origin);
    while (origins->oldest != origin && (origins->known > ROBOTS_CACHE_KEPT_MAX ||
                                         origins->bytes > ROBOTS_CACHE_BYTES_MAX))
        forget(origins, origins->oldest);
}

enum winnow_status robots_cache_judge(const struct origin_answer *answer,
                                      struct error *reason)
{
    enum winnow_status status = answer->status;
    bool is_answered = status == WINNOW_HTTP || status == WINNOW_GONE;
    if (status == WINNOW_OK || (is_answered && answer->http_status < 500))
        return WINNOW_OK;
    if (is_answered)
        error_set(reason, "robots.txt of %s cannot be had: %s; --no-robots overrides",
                  answer->host, answer->why);
    else if (answer->is_elsewhere)
        error_set(reason, "robots.txt of %s leads elsewhere: %s; --no-robots overrides",
                  answer->host, answer->why);
    else
        error_set(reason, "%s", answer->why);
    return is_answered || answer->is_elsewhere ? WINNOW_ROBOTS : status;
}

/* ---- from one run to the next ------------------------------------------------------ */

bool robots_cache_recall(struct robots_cache *origins, struct origin *origin,
                         const struct fetch_memory *memory, struct slice product,
                         int64_t now)
{
    struct fetch_robots known;
    if (!memory || !memory->find(memory->context, origin->name, &known))
        return false;
    struct robots *robots = known.text.ptr ? robots_parse(known.text, product) : NULL;
    if (known.text.ptr && !robots)
        return false;
    bool is_allowed = known.status == WINNOW_OK;
    robots_cache_settle(origins, origin, robots, known.status,
                        is_allowed ? NULL : strdup(known.reason ? known.reason : ""),
                        now + known.seconds * 1000);
    return true;
}

void robots_cache_remember(const struct origin *origin, const struct fetch_memory *memory,
                           struct slice text, int64_t now)
{
    struct fetch_robots robots = {origin->status, origin->reason, text,
                                  (origin->expires_at - now) / 1000};
    if (memory && (origin->status == WINNOW_OK || origin->status == WINNOW_ROBOTS))
        memory->keep(memory->context, origin->name, &robots);
}
