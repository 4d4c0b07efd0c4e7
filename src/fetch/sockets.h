/* sockets: the sockets that transfers wait for, behind one epoll(7) descriptor, so that a
   turn costs what has happened and not what is open. Events are poll(2)'s, whose bits
   epoll shares. */
#ifndef WINNOW_FETCH_SOCKETS_H
#define WINNOW_FETCH_SOCKETS_H

#include "base/error.h"
#include <poll.h>
#include <stddef.h>
#include <stdint.h>

enum { SOCKETS_READY_MAX = 64 }; /* told of in a turn: enough to spare most calls */

struct sockets {
    int epoll;
    int64_t due; /* clock_ms() at which a wait is over at the latest; -1: never */
    struct pollfd *polled; /* room for the caller's descriptors and the one above */
    size_t room;
};

bool sockets_open(struct sockets *sockets, struct error *err);
void sockets_close(struct sockets *sockets);

/* From now on these events of fd; 0 for none. False: the system would not. */
bool sockets_watch(struct sockets *sockets, int fd, short events);

/* Waits for at most timeout_ms (-1: until what is due) until a socket or one of the
   caller's descriptors, whose revents are filled, has something. Returns how many ready
   sockets were written to ready; more are still ready the next time. */
size_t sockets_wait(struct sockets *sockets, struct pollfd *extra, size_t extra_count,
                    int timeout_ms, struct pollfd ready[SOCKETS_READY_MAX]);

#endif
