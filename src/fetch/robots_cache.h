/* robots_cache: what is known of each origin's robots.txt, for a day, and who
   waits for it. Bounded: the oldest answers are forgotten first. Times are
   the caller's milliseconds. */
#ifndef WINNOW_FETCH_ROBOTS_CACHE_H
#define WINNOW_FETCH_ROBOTS_CACHE_H

#include "fetch/fetch.h"
#include "fetch/robots.h"
#include "winnow.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ROBOTS_CACHE_KEPT_MAX = 4096, /* answers kept: more than a window of URLs */
    ROBOTS_CACHE_BYTES_MAX =
        32 * 1024 * 1024,              /* and their size: a hostile one has 500 kB */
    ORIGIN_KEEP_MS = 24 * 3600 * 1000, /* RFC 9309, section 2.4 */
    /* A network that fails may come back, but a list of one dead host must not cost a
       timeout for each URL. */
    ORIGIN_FAILURE_KEEP_MS = 5 * 60 * 1000,
};

enum origin_state {
    ORIGIN_NEW,   /* nobody has asked yet, or the answer is too old */
    ORIGIN_ASKED, /* on its way */
    ORIGIN_KNOWN,
};

struct origin {
    enum origin_state state;
    /* Of a known one: robots where there is a file; else status says whether all is
       allowed (ok) or why nothing is, with a reason (on the heap). */
    struct robots *robots;
    enum winnow_status status;
    char *reason;
    int64_t expires_at;
    void *waiting;                /* the caller's, while it is asked */
    struct origin *older, *newer; /* of the known ones, by age */
    char name[];
};

/* The end of a request for a robots.txt. */
struct origin_answer {
    const char *host;
    enum winnow_status status; /* http or gone: it was answered with http_status */
    long http_status;
    bool is_elsewhere; /* it was led on */
    const char *why;   /* empty for ok */
};
/* What that says about its origin (RFC 9309, section 2.3.1): there is a file, or all is
   allowed (both ok); or nothing is, because the server or the network fails. */
enum winnow_status origin_judge(const struct origin_answer *answer, struct error *reason);

struct robots_cache;

struct robots_cache *robots_cache_open(void); /* NULL: no memory */
void robots_cache_close(struct robots_cache *origins);

/* The one of this name, added when it is not there. NULL: no memory. Valid until the next
   call of robots_cache_settle. */
struct origin *robots_cache_find(struct robots_cache *origins, const char *name,
                                 int64_t now);
/* What is known of the one of this name, and has not expired; NULL for nothing. */
const struct origin *robots_cache_find_known(const struct robots_cache *origins,
                                             const char *name, int64_t now);
/* An asked one becomes known until expires_at. Takes over robots and reason. */
void robots_cache_settle(struct robots_cache *origins, struct origin *origin,
                         struct robots *robots, enum winnow_status status, char *reason,
                         int64_t expires_at);
/* Settles a new one from what the caller's memory has (NULL: none) of an earlier run. */
bool robots_cache_recall(struct robots_cache *origins, struct origin *origin,
                         const struct fetch_memory *memory, struct slice product,
                         int64_t now);
/* Gives a known one to that memory; text is its file's, ptr NULL for none. */
void robots_cache_remember(const struct origin *origin, const struct fetch_memory *memory,
                           struct slice text, int64_t now);

#endif
