#include "cli/line_reader.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum {
    PIECE = 1 << 16,
    SHOWN_MAX = 200
}; /* of a line that is too long: enough to recognise it */

void line_reader_open(struct line_reader *lines, int fd, char separator, size_t line_max)
{
    *lines = (struct line_reader){.fd = fd, .separator = separator, .line_max = line_max};
    buffer_open(&lines->pending, NULL);
}

void line_reader_close(struct line_reader *lines)
{
    buffer_close(&lines->pending);
}

struct slice line_reader_pending(const struct line_reader *lines)
{
    return slice_after(buffer_slice(&lines->pending), lines->start);
}

/* ---- reading ----------------------------------------------------------------------- */

/* Moves the pending bytes to the front when there is as much free room before them. */
static void close_gap(struct line_reader *lines)
{
    struct slice rest = line_reader_pending(lines);
    if (lines->start < rest.len)
        return;
    memmove(lines->pending.ptr, rest.ptr, rest.len);
    buffer_truncate(&lines->pending, rest.len);
    lines->start = 0;
}

enum line_reader_result line_reader_fill(struct line_reader *lines, struct error *err)
{
    struct pollfd ready = {.fd = lines->fd, .events = POLLIN};
    if (lines->at_end)
        return LINE_READER_END;
    if (poll(&ready, 1, 0) <= 0)
        return LINE_READER_WAIT;
    close_gap(lines);
    struct buffer *pending = &lines->pending;
    if (!buffer_reserve(pending, PIECE)) {
        error_set(err, "out of memory");
        return LINE_READER_ERROR;
    }
    ssize_t got = read(lines->fd, pending->ptr + pending->len, PIECE);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return LINE_READER_WAIT;
    if (got < 0) {
        lines->at_end = true;
        error_set(err, "%s", strerror(errno));
        return LINE_READER_ERROR;
    }
    lines->at_end = got == 0;
    pending->len += (size_t)got;
    pending->ptr[pending->len] = '\0';
    return got ? LINE_READER_LINE : LINE_READER_END;
}

/* ---- lines ------------------------------------------------------------------------- */

/* Returns the first `len` pending bytes and consumes them and the separator after
   them. */
static struct slice give(struct line_reader *lines, size_t len)
{
    struct slice line = slice_of(line_reader_pending(lines).ptr, len);
    size_t used = len + 1;
    size_t there = lines->pending.len - lines->start;
    lines->searched = 0;
    lines->start += used < there ? used : there;
    return line;
}

/* The end of the first pending line, or SIZE_MAX. Remembers how far it has searched, so
   that a long line that arrives in many pieces is searched only once. */
static size_t find_end(struct line_reader *lines)
{
    struct slice rest = line_reader_pending(lines);
    size_t end = slice_find_char(slice_after(rest, lines->searched), lines->separator);
    if (end != SIZE_MAX)
        return lines->searched + end;
    lines->searched = rest.len;
    return SIZE_MAX;
}

/* Drops the pending rest of a line that was already reported; false if the line
   continues. */
static bool skip_rest(struct line_reader *lines)
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

/* Takes a line from the pending bytes; LINE_READER_WAIT if none is complete. */
static enum line_reader_result take_pending(struct line_reader *lines, struct slice *out)
{
    if (lines->skips && !skip_rest(lines))
        return LINE_READER_WAIT;
    struct slice rest = line_reader_pending(lines);
    size_t end = find_end(lines);
    bool is_too_long =
        end == SIZE_MAX ? rest.len > lines->line_max : end > lines->line_max;
    if (end == SIZE_MAX && !is_too_long && (!lines->at_end || rest.len == 0))
        return lines->at_end ? LINE_READER_END : LINE_READER_WAIT;
    lines->number++;
    if (is_too_long) {
        lines->skips = end == SIZE_MAX;
        *out = give(lines, end == SIZE_MAX ? rest.len : end);
        out->len = out->len < SHOWN_MAX ? out->len : SHOWN_MAX;
        return LINE_READER_TOO_LONG;
    }
    *out = give(lines, end == SIZE_MAX ? rest.len : end);
    return LINE_READER_LINE;
}

enum line_reader_result line_reader_next(struct line_reader *lines, struct slice *out,
                                         struct error *err)
{
    for (;;) {
        enum line_reader_result taken = take_pending(lines, out);
        if (taken != LINE_READER_WAIT)
            return taken;
        enum line_reader_result filled = line_reader_fill(lines, err);
        if (filled == LINE_READER_WAIT || filled == LINE_READER_ERROR)
            return filled;
    }
}
