/* The part of warc.h about reading files of any origin. */
#include "archive/warc.h"

#include "archive/content_coding.h"
#include "archive/gzip.h"
#include <stdlib.h>
#include <string.h>

enum {
    HEAD_MAX = 1 << 20, /* bytes of a record's head; real ones are below a kilobyte */
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
    struct buffer pending; /* bytes that were read; those from `start` on are unused */
    size_t start;
    enum { BETWEEN_RECORDS, IN_HEAD, IN_BLOCK } phase;
    size_t seen;   /* bytes of the head that were searched for its end */
    uint64_t left; /* bytes of the block still to be read */
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

/* Reads a further piece. */
static enum gzip_result read_more(struct warc_reader *reader, struct error *err)
{
    size_t left = pending(reader).len;
    if (reader->start) {
        memmove(reader->pending.ptr, reader->pending.ptr + reader->start, left);
        buffer_truncate(&reader->pending, left);
        reader->start = 0;
    }
    return gzip_stream_read(reader->stream, &reader->pending, PIECE, err);
}

/* The same inside a record, where the end of the file is an error. */
static enum gzip_result read_more_of_record(struct warc_reader *reader, struct error *err)
{
    enum gzip_result result = read_more(reader, err);
    if (result != GZIP_END)
        return result;
    error_set(err, "truncated: the file ends inside a record");
    return GZIP_BROKEN;
}

/* Skips the line ends between records. */
static enum gzip_result skip_blank(struct warc_reader *reader, struct error *err)
{
    enum gzip_result result = GZIP_BYTES;
    while (result == GZIP_BYTES) {
        struct slice rest = pending(reader);
        size_t blank = 0;
        while (blank < rest.len && (rest.ptr[blank] == '\r' || rest.ptr[blank] == '\n'))
            blank++;
        reader->start += blank;
        if (blank < rest.len)
            return GZIP_BYTES;
        result = read_more(reader, err);
    }
    return result;
}

/* Finds the end of a head, starting at `from`: a blank line, with CRLF or, as some
   writers do, with LF. Returns SIZE_MAX if there is none. *body_start receives the
   position after it. */
static size_t find_head_end(struct slice rest, size_t from, size_t *body_start)
{
    struct slice unseen = slice_after(rest, from);
    size_t crlf = slice_find(unseen, SLICE("\r\n\r\n"));
    size_t lf = slice_find(crlf == SIZE_MAX ? unseen : slice_of(unseen.ptr, crlf + 1),
                           SLICE("\n\n"));
    *body_start = from + (crlf < lf ? crlf + 4 : lf + 2);
    return crlf < lf ? from + crlf + 2 : lf == SIZE_MAX ? SIZE_MAX : from + lf + 1;
}

/* Checked before the end of the head is found, so that a file that is not WARC fails at
   once. */
static bool may_be_record(struct slice rest)
{
    size_t len = rest.len < 5 ? rest.len : 5;
    return slice_equal(slice_of(rest.ptr, len), slice_of("WARC/", len));
}

static bool begin_block(struct warc_reader *reader, const struct warc_record *record,
                        struct error *err)
{
    struct slice field = warc_field(record, "Content-Length");
    if (!field.len || !is_ascii_digit((unsigned char)field.ptr[0]))
        return error_set(err, "WARC record without Content-Length");
    reader->left = strtoull(field.ptr, NULL, 10);
    reader->phase = IN_BLOCK;
    return true;
}

static bool check_head(struct slice rest, struct error *err)
{
    if (!may_be_record(rest))
        return error_set(err, "not a WARC record: \"%.*s\"",
                         (int)(rest.len < 20 ? rest.len : 20), rest.ptr);
    return rest.len <= HEAD_MAX ||
           error_set(err, "WARC record head over %d bytes", HEAD_MAX);
}

static enum gzip_result read_head(struct warc_reader *reader, struct warc_record *out,
                                  struct error *err)
{
    size_t end, body_start;
    enum gzip_result result = GZIP_BYTES;
    while ((end = find_head_end(pending(reader), reader->seen, &body_start)) ==
           SIZE_MAX) {
        struct slice rest = pending(reader);
        if (!check_head(rest, err))
            return GZIP_BROKEN;
        reader->seen = rest.len < 3 ? 0 : rest.len - 3; /* a blank line may be split */
        result = read_more_of_record(reader, err);
        if (result != GZIP_BYTES)
            return result;
    }
    if (!check_head(slice_of(pending(reader).ptr, end), err))
        return GZIP_BROKEN;
    buffer_append(&out->head, slice_of(pending(reader).ptr, end));
    reader->start += body_start;
    reader->seen = 0;
    return begin_block(reader, out, err) ? GZIP_BYTES : GZIP_BROKEN;
}

static enum gzip_result read_block(struct warc_reader *reader, size_t max,
                                   struct warc_record *out, struct error *err)
{
    enum gzip_result result = GZIP_BYTES;
    while (result == GZIP_BYTES && reader->left) {
        struct slice rest = pending(reader);
        size_t piece = rest.len < reader->left ? rest.len : (size_t)reader->left;
        size_t room = max - out->block.len;
        buffer_append(&out->block, slice_of(rest.ptr, piece < room ? piece : room));
        out->is_cut |= piece > room;
        reader->start += piece;
        reader->left -= piece;
        if (reader->left)
            result = read_more_of_record(reader, err);
    }
    if (!out->block.failed)
        return result;
    error_set(err, "out of memory");
    return GZIP_BROKEN;
}

static enum gzip_result read_record(struct warc_reader *reader, size_t max,
                                    struct warc_record *out, struct error *err)
{
    enum gzip_result result = GZIP_BYTES;
    if (reader->phase == BETWEEN_RECORDS) {
        buffer_truncate(&out->head, 0);
        buffer_truncate(&out->block, 0);
        out->is_cut = false;
        result = skip_blank(reader, err);
        reader->phase = result == GZIP_BYTES ? IN_HEAD : BETWEEN_RECORDS;
    }
    if (result == GZIP_BYTES && reader->phase == IN_HEAD)
        result = read_head(reader, out, err);
    if (result == GZIP_BYTES)
        result = read_block(reader, max, out, err);
    return result;
}

enum warc_result warc_reader_next(struct warc_reader *reader, size_t max,
                                  struct warc_record *out, struct error *err)
{
    static const enum warc_result results[] = {
        [GZIP_BYTES] = WARC_RECORD,
        [GZIP_WAIT] = WARC_WAIT,
        [GZIP_END] = WARC_END,
        [GZIP_BROKEN] = WARC_BROKEN,
    };
    enum gzip_result result = read_record(reader, max, out, err);
    if (result == GZIP_BYTES)
        reader->phase = BETWEEN_RECORDS;
    return results[result];
}

/* ---- HTTP -------------------------------------------------------------------------- */

/* Returns the three-digit status of a status line, which may end there; 0 if invalid. */
static long read_status(struct slice head)
{
    struct slice version, code;
    long status = 0;
    if (!slice_starts_with(head, SLICE("HTTP/")) || !slice_next_word(&head, &version) ||
        !slice_next_word(&head, &code) || code.len != 3)
        return 0;
    for (size_t i = 0; i < code.len; i++) {
        if (!is_ascii_digit((unsigned char)code.ptr[i]))
            return 0;
        status = status * 10 + (code.ptr[i] - '0');
    }
    return status;
}

static bool is_chunked(struct slice head)
{
    return slice_find_nocase(warc_find_header(head, "Transfer-Encoding"),
                             SLICE("chunked")) != SIZE_MAX;
}

bool warc_read_response(struct slice block, size_t max, struct warc_response *out,
                        struct error *err)
{
    size_t body_start, end = find_head_end(block, 0, &body_start);
    struct slice head = slice_of(block.ptr, end == SIZE_MAX ? block.len : end);
    struct slice body = end == SIZE_MAX ? SLICE("") : slice_after(block, body_start);
    struct buffer unchunked;
    *out = (struct warc_response){.http_status = read_status(head)};
    buffer_open(&out->body, NULL);
    if (!out->http_status)
        return error_set(err, "not an HTTP response");
    out->content_type = warc_find_header(head, "Content-Type");
    buffer_open(&unchunked, NULL);
    if (is_chunked(head)) {
        content_coding_decode_chunks(body, &unchunked);
        body = buffer_slice(&unchunked);
    }
    bool done = !unchunked.failed || error_set(err, "out of memory");
    done =
        done && content_coding_decode_archived(warc_find_header(head, "Content-Encoding"),
                                               body, max, &out->body, err);
    buffer_close(&unchunked);
    return done;
}
