/* warc.h's reader, for files of any origin. */
#include "archive/warc.h"

#include "archive/coding.h"
#include "archive/gzip.h"
#include <stdlib.h>
#include <string.h>

enum {
    HEAD_MAX = 1 << 20, /* of a record; real ones have under a kilobyte */
    PIECE = 64 * 1024,
};

void warc_record_open(struct warc_record *record)
{
    buffer_open(&record->head, NULL);
    buffer_open(&record->block, NULL);
    record->is_cut = false;
}

void warc_record_close(struct warc_record *record)
{
    buffer_close(&record->head);
    buffer_close(&record->block);
}

/* ---- named fields ------------------------------------------------------------------ */

struct slice warc_find_header(struct slice head, const char *name)
{
    struct slice line, found = {0};
    while (slice_split(&head, '\n', &line)) {
        size_t colon = slice_find_char(line, ':');
        if (colon != SIZE_MAX && slice_equal_nocase(slice_trim(slice_of(line.ptr, colon)),
                                                    slice_of_string(name)))
            found = slice_trim(slice_after(line, colon + 1));
    }
    return found;
}

struct slice warc_field(const struct warc_record *record, const char *name)
{
    struct slice value = warc_find_header(buffer_slice(&record->head), name);
    bool is_uri = strcmp(name, "WARC-Target-URI") == 0;
    if (is_uri && value.len > 2 && value.ptr[0] == '<' && value.ptr[value.len - 1] == '>')
        return slice_of(value.ptr + 1, value.len - 2);
    return value;
}

/* ---- the stream -------------------------------------------------------------------- */

struct warc_reader {
    struct gzip_stream *stream;
    struct buffer pending; /* read and not yet used, from `start` on */
    size_t start;
};

struct warc_reader *warc_reader_open(int fd)
{
    struct warc_reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        return NULL;
    buffer_open(&reader->pending, NULL);
    reader->stream = gzip_stream_open(fd);
    if (reader->stream)
        return reader;
    free(reader);
    return NULL;
}

void warc_reader_close(struct warc_reader *reader)
{
    if (!reader)
        return;
    gzip_stream_close(reader->stream);
    buffer_close(&reader->pending);
    free(reader);
}

static struct slice pending(const struct warc_reader *reader)
{
    return slice_after(buffer_slice(&reader->pending), reader->start);
}

/* Reads a further piece. 0 at the end, -1 on an error. */
static int64_t more(struct warc_reader *reader, struct error *err)
{
    size_t left = pending(reader).len;
    if (reader->start) {
        memmove(reader->pending.ptr, reader->pending.ptr + reader->start, left);
        buffer_truncate(&reader->pending, left);
        reader->start = 0;
    }
    int64_t count = gzip_stream_read(reader->stream, &reader->pending, PIECE, err);
    if (reader->pending.failed) {
        error_set(err, "out of memory");
        return -1;
    }
    return count;
}

/* The line ends between records. False when nothing follows them. */
static bool skip_blank(struct warc_reader *reader, int64_t *state, struct error *err)
{
    for (;;) {
        struct slice rest = pending(reader);
        size_t blank = 0;
        while (blank < rest.len && (rest.ptr[blank] == '\r' || rest.ptr[blank] == '\n'))
            blank++;
        reader->start += blank;
        if (blank < rest.len)
            return true;
        *state = more(reader, err);
        if (*state <= 0)
            return false;
    }
}

/* The end of the head: CRLF CRLF, and bare line feeds from careless writers. */
static size_t find_head_end(struct slice rest, size_t *behind)
{
    size_t crlf = slice_find(rest, SLICE("\r\n\r\n")),
           lf = slice_find(rest, SLICE("\n\n"));
    *behind = crlf < lf ? crlf + 4 : lf + 2;
    return crlf < lf ? crlf + 2 : lf == SIZE_MAX ? SIZE_MAX : lf + 1;
}

