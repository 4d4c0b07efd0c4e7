/* hosts: whose turn it is. Each host has a queue of requests, a time before which it must
   not be asked again, and a count of what is in flight; this says which request may start
   now. It never looks at a clock: times are milliseconds that the caller passes in. */
#ifndef WINNOW_FETCH_HOSTS_H
#define WINNOW_FETCH_HOSTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hosts;
struct host;

/* The first member of whatever is queued. */
struct host_item {
    struct host_item *next;
    struct host *host; /* while it is queued or in flight */
    bool is_queued;
};

struct host_limits {
    unsigned hosts_at_once;      /* hosts with something in flight; 0 counts as 1 */
    unsigned connections_a_host; /* requests in flight to one host; 0 counts as 1 */
};

struct hosts *hosts_open(struct host_limits limits); /* NULL: no memory */
void hosts_close(struct hosts *hosts);               /* the items are their owner's */

/* Queues an item behind (or before) the others of its host. delay_ms is what must pass
   between the starts of two requests; the longest that was given for a host counts. */
bool hosts_push(struct hosts *hosts, const char *name, struct host_item *item,
                int64_t delay_ms, int64_t now);
bool hosts_push_front(struct hosts *hosts, const char *name, struct host_item *item,
                      int64_t delay_ms, int64_t now);

/* The next item that may start now, which is then in flight until hosts_done. Hosts take
   turns: the one that has been ready longest is first. NULL when none may. */
struct host_item *hosts_take(struct hosts *hosts, int64_t now);
/* This item (NULL: none) if it is queued and its host's turn has come, wherever in the
   queue it stands; NULL else. */
struct host_item *hosts_take_only(struct hosts *hosts, struct host_item *item,
                                  int64_t now);
/* The item has come back. sent_at: when its request really left, after connecting, for
   the delay counts from there; 0 where it never did. */
void hosts_done(struct hosts *hosts, struct host_item *item, int64_t sent_at,
                int64_t now);

/* Nothing starts at this host before `until`: Retry-After, or backing off. For a host
   that is not known yet it needs memory, and without does nothing. */
void hosts_hold(struct hosts *hosts, const char *name, int64_t until, int64_t now);
/* How long such a hold still lasts: 0 where there is none. */
int64_t hosts_held_for(const struct hosts *hosts, const char *name, int64_t now);
/* Takes the first queued item of this host, whatever the time, without starting it. */
struct host_item *hosts_withdraw(struct hosts *hosts, const char *name);

/* Milliseconds until hosts_take could give something without a hosts_done before it; -1
   when only that (or a push) can help. */
int64_t hosts_next_due(const struct hosts *hosts, int64_t now);
/* The same of hosts_take_only. */
int64_t hosts_next_due_only(const struct hosts *hosts, const struct host_item *item,
                            int64_t now);

#endif
