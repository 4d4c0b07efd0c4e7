#include "fetch/hosts.h"

#include "base/hash_table.h"
#include <stdlib.h>
#include <string.h>

/* ---- the two heaps ----------------------------------------------------------------- */

/* Hosts with queued requests and a free connection are in one of two heaps, the one that
   has been ready longest on top: in `active` if they have requests in flight, else in
   `idle`. Only idle hosts wait for the limit on hosts at once. */
struct heap {
    struct host **items;
    size_t count, capacity;
};

struct host {
    struct host_item *first, *last;
    int64_t ready_at;   /* no request starts before */
    int64_t held_until; /* as hosts_hold set it */
    int64_t delay_ms;
    uint64_t turn; /* the order of hosts that are ready at the same time */
    unsigned in_flight;
    struct heap *heap; /* NULL: in none */
    size_t heap_index;
    char name[];
};

struct hosts {
    struct host_limits limits;
    struct hash_table table; /* of struct host *, by its name */
    struct heap active, idle;
    uint64_t turns;
    unsigned hosts_in_flight;
    size_t sweep_at; /* sweep when there are so many hosts */
};

enum { SWEEP_MIN = 256 }; /* with fewer hosts a sweep is not worth its time */

static bool is_before(const struct host *a, const struct host *b)
{
    return a->ready_at != b->ready_at ? a->ready_at < b->ready_at : a->turn < b->turn;
}

static void heap_put(struct heap *heap, size_t at, struct host *host)
{
    heap->items[at] = host;
    host->heap_index = at;
}

