#include "container/warc_scan.h"

#include "container/gzip.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PIECE = 64 * 1024,
    /* A request has a few kilobytes at most: its headers are given as options. */
    REQUEST_BYTES_MAX = 64 * 1024,
    REQUEST_BYTES_USUAL = 2 * 1024,
};

/* RFC 1952, section 2.3.1: deflate, no flags. gzip_append writes no others. */
#define MEMBER_START SLICE("\x1F\x8B\x08\0")

bool warc_scan_open(struct warc_scan *scan, int folder, const char *name, int64_t offset,
                    struct error *err)
{
    struct stat info;
    *scan = (struct warc_scan){.offset = offset};
    snprintf(scan->name, sizeof scan->name, "%s", name);
    scan->fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (scan->fd >= 0 && fstat(scan->fd, &info) == 0 && S_ISREG(info.st_mode)) {
        scan->size = info.st_size;
        return true;
    }
    error_set(err, "warc/%s: %s", name,
              scan->fd < 0 ? strerror(errno) : "not a regular file");
    warc_scan_close(scan);
    return false;
}

void warc_scan_close(struct warc_scan *scan)
{
    if (scan->fd >= 0)
        close(scan->fd);
    scan->fd = -1;
}

/* ---- what is no record ------------------------------------------------------------- */

/* Reads up to `most` bytes at an offset into a buffer. */
static bool read_at(int fd, int64_t offset, size_t most, struct buffer *out)
{
    buffer_truncate(out, 0);
    if (!buffer_reserve(out, most))
        return false;
    ssize_t count = pread(fd, out->ptr, most, (off_t)offset);
    out->len = count > 0 ? (size_t)count : 0;
    return count > 0;
}

/* Returns where the next member may begin after `from`, or the end of the file. */
static int64_t find_member(const struct warc_scan *scan, int64_t from)
{
    struct buffer piece;
    int64_t found = -1;
    buffer_open(&piece, NULL);
    while (found < 0 && read_at(scan->fd, from, PIECE, &piece)) {
        size_t at = slice_find(buffer_slice(&piece), MEMBER_START);
        if (at != SIZE_MAX)
            found = from + (int64_t)at;
        else if (piece.len < MEMBER_START.len)
            break;
        else /* a start may be split between two pieces */
            from += (int64_t)(piece.len - MEMBER_START.len + 1);
    }
    buffer_close(&piece);
    return found < 0 ? scan->size : found;
}

/* Whether only zeros follow: a file system may have lost data that it had allocated. */
static bool is_zero_until_end(const struct warc_scan *scan, int64_t from)
{
    struct buffer piece;
    bool is_zero = true;
    buffer_open(&piece, NULL);
    while (is_zero && read_at(scan->fd, from, PIECE, &piece)) {
        for (size_t i = 0; is_zero && i < piece.len; i++)
            is_zero = piece.ptr[i] == '\0';
        from += (int64_t)piece.len;
    }
    buffer_close(&piece);
    return is_zero;
}

/* ---- records ----------------------------------------------------------------------- */

static bool is_record(const struct buffer *member)
{
    return slice_starts_with(buffer_slice(member), SLICE("WARC/1."));
}

static void split(const struct buffer *member, struct warc_record *out)
{
    struct slice all = buffer_slice(member);
    size_t end = slice_find(all, SLICE("\r\n\r\n"));
    buffer_truncate(&out->head, 0);
    buffer_truncate(&out->block, 0);
    if (end == SIZE_MAX)
        return;
    buffer_append(&out->head, slice_of(all.ptr, end + 2));
    buffer_append(&out->block, slice_after(all, end + 4));
}

static enum warc_scan_result skip_damage(struct warc_scan *scan, struct warc_place *place)
{
    if (is_zero_until_end(scan, scan->offset))
        return WARC_SCAN_TORN;
    scan->offset = find_member(scan, scan->offset + 1);
    place->length = scan->offset - place->offset;
    return WARC_SCAN_DAMAGED;
}

enum warc_scan_result warc_scan_next(struct warc_scan *scan, size_t max,
                                     struct warc_record *out, struct warc_place *place,
                                     struct error *err)
{
    struct buffer member;
    enum warc_scan_result result;
    *place = (struct warc_place){.offset = scan->offset};
    memcpy(place->file, scan->name, sizeof place->file);
    if (scan->offset >= scan->size)
        return WARC_SCAN_END;
    buffer_open(&member, NULL);
    enum gzip_member_state state =
        gzip_read_member(scan->fd, scan->offset, max, &member, &place->length, err);
    if (state == GZIP_MEMBER_WHOLE && is_record(&member)) {
        split(&member, out);
        scan->offset += place->length;
        result = WARC_SCAN_RECORD;
    } else if (state == GZIP_MEMBER_TORN) {
        result = WARC_SCAN_TORN;
    } else if (state == GZIP_MEMBER_UNREADABLE) {
        result = WARC_SCAN_BROKEN;
    } else {
        result = skip_damage(scan, place);
    }
    if (member.failed) {
        error_set(err, "out of memory");
        result = WARC_SCAN_BROKEN;
    }
    buffer_close(&member);
    return result;
}

/* ---- requests ---------------------------------------------------------------------- */

/* Whether the member at an offset is a request and ends where the response begins. */
static bool is_request(int fd, int64_t offset, int64_t end)
{
    struct buffer member;
    struct warc_record record;
    int64_t length;
    warc_record_open(&record);
    buffer_open(&member, NULL);
    bool is_one = gzip_read_member(fd, offset, REQUEST_BYTES_MAX, &member, &length,
                                   NULL) == GZIP_MEMBER_WHOLE &&
                  offset + length == end && is_record(&member);
    if (is_one) {
        split(&member, &record);
        is_one = slice_equal(warc_field(&record, "WARC-Type"), SLICE("request"));
    }
    buffer_close(&member);
    warc_record_close(&record);
    return is_one;
}

/* Looks for the request in the `most` bytes before the response. */
static int64_t find_request_within(int fd, int64_t response, int64_t most)
{
    int64_t start = response - (response < most ? response : most), found = response;
    struct buffer before;
    buffer_open(&before, NULL);
    if (start < response && read_at(fd, start, (size_t)(response - start), &before)) {
        const char *at = before.ptr + before.len;
        while (
            found == response && at > before.ptr &&
            (at = memrchr(before.ptr, MEMBER_START.ptr[0], (size_t)(at - before.ptr)))) {
            size_t offset = (size_t)(at - before.ptr);
            if (slice_starts_with(slice_after(buffer_slice(&before), offset),
                                  MEMBER_START) &&
                is_request(fd, start + (int64_t)offset, response))
                found = start + (int64_t)offset;
        }
    }
    buffer_close(&before);
    return found;
}

int64_t warc_scan_find_request(int fd, int64_t response)
{
    int64_t found = find_request_within(fd, response, REQUEST_BYTES_USUAL);
    return found < response ? found
                            : find_request_within(fd, response, REQUEST_BYTES_MAX);
}
