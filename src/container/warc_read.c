/* The part of warc.h about reading files of any origin. */
#include "container/warc.h"

#include "container/content_coding.h"
#include "container/gzip.h"
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
    uint64_t offset; /* of pending's first byte in the decompressed file */
    enum {
        BETWEEN_RECORDS,
        IN_HEAD,
        IN_BLOCK,
        AFTER_BLOCK,
        IN_DAMAGE,        /* looking for the beginning of a record */
        IN_DAMAGED_MEMBER /* looking for the beginning of a gzip member */
    } phase;
    bool is_torn;        /* the last piece could not be decompressed */
    bool has_record;     /* it is a WARC file: a record was found */
    bool is_searching;   /* damage was reported, and no record was found since */
    struct error damage; /* to be reported after the record that was read; or empty */
    size_t seen;         /* bytes of the head that were searched for its end */
    uint64_t left;       /* bytes of the block still to be read */
};

/* What a record begins with, checked before the end of its head is found, so that a file
   that is not WARC fails at once. */
#define RECORD_START SLICE("WARC/")

struct warc_reader *warc_reader_open(struct byte_source *from)
{
    struct warc_reader *reader = calloc(1, sizeof *reader);
    if (!reader)
        return NULL;
    buffer_open(&reader->pending, NULL);
    reader->stream = gzip_stream_open(from);
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
    reader->offset += reader->start;
    if (reader->start) {
        memmove(reader->pending.ptr, reader->pending.ptr + reader->start, left);
        buffer_truncate(&reader->pending, left);
        reader->start = 0;
    }
    enum gzip_result result =
        gzip_stream_read(reader->stream, &reader->pending, PIECE, err);
    reader->is_torn = result == GZIP_BROKEN;
    return result;
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

static bool may_be_record(struct slice rest)
{
    size_t len = rest.len < RECORD_START.len ? rest.len : RECORD_START.len;
    return slice_equal(slice_of(rest.ptr, len), slice_of(RECORD_START.ptr, len));
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

/* ---- damage ------------------------------------------------------------------------ */

static unsigned long long position(const struct warc_reader *reader)
{
    return reader->offset + reader->start;
}

/* Where a record begins in s at the beginning of a line; SIZE_MAX for nowhere. */
static size_t find_record(struct slice s)
{
    size_t at = slice_find(s, SLICE("\nWARC/1."));
    return at == SIZE_MAX ? SIZE_MAX : at + 1;
}

/* Gives the bytes of the block from `at` on back to the stream. */
static bool give_back(struct warc_reader *reader, struct warc_record *out, size_t at)
{
    struct buffer joined;
    struct slice tail = slice_after(buffer_slice(&out->block), at);
    buffer_open(&joined, NULL);
    buffer_append(&joined, tail);
    buffer_append(&joined, pending(reader));
    reader->offset = position(reader) - tail.len;
    reader->start = 0;
    buffer_close(&reader->pending);
    reader->pending = joined;
    buffer_truncate(&out->block, at);
    return !joined.failed;
}

/* After a block that no record follows: it is longer than its Content-Length says, or the
   record that follows was taken for a part of it. */
static void note_wrong_length(struct warc_reader *reader, struct warc_record *out)
{
    size_t at = out->is_cut ? SIZE_MAX : find_record(buffer_slice(&out->block));
    struct slice uri = warc_field(out, "WARC-Target-URI");
    int shown = (int)(uri.len < 100 ? uri.len : 100);
    if (at != SIZE_MAX && give_back(reader, out, at))
        error_set(
            &reader->damage,
            "byte %llu: the Content-Length of the record before is too large (%.*s)",
            position(reader), shown, uri.ptr ? uri.ptr : "");
    else
        error_set(&reader->damage,
                  "byte %llu: no record begins after that of %.*s; the next one is "
                  "searched for",
                  position(reader), shown, uri.ptr ? uri.ptr : "");
    reader->phase = at == SIZE_MAX ? IN_DAMAGE : BETWEEN_RECORDS;
}

/* Looks at what follows the block, without taking more than line ends. */
static enum gzip_result check_end(struct warc_reader *reader, struct warc_record *out,
                                  struct error *err)
{
    enum gzip_result result = skip_blank(reader, err);
    while (result == GZIP_BYTES && pending(reader).len < RECORD_START.len &&
           may_be_record(pending(reader)))
        result = read_more(reader, err);
    if (result == GZIP_WAIT)
        return result;
    /* damaged compression is reported when the next record is read */
    if (result == GZIP_BYTES && !may_be_record(pending(reader)))
        note_wrong_length(reader, out);
    else
        reader->phase = BETWEEN_RECORDS;
    return GZIP_BYTES;
}

static enum gzip_result skip_to_record(struct warc_reader *reader, struct error *err)
{
    enum { LINE_START = 8 }; /* "\nWARC/1." may be split between two pieces */
    enum gzip_result result = GZIP_BYTES;
    while (result == GZIP_BYTES) {
        struct slice rest = pending(reader);
        size_t at = find_record(rest);
        if (at != SIZE_MAX) {
            reader->start += at;
            reader->phase = BETWEEN_RECORDS;
            return GZIP_BYTES;
        }
        reader->start += rest.len < LINE_START ? 0 : rest.len - LINE_START;
        result = read_more(reader, err);
    }
    return result;
}

static enum gzip_result skip_damage(struct warc_reader *reader, struct error *err)
{
    enum gzip_result result = GZIP_BYTES;
    if (reader->phase == IN_DAMAGED_MEMBER) {
        result = gzip_stream_skip_damage(reader->stream, err);
        if (result != GZIP_BYTES)
            return result;
        reader->phase = BETWEEN_RECORDS;
    }
    if (reader->phase == IN_DAMAGE)
        result = skip_to_record(reader, err);
    return result;
}

/* ---- records ----------------------------------------------------------------------- */

static enum gzip_result read_record(struct warc_reader *reader, size_t max,
                                    struct warc_record *out, struct error *err)
{
    enum gzip_result result = skip_damage(reader, err);
    if (result == GZIP_BYTES && reader->phase == BETWEEN_RECORDS) {
        buffer_truncate(&out->head, 0);
        buffer_truncate(&out->block, 0);
        out->is_cut = false;
        result = skip_blank(reader, err);
        reader->phase = result == GZIP_BYTES ? IN_HEAD : BETWEEN_RECORDS;
    }
    if (result == GZIP_BYTES && reader->phase == IN_HEAD)
        result = read_head(reader, out, err);
    if (result == GZIP_BYTES && reader->phase == IN_BLOCK) {
        result = read_block(reader, max, out, err);
        reader->phase = result == GZIP_BYTES ? AFTER_BLOCK : IN_BLOCK;
    }
    if (result == GZIP_BYTES)
        result = check_end(reader, out, err);
    return result;
}

/* The file ends inside a block; perhaps because its Content-Length is too large. */
static bool ends_in_swallowed_record(struct warc_reader *reader, struct warc_record *out)
{
    if (reader->phase != IN_BLOCK || out->is_cut ||
        find_record(buffer_slice(&out->block)) == SIZE_MAX)
        return false;
    note_wrong_length(reader, out);
    return true;
}

/* Of a file that was WARC so far. */
static void begin_damage(struct warc_reader *reader, struct error *err)
{
    struct error why = *err;
    error_set(err, "byte %llu: %s; the next record is searched for", position(reader),
              why.text);
    reader->phase = reader->is_torn ? IN_DAMAGED_MEMBER : IN_DAMAGE;
    reader->seen = 0;
    if (reader->is_torn) {
        reader->offset = position(reader);
        reader->start = 0;
        buffer_truncate(&reader->pending, 0);
    }
}

/* Reads a record; damage that is found while the next record is searched for is part of
   the damage that was reported. */
static enum warc_result read_next(struct warc_reader *reader, size_t max,
                                  struct warc_record *out, struct error *err)
{
    for (;;) {
        switch (read_record(reader, max, out, err)) {
        case GZIP_WAIT:
            return WARC_WAIT;
        case GZIP_END:
            return WARC_END;
        case GZIP_BYTES:
            return WARC_RECORD;
        case GZIP_BROKEN:
            if (ends_in_swallowed_record(reader, out))
                return WARC_RECORD;
            if (!reader->has_record || reader->pending.failed)
                return WARC_BROKEN;
            begin_damage(reader, err);
            if (!reader->is_searching)
                return WARC_DAMAGED;
        }
    }
}

enum warc_result warc_reader_next(struct warc_reader *reader, size_t max,
                                  struct warc_record *out, struct error *err)
{
    if (reader->damage.text[0]) {
        *err = reader->damage;
        reader->damage.text[0] = '\0';
        return WARC_DAMAGED;
    }
    enum warc_result result = read_next(reader, max, out, err);
    reader->has_record |= result == WARC_RECORD;
    if (result == WARC_RECORD || result == WARC_DAMAGED)
        reader->is_searching = result == WARC_DAMAGED;
    return result;
}

/* ---- HTTP -------------------------------------------------------------------------- */

/* Returns the three-digit status of a status line, which may end there; 0 if invalid. */
static long read_status(struct slice head)
{
    struct slice version, code;
    long status = 0;
    if (!slice_starts_with(head, SLICE("HTTP/")) || !slice_next_word(&head, &version) ||
        !slice_next_word(&head, &code) || code.len < 3)
        return 0;
    /* "200OK" is in the status lines of some servers. */
    if (code.len > 3 && is_ascii_digit((unsigned char)code.ptr[3]))
        return 0;
    for (size_t i = 0; i < 3; i++) {
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
