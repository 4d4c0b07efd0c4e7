#include "fetch/sockets.h"

#include "fetch/clock.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

bool sockets_open(struct sockets *sockets, struct error *err)
{
    *sockets = (struct sockets){.epoll = epoll_create1(EPOLL_CLOEXEC), .due = -1};
    return sockets->epoll >= 0 ||
           error_set(err, "cannot watch sockets: %s", strerror(errno));
}

void sockets_close(struct sockets *sockets)
{
    if (sockets->epoll >= 0)
        close(sockets->epoll);
    free(sockets->polled);
    *sockets = (struct sockets){.epoll = -1, .due = -1};
}

/* A closed socket has left by itself, and its number may be in use again. */
bool sockets_watch(struct sockets *sockets, int fd, short events)
{
    struct epoll_event event = {.events = (uint32_t)events, .data.fd = fd};
    if (!events) {
        epoll_ctl(sockets->epoll, EPOLL_CTL_DEL, fd, NULL);
        return true;
    }
    return epoll_ctl(sockets->epoll, EPOLL_CTL_MOD, fd, &event) == 0 ||
           (errno == ENOENT && epoll_ctl(sockets->epoll, EPOLL_CTL_ADD, fd, &event) == 0);
}

static int lower_to_due(const struct sockets *sockets, int timeout_ms)
{
    if (sockets->due < 0)
        return timeout_ms;
    int64_t left = sockets->due - clock_ms();
    if (left < 0)
        left = 0;
    return timeout_ms < 0 || left < timeout_ms ? (int)left : timeout_ms;
}

static bool make_room(struct sockets *sockets, size_t count)
{
    if (count <= sockets->room)
        return true;
    struct pollfd *polled = realloc(sockets->polled, count * sizeof *polled);
    if (!polled)
        return false;
    sockets->polled = polled;
    sockets->room = count;
    return true;
}

/* Returns false at once if there was no memory to wait for all of them. */
static bool wait_for_all(struct sockets *sockets, struct pollfd *extra, size_t count,
                         int timeout_ms)
{
    if (!make_room(sockets, count + 1)) {
        poll(extra, count, 0);
        return false;
    }
    memcpy(sockets->polled, extra, count * sizeof *extra);
    sockets->polled[count] = (struct pollfd){.fd = sockets->epoll, .events = POLLIN};
    bool has_waited = poll(sockets->polled, count + 1, timeout_ms) >= 0;
    for (size_t i = 0; i < count; i++) /* a signal leaves them as they were */
        extra[i].revents = has_waited ? sockets->polled[i].revents : 0;
    return true;
}

size_t sockets_wait(struct sockets *sockets, struct pollfd *extra, size_t extra_count,
                    int timeout_ms, struct pollfd ready[SOCKETS_READY_MAX])
{
    struct epoll_event events[SOCKETS_READY_MAX];
    timeout_ms = lower_to_due(sockets, timeout_ms);
    if (extra_count && wait_for_all(sockets, extra, extra_count, timeout_ms))
        timeout_ms = 0;
    int count = epoll_wait(sockets->epoll, events, SOCKETS_READY_MAX, timeout_ms);
    for (int i = 0; i < count; i++)
        ready[i] =
            (struct pollfd){.fd = events[i].data.fd, .revents = (short)events[i].events};
    return count < 0 ? 0 : (size_t)count;
}
