/* resolver: the addresses of names. Each lookup is a getaddrinfo in a thread of its own,
   so that a name whose servers do not answer holds up nothing else: libcurl's own threads
   take a connection's turn while they wait, and are waited for at the end. Answers are
   kept for a minute. Times are milliseconds that the caller passes.

   Whether an address may be connected to is not decided here, but where the socket is
   opened. */
#ifndef WINNOW_FETCH_RESOLVER_H
#define WINNOW_FETCH_RESOLVER_H

#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

enum {
    /* Lookups at once: a list of a thousand hosts must not flood the name server of a
       home router. Those that have taken long do not count, because they are probably
       dead. */
    RESOLVER_QUICK_MAX = 16,
    RESOLVER_SLOW_MS = 300,
    RESOLVER_THREADS_MAX = 256,
    RESOLVER_KEEP_MS = 60 * 1000,
    RESOLVER_NAMES_MAX = 4096,   /* more than there are URLs in the input window */
    RESOLVER_ADDRESSES_MAX = 16, /* of a name; browsers try fewer */
};

struct resolver;
struct lookup;

enum resolver_state {
    NAME_PENDING, /* it is looked up for the first time */
    NAME_FOUND,
    NAME_FAILED, /* there is no such name, or it has no addresses */
    NAME_LATE,   /* the answer did not come in time */
};

struct resolver_name {
    enum resolver_state state;
    char
        *addresses; /* if found: "192.0.2.1,[2001:db8::1]", as CURLOPT_RESOLVE has them */
    void *waiting;  /* the caller's list, while it is pending */
    int64_t expires_at;
    struct lookup *lookup; /* NULL: none is under way */
    struct resolver_name *older,
        *newer; /* of those without one, or of the settled ones */
    char host[];
};

/* A lookup fails after timeout_ms, although its thread lasts until the system gives up.
 */
bool resolver_open(struct resolver **out, int64_t timeout_ms, struct error *err);
/* NULL is allowed. Does not wait for threads. */
void resolver_close(struct resolver *resolver);

/* Whether the host must be looked up: it is no address and no name of this machine. */
bool resolver_is_name(const char *host);

/* What is known about a host. Starts a lookup if nothing is, or the answer is old; old
   addresses stay in use until there are new ones. NULL: no memory. Valid until the next
   call, or while something waits for it. */
struct resolver_name *resolver_find(struct resolver *resolver, const char *host,
                                    int64_t now);

/* Can be read when a lookup has ended. */
int resolver_fd(const struct resolver *resolver);
/* Takes answers, ends lookups that took too long, and starts others. */
void resolver_step(struct resolver *resolver, int64_t now);
/* Milliseconds until the next step is due; -1: not before resolver_fd can be read. */
int64_t resolver_next_due(const struct resolver *resolver, int64_t now);
/* A name for which something waited, and which is not pending any more; NULL: none. Take
   all of them before the next step. */
struct resolver_name *resolver_next(struct resolver *resolver);

#endif
