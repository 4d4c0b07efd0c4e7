#include "cli/line_reader.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { PIECE = 1 << 16, SHOWN_MAX = 200 }; /* of a line too long: enough to know it by */

void lines_open(struct lines *lines, int fd, char separator, size_t line_max)
{
    *lines = (struct lines){.fd = fd, .separator = separator, .line_max = line_max};
    buffer_open(&lines->pending, NULL);
}

void lines_close(struct lines *lines)
{
    buffer_close(&lines->pending);
}

struct slice lines_pending(const struct lines *lines)
{
    return slice_after(buffer_slice(&lines->pending), lines->start);
}

/* ---- reading ----------------------------------------------------------------------- */

/* Moves what is pending to the front, once there is as much free room before it. */
static void close_gap(struct lines *lines)
{
    struct slice rest = lines_pending(lines);
    if (lines->start < rest.len)
        return;
    memmove(lines->pending.ptr, rest.ptr, rest.len);
    buffer_truncate(&lines->pending, rest.len);
    lines->start = 0;
}

enum lines_result lines_fill(struct lines *lines, struct error *err)
{
    struct pollfd ready = {.fd = lines->fd, .events = POLLIN};
    if (lines->at_end)
        return LINES_END;
    if (poll(&ready, 1, 0) <= 0)
        return LINES_WAIT;
    close_gap(lines);
    struct buffer *pending = &lines->pending;
    if (!buffer_reserve(pending, PIECE)) {
        error_set(err, "out of memory");
        return LINES_ERROR;
    }
    ssize_t got = read(lines->fd, pending->ptr + pending->len, PIECE);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return LINES_WAIT;
    if (got < 0) {
        lines->at_end = true;
        error_set(err, "%s", strerror(errno));
        return LINES_ERROR;
    }
    lines->at_end = got == 0;
    pending->len += (size_t)got;
    pending->ptr[pending->len] = '\0';
    return got ? LINES_LINE : LINES_END;
}

/* ---- lines ------------------------------------------------------------------------- */

/* Gives out the first `len` pending bytes and the separator behind them. */
static struct slice give(struct lines *lines, size_t len)
{
    struct slice line = slice_of(lines_pending(lines).ptr, len);
    size_t used = len + 1;
    size_t there = lines->pending.len - lines->start;
    lines->searched = 0;
    lines->start += used < there ? used : there;
    return line;
}

/* The end of the first pending line, or SIZE_MAX. Remembers where it has looked, so that
   a long line that comes in many pieces is looked through once. */
static size_t find_end(struct lines *lines)
{
    struct slice rest = lines_pending(lines);
    size_t end = slice_find_char(slice_after(rest, lines->searched), lines->separator);
    if (end != SIZE_MAX)
        return lines->searched + end;
    lines->searched = rest.len;
    return SIZE_MAX;
}

/* Drops what is pending of a line that was told already; false: it goes on. */
static bool skip_rest(struct lines *lines)
{
    size_t end = find_end(lines);
    if (end == SIZE_MAX) {
        give(lines, lines->pending.len - lines->start);
        return lines->at_end;
    }
    give(lines, end);
    lines->skips = false;
    return true;
}

/* A line out of what is pending; LINES_WAIT when none is whole. */
static enum lines_result take_pending(struct lines *lines, struct slice *out)
{
    if (lines->skips && !skip_rest(lines))
        return LINES_WAIT;
    struct slice rest = lines_pending(lines);
    size_t end = find_end(lines);
    bool is_too_long =
        end == SIZE_MAX ? rest.len > lines->line_max : end > lines->line_max;
    if (end == SIZE_MAX && !is_too_long && (!lines->at_end || rest.len == 0))
        return lines->at_end ? LINES_END : LINES_WAIT;
    lines->number++;
    if (is_too_long) {
        lines->skips = end == SIZE_MAX;
        *out = give(lines, end == SIZE_MAX ? rest.len : end);
        out->len = out->len < SHOWN_MAX ? out->len : SHOWN_MAX;
        return LINES_TOO_LONG;
    }
    *out = give(lines, end == SIZE_MAX ? rest.len : end);
    return LINES_LINE;
}

enum lines_result lines_next(struct lines *lines, struct slice *out, struct error *err)
{
    for (;;) {
        enum lines_result taken = take_pending(lines, out);
        if (taken != LINES_WAIT)
            return taken;
        enum lines_result filled = lines_fill(lines, err);
        if (filled == LINES_WAIT || filled == LINES_ERROR)
            return filled;
    }
}
