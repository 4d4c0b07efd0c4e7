#include "container/byte_source.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 4096, WAIT_MS = 200 };

static enum source_result read_fd(struct fd_source *from, void *to, size_t room,
                                  size_t *count, struct error *err)
{
    struct pollfd ready = {.fd = from->fd, .events = POLLIN};
    *count = 0;
    if (from->at_end)
        return SOURCE_END;
    if (poll(&ready, 1, 0) == 0)
        return SOURCE_WAIT;
    ssize_t got = read(from->fd, to, room);
    if (got < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK))
        return SOURCE_WAIT;
    from->at_end = got <= 0;
    if (got < 0) {
        error_set(err, "%s", strerror(errno));
        return SOURCE_BROKEN;
    }
    *count = (size_t)got;
    return got ? SOURCE_BYTES : SOURCE_END;
}

static enum source_result read_next(struct byte_source *source, void *to, size_t room,
                                    size_t *count, struct error *err)
{
    struct fd_source *from = (struct fd_source *)source;
    struct slice ahead = slice_after(buffer_slice(&from->ahead), from->start);
    if (!ahead.len)
        return read_fd(from, to, room, count, err);
    *count = ahead.len < room ? ahead.len : room;
    memcpy(to, ahead.ptr, *count);
    from->start += *count;
    if (from->start == from->ahead.len) {
        buffer_close(&from->ahead);
        from->start = 0;
    }
    return SOURCE_BYTES;
}

void fd_source_open(struct fd_source *from, int fd, struct slice first)
{
    *from = (struct fd_source){.source = {read_next}, .fd = fd};
    buffer_open(&from->ahead, NULL);
    buffer_append(&from->ahead, first);
}

void fd_source_close(struct fd_source *from)
{
    buffer_close(&from->ahead);
}

enum source_result fd_source_peek(struct fd_source *from, size_t wanted,
                                  struct slice *out, struct error *err)
{
    enum source_result result = SOURCE_BYTES;
    struct buffer *ahead = &from->ahead;
    while (result == SOURCE_BYTES && ahead->len - from->start < wanted) {
        char piece[PIECE];
        size_t count;
        result = read_fd(from, piece, sizeof piece, &count, err);
        buffer_append(ahead, slice_of(piece, count));
    }
    if (ahead->failed) {
        error_set(err, "out of memory");
        return SOURCE_BROKEN;
    }
    *out = slice_after(buffer_slice(ahead), from->start);
    return result == SOURCE_END ? SOURCE_BYTES : result;
}

bool fd_source_is_ready(const struct fd_source *from)
{
    struct pollfd ready = {.fd = from->fd, .events = POLLIN};
    return from->start < from->ahead.len || from->at_end || poll(&ready, 1, 0) != 0;
}

bool fd_source_wait(const struct fd_source *from, struct error *err)
{
    struct pollfd ready = {.fd = from->fd, .events = POLLIN};
    for (;;) {
        sigset_t held;
        if (poll(&ready, 1, WAIT_MS) > 0)
            return true;
        /* the program holds these back to take them between two inputs */
        if (sigpending(&held) == 0 &&
            (sigismember(&held, SIGINT) == 1 || sigismember(&held, SIGTERM) == 1 ||
             sigismember(&held, SIGHUP) == 1))
            return error_set(err, "interrupted");
    }
}