static void heap_rise(struct heap *heap, size_t at)
{
    struct host *host = heap->items[at];
    while (at && is_before(host, heap->items[(at - 1) / 2])) {
        heap_put(heap, at, heap->items[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    heap_put(heap, at, host);
}

static void heap_sink(struct heap *heap, size_t at)
{
    struct host *host = heap->items[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child + 1 < heap->count &&
            is_before(heap->items[child + 1], heap->items[child]))
            child++;
        if (child >= heap->count || !is_before(heap->items[child], host))
            break;
        heap_put(heap, at, heap->items[child]);
        at = child;
    }
    heap_put(heap, at, host);
}

/* Reserves room for every host of the table, so that joining a heap cannot fail. */
static bool heap_reserve(struct heap *heap, size_t capacity)
{
    if (capacity <= heap->capacity)
        return true;
    capacity = capacity * 2;
    struct host **items = realloc(heap->items, capacity * sizeof *items);
    if (!items)
        return false;
    heap->items = items;
    heap->capacity = capacity;
    return true;
}

static void heap_leave(struct host *host)
{
    struct heap *heap = host->heap;
    if (!heap)
        return;
    size_t at = host->heap_index;
    struct host *last = heap->items[--heap->count];
    host->heap = NULL;
    if (last == host)
        return;
    heap_put(heap, at, last);
    heap_rise(heap, at);
    heap_sink(heap, last->heap_index);
}

/* Moves the host to the heap that its state needs. Call it after every change of
   state. */
static void settle(struct hosts *hosts, struct host *host)
{
    heap_leave(host);
    if (!host->first || host->in_flight >= hosts->limits.connections_a_host)
        return;
    struct heap *heap = host->in_flight ? &hosts->active : &hosts->idle;
    host->heap = heap;
    host->turn = ++hosts->turns;
    heap_put(heap, heap->count, host);
    heap_rise(heap, heap->count++);
}

/* ---- adding and removing ----------------------------------------------------------- */

struct hosts *hosts_open(struct host_limits limits)
{
    struct hosts *hosts = calloc(1, sizeof *hosts);
    if (!hosts)
        return NULL;
    hash_table_open(&hosts->table, NULL, sizeof(struct host *));
    hosts->limits.hosts_at_once = limits.hosts_at_once ? limits.hosts_at_once : 1;
    hosts->limits.connections_a_host =
        limits.connections_a_host ? limits.connections_a_host : 1;
    hosts->sweep_at = SWEEP_MIN;
    return hosts;
}

static struct host *host_at(const struct hosts *hosts, size_t index)
{
    return *(struct host **)hash_table_at(&hosts->table, index);
}

static struct host *find(const struct hosts *hosts, const char *name)
{
    struct host *const *found = hash_table_find(&hosts->table, slice_of_string(name));
    return found ? *found : NULL;
}

void hosts_close(struct hosts *hosts)
{
    if (!hosts)
        return;
    for (size_t i = 0; i < hosts->table.count; i++)
        free(host_at(hosts, i));
    hash_table_close(&hosts->table);
    free(hosts->active.items);
    free(hosts->idle.items);
    free(hosts);
}

static bool is_forgettable(const struct host *host, int64_t now)
{
    return !host->first && !host->in_flight && host->ready_at <= now;
}

/* Removes idle hosts whose delay has passed. A sweep is due when the table has doubled
   since the last one, so that its cost per host is constant. */
static void sweep(struct hosts *hosts, int64_t now)
{
    for (size_t i = hosts->table.count; i > 0; i--) {
        struct host *host = host_at(hosts, i - 1);
        if (!is_forgettable(host, now))
            continue;
        hash_table_remove(&hosts->table, slice_of_string(host->name));
        free(host);
    }
    size_t kept = hosts->table.count;
    hosts->sweep_at = kept * 2 < SWEEP_MIN ? SWEEP_MIN : kept * 2;
}

static struct host *find_or_add(struct hosts *hosts, const char *name, int64_t now)
{
    struct host *host = find(hosts, name);
    if (host)
        return host;
    if (hosts->table.count >= hosts->sweep_at)
        sweep(hosts, now);
    size_t count = hosts->table.count + 1, len = strlen(name) + 1;
    if (!heap_reserve(&hosts->active, count) || !heap_reserve(&hosts->idle, count))
        return NULL;
    host = calloc(1, sizeof *host + len);
    if (!host)
        return NULL;
    memcpy(host->name, name, len);
    host->ready_at = now;
    struct host **added =
        hash_table_put(&hosts->table, slice_of_string(host->name), NULL);
    if (!added) {
        free(host);
        return NULL;
    }
    *added = host;
    return host;
}

/* ---- queueing ---------------------------------------------------------------------- */

static struct host *host_for(struct hosts *hosts, const char *name,
                             struct host_item *item, int64_t delay_ms, int64_t now)
{
    struct host *host = find_or_add(hosts, name, now);
    if (!host)
        return NULL;
    item->host = host;
    item->is_queued = true;
    if (delay_ms > host->delay_ms)
        host->delay_ms = delay_ms;
    return host;
}

bool hosts_push(struct hosts *hosts, const char *name, struct host_item *item,
                int64_t delay_ms, int64_t now)
{
    struct host *host = host_for(hosts, name, item, delay_ms, now);
    if (!host)
        return false;
    item->next = NULL;
    if (host->last)
        host->last->next = item;
    else
        host->first = item;
    host->last = item;
    if (!host->heap)
        settle(hosts, host);
    return true;
}

bool hosts_push_front(struct hosts *hosts, const char *name, struct host_item *item,
                      int64_t delay_ms, int64_t now)
{
    struct host *host = host_for(hosts, name, item, delay_ms, now);
    if (!host)
        return false;
    item->next = host->first;
    host->first = item;
    if (!host->last)
        host->last = item;
    if (!host->heap)
        settle(hosts, host);
    return true;
}

static void unqueue(struct host *host, struct host_item *item)
{
    struct host_item *before = NULL;
    for (struct host_item *at = host->first; at != item; at = at->next)
        before = at;
    *(before ? &before->next : &host->first) = item->next;
    if (host->last == item)
        host->last = before;
    item->next = NULL;
    item->is_queued = false;
}

struct host_item *hosts_withdraw(struct hosts *hosts, const char *name)
{
    struct host *host = find(hosts, name);
    if (!host || !host->first)
        return NULL;
    struct host_item *item = host->first;
    unqueue(host, item);
    item->host = NULL;
    if (!host->first)
        settle(hosts, host);
    return item;
}

/* ---- taking turns ------------------------------------------------------------------ */

/* The host that is ready first among those that the limits allow to start. */
static struct host *first_ready(const struct hosts *hosts)
{
    struct host *active = hosts->active.count ? hosts->active.items[0] : NULL;
    struct host *idle = hosts->idle.count ? hosts->idle.items[0] : NULL;
    if (hosts->hosts_in_flight >= hosts->limits.hosts_at_once)
        idle = NULL;
    if (!active || !idle)
        return active ? active : idle;
    return is_before(active, idle) ? active : idle;
}

/* The host of a queued item, if the limits allow it to start something. */
static struct host *host_of(const struct hosts *hosts, const struct host_item *item)
{
    struct host *host = item && item->is_queued ? item->host : NULL;
    bool is_free = hosts->hosts_in_flight < hosts->limits.hosts_at_once;
    return host && host->heap && (host->in_flight || is_free) ? host : NULL;
}

static struct host_item *take(struct hosts *hosts, struct host *host,
                              struct host_item *item, int64_t now)
{
    if (!host || host->ready_at > now)
        return NULL;
    unqueue(host, item);
    if (host->in_flight++ == 0)
        hosts->hosts_in_flight++;
    host->ready_at = now + host->delay_ms;
    settle(hosts, host);
    return item;
}

struct host_item *hosts_take(struct hosts *hosts, int64_t now)
{
    struct host *host = first_ready(hosts);
    return take(hosts, host, host ? host->first : NULL, now);
}

struct host_item *hosts_take_only(struct hosts *hosts, struct host_item *item,
                                  int64_t now)
{
    return take(hosts, host_of(hosts, item), item, now);
}

void hosts_done(struct hosts *hosts, struct host_item *item, int64_t sent_at, int64_t now)
{
    struct host *host = item->host;
    item->host = NULL;
    if (--host->in_flight == 0)
        hosts->hosts_in_flight--;
    if (sent_at && sent_at + host->delay_ms > host->ready_at)
        host->ready_at = sent_at + host->delay_ms;
    if (host->ready_at < now) /* it waits for its next turn from now on */
        host->ready_at = now;
    settle(hosts, host);
}

void hosts_hold(struct hosts *hosts, const char *name, int64_t until, int64_t now)
{
    struct host *host = find_or_add(hosts, name, now);
    if (!host)
        return;
    if (until > host->held_until)
        host->held_until = until;
    if (until > host->ready_at)
        host->ready_at = until;
    settle(hosts, host);
}

int64_t hosts_held_for(const struct hosts *hosts, const char *name, int64_t now)
{
    const struct host *host = find(hosts, name);
    return host && host->held_until > now ? host->held_until - now : 0;
}

static int64_t due_of(const struct host *host, int64_t now)
{
    if (!host)
        return -1;
    return host->ready_at > now ? host->ready_at - now : 0;
}

int64_t hosts_next_due(const struct hosts *hosts, int64_t now)
{
    return due_of(first_ready(hosts), now);
}

int64_t hosts_next_due_only(const struct hosts *hosts, const struct host_item *item,
                            int64_t now)
{
    return due_of(host_of(hosts, item), now);
}
