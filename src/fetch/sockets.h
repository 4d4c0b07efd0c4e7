/* sockets: waits for the sockets of transfers with epoll(7), so that a step costs only
   what the ready sockets cost. Events are those of poll(2), whose bits epoll shares. */
#ifndef WINNOW_FETCH_SOCKETS_H
#define WINNOW_FETCH_SOCKETS_H

#include "base/error.h"
#include <poll.h>
#include <stddef.h>
#include <stdint.h>

enum { SOCKETS_READY_MAX = 64 }; /* returned by one call: enough for few calls */

struct sockets {
    int epoll;
    int64_t due;           /* clock_ms() when a wait ends at the latest; -1: never */
    struct pollfd *polled; /* has room for the caller's descriptors and epoll */
    size_t room;
};

bool sockets_open(struct sockets *sockets, struct error *err);
void sockets_close(struct sockets *sockets);

/* Waits for these events of fd from now on; 0 for none. False: the system refused. */
bool sockets_watch(struct sockets *sockets, int fd, short events);

/* Waits at most timeout_ms (-1: until `due`) until a socket or one of the caller's
   descriptors, whose revents are filled, is ready. Returns the number of ready sockets
   written to ready; there may be more at the next call. */
size_t sockets_wait(struct sockets *sockets, struct pollfd *extra, size_t extra_count,
                    int timeout_ms, struct pollfd ready[SOCKETS_READY_MAX]);

#endif
