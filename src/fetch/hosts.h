/* hosts: one queue for each host. Each host has a queue of requests, a time before which
   no request may start, and a number of requests in flight; hosts_take returns the next
   request that may start. Times are milliseconds that the caller passes; no clock is read
   here. */
#ifndef WINNOW_FETCH_HOSTS_H
#define WINNOW_FETCH_HOSTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hosts;
struct host;

/* The first member of the structs that are queued. */
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
void hosts_close(struct hosts *hosts); /* the items belong to their owners */

/* Queues an item after (or before) the others of its host. delay_ms is the least time
   between the starts of two requests; the longest that was given for a host counts. */
bool hosts_push(struct hosts *hosts, const char *name, struct host_item *item,
                int64_t delay_ms, int64_t now);
bool hosts_push_front(struct hosts *hosts, const char *name, struct host_item *item,
                      int64_t delay_ms, int64_t now);

/* The next item that may start now; it is in flight until hosts_done. Hosts take turns:
   the one that has been ready longest is first. NULL if none may start. */
struct host_item *hosts_take(struct hosts *hosts, int64_t now);
/* This item (NULL: none) if it is queued, at any place, and its host may start a request;
   else NULL. */
struct host_item *hosts_take_only(struct hosts *hosts, struct host_item *item,
                                  int64_t now);
/* The request of the item is over. sent_at is when it was sent, after connecting, because
   the delay counts from then; 0 if it was never sent. */
void hosts_done(struct hosts *hosts, struct host_item *item, int64_t sent_at,
                int64_t now);

/* Starts no request to this host before `until`. For a host that is not known yet this
   needs memory; without, it does nothing. */
void hosts_hold(struct hosts *hosts, const char *name, int64_t until, int64_t now);
/* How long such a hold still lasts; 0 if there is none. */
int64_t hosts_held_for(const struct hosts *hosts, const char *name, int64_t now);
/* Removes the first queued item of this host without starting it; NULL if there is
   none. */
struct host_item *hosts_withdraw(struct hosts *hosts, const char *name);

/* Milliseconds until hosts_take can return something without a hosts_done before; -1 if
   it needs that, or a push. */
int64_t hosts_next_due(const struct hosts *hosts, int64_t now);
/* The same for hosts_take_only. */
int64_t hosts_next_due_only(const struct hosts *hosts, const struct host_item *item,
                            int64_t now);

#endif