/* Anything else is told at once, however long it is. */
static bool may_be_record(struct slice rest)
{
    size_t len = rest.len < 5 ? rest.len : 5;
    return slice_equal(slice_of(rest.ptr, len), slice_of("WARC/", len));
}

static bool read_head(struct warc_reader *reader, struct warc_record *out,
                      struct error *err)
{
    size_t end, behind;
    for (;;) {
        struct slice rest = pending(reader);
        if (!may_be_record(rest))
            return error_set(err, "not a WARC record: \"%.*s\"",
                             (int)(rest.len < 20 ? rest.len : 20), rest.ptr);
        end = find_head_end(rest, &behind);
        if (end != SIZE_MAX)
            break;
        if (rest.len > HEAD_MAX)
            return error_set(err, "a record's head is over %d bytes", HEAD_MAX);
        int64_t count = more(reader, err);
        if (count == 0)
            error_set(err, "it ends in the middle of a record");
        if (count <= 0)
            return false;
    }
    buffer_append(&out->head, slice_of(pending(reader).ptr, end));
    reader->start += behind;
    return true;
}

static bool read_block(struct warc_reader *reader, size_t max, struct warc_record *out,
                       struct error *err)
{
    struct slice field = warc_field(out, "Content-Length");
    if (!field.len || !is_ascii_digit((unsigned char)field.ptr[0]))
        return error_set(err, "a record without a Content-Length");
    uint64_t left = strtoull(field.ptr, NULL, 10);
    while (left) {
        struct slice rest = pending(reader);
        if (!rest.len) {
            int64_t count = more(reader, err);
            if (count == 0)
                error_set(err, "it ends in the middle of a record");
            if (count <= 0)
                return false;
            continue;
        }
        size_t piece = rest.len < left ? rest.len : (size_t)left;
        size_t room = max - out->block.len;
        buffer_append(&out->block, slice_of(rest.ptr, piece < room ? piece : room));
        out->is_cut |= piece > room;
        reader->start += piece;
        left -= piece;
    }
    return !out->block.failed || error_set(err, "out of memory");
}

enum warc_result warc_reader_next(struct warc_reader *reader, size_t max,
                                  struct warc_record *out, struct error *err)
{
    int64_t state = 1;
    buffer_truncate(&out->head, 0);
    buffer_truncate(&out->block, 0);
    out->is_cut = false;
    if (!skip_blank(reader, &state, err))
        return state == 0 ? WARC_END : WARC_BROKEN;
    if (!read_head(reader, out, err) || !read_block(reader, max, out, err))
        return WARC_BROKEN;
    return WARC_RECORD;
}

/* ---- HTTP -------------------------------------------------------------------------- */

static long read_status(struct slice head)
{
    struct slice version, code;
    if (!slice_starts_with(head, SLICE("HTTP/")) || !slice_next_word(&head, &version) ||
        !slice_next_word(&head, &code) || code.len != 3)
        return 0;
    return strtol(code.ptr, NULL, 10);
}

static bool is_chunked(struct slice head)
{
    return slice_find_nocase(warc_find_header(head, "Transfer-Encoding"),
                             SLICE("chunked")) != SIZE_MAX;
}

bool warc_read_response(struct slice block, size_t max, struct warc_response *out,
                        struct error *err)
{
    size_t behind, end = find_head_end(block, &behind);
    struct slice head = slice_of(block.ptr, end == SIZE_MAX ? block.len : end);
    struct slice body = end == SIZE_MAX ? SLICE("") : slice_after(block, behind);
    struct buffer whole;
    *out = (struct warc_response){.http_status = read_status(head)};
    buffer_open(&out->body, NULL);
    if (!out->http_status)
        return error_set(err, "not an HTTP response");
    out->content_type = warc_find_header(head, "Content-Type");
    buffer_open(&whole, NULL);
    if (is_chunked(head)) {
        coding_decode_chunks(body, &whole);
        body = buffer_slice(&whole);
    }
    bool done = coding_decode_archived(warc_find_header(head, "Content-Encoding"), body, max,
                              &out->body, err);
    buffer_close(&whole);
    return done;
}
