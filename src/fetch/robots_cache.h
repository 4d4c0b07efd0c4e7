/* robots_cache: the robots.txt of each origin, kept for a day, and the requests that wait
   for it. Its size is limited: the oldest are removed first. Times are milliseconds that
   the caller passes. */
#ifndef WINNOW_FETCH_ROBOTS_CACHE_H
#define WINNOW_FETCH_ROBOTS_CACHE_H

#include "fetch/fetch.h"
#include "fetch/robots.h"
#include "winnow.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ROBOTS_CACHE_KEPT_MAX = 4096, /* more than there are URLs in the input window */
    ROBOTS_CACHE_BYTES_MAX =
        32 * 1024 * 1024,              /* of all together; a hostile one has 500 kB */
    ORIGIN_KEEP_MS = 24 * 3600 * 1000, /* RFC 9309, section 2.4 */
    /* A network may recover, but a list of one dead host must not cost a timeout for each
       URL. */
    ORIGIN_FAILURE_KEEP_MS = 5 * 60 * 1000,
};

enum origin_state {
    ORIGIN_NEW,   /* not requested yet, or expired */
    ORIGIN_ASKED, /* requested */
    ORIGIN_KNOWN,
};

struct origin {
    enum origin_state state;
    /* If known: robots if there is a file; else status is ok if everything is allowed, or
       why nothing is, with a reason (on the heap). */
    struct robots *robots;
    enum winnow_status status;
    char *reason;
    int64_t expires_at;
    void *waiting;                /* the caller's list, while it is requested */
    struct origin *older, *newer; /* the known ones, by age */
    char name[];
};

/* The result of a request for a robots.txt. */
struct origin_answer {
    const char *host;
    enum winnow_status status; /* http or gone: the answer had http_status */
    long http_status;
    bool is_elsewhere; /* it was redirected */
    const char *why;   /* empty for ok */
};
/* What the result means for the origin (RFC 9309, section 2.3.1). ok: there is a file, or
   everything is allowed. Else nothing is allowed, because the server or the network
   failed. */
enum winnow_status robots_cache_judge(const struct origin_answer *answer,
                                      struct error *reason);

struct robots_cache;

struct robots_cache *robots_cache_open(void); /* NULL: no memory */
void robots_cache_close(struct robots_cache *origins);

/* Finds the origin of this name, or adds it. NULL: no memory. Valid until the next call
   of robots_cache_settle. */
struct origin *robots_cache_find(struct robots_cache *origins, const char *name,
                                 int64_t now);
/* Finds the origin of this name if it is known and not expired; else NULL. */
const struct origin *robots_cache_find_known(const struct robots_cache *origins,
                                             const char *name, int64_t now);
/* Makes a requested origin known until expires_at. Takes over robots and reason. */
void robots_cache_settle(struct robots_cache *origins, struct origin *origin,
                         struct robots *robots, enum winnow_status status, char *reason,
                         int64_t expires_at);
/* Settles a new origin with what the caller kept (memory NULL: nothing) from an earlier
   run. */
bool robots_cache_recall(struct robots_cache *origins, struct origin *origin,
                         const struct fetch_memory *memory, struct slice product,
                         int64_t now);
/* Has the caller keep a known origin; text is that of its file, ptr NULL for none. */
void robots_cache_remember(const struct origin *origin, const struct fetch_memory *memory,
                           struct slice text, int64_t now);

#endif
