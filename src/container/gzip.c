#include "container/gzip.h"

#include "container/zstd_stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum {
    PIECE = 64 * 1024,
    MAGIC_MAX = 4,         /* bytes that tell the formats apart */
    WINDOW_GZIP = 15 + 16, /* zlib.h: add 16 for gzip, 32 for gzip or zlib */
    WINDOW_EITHER = 15 + 32,
    WINDOW_RAW = -15,
    MEMORY_LEVEL = 8, /* zlib's default */
    /* The two records of a 304 have some hundred bytes each. Compressing them takes
       longer than the request itself and saves only a third, so small data is stored
       uncompressed in its member (RFC 1951, section 3.2.4). */
    SMALL = 1536,
    SMALL_WINDOW_GZIP = 11 + 16,
    SMALL_MEMORY_LEVEL = 3,
};

/* ---- compression ------------------------------------------------------------------- */

static bool begin_compression(z_stream *z, size_t size)
{
    bool is_small = size <= SMALL;
    return deflateInit2(z, is_small ? Z_NO_COMPRESSION : Z_DEFAULT_COMPRESSION,
                        Z_DEFLATED, is_small ? SMALL_WINDOW_GZIP : WINDOW_GZIP,
                        is_small ? SMALL_MEMORY_LEVEL : MEMORY_LEVEL,
                        Z_DEFAULT_STRATEGY) == Z_OK;
}

bool gzip_append(struct buffer *out, struct slice bytes)
{
    z_stream z = {0};
    if (!begin_compression(&z, bytes.len))
        return false;
    int state = Z_OK;
    size_t room = deflateBound(&z, bytes.len);
    room = room < PIECE ? room : PIECE;
    z.next_in = (Bytef *)(uintptr_t)bytes.ptr;
    while (state == Z_OK) {
        if (!z.avail_in && bytes.len) {
            z.avail_in = (uInt)(bytes.len < PIECE ? bytes.len : PIECE);
            bytes.len -= z.avail_in;
        }
        if (!buffer_reserve(out, room))
            break;
        z.next_out = (Bytef *)out->ptr + out->len;
        z.avail_out = (uInt)room;
        state = deflate(&z, bytes.len ? Z_NO_FLUSH : Z_FINISH);
        out->len += room - z.avail_out;
        out->ptr[out->len] = '\0';
    }
    deflateEnd(&z);
    return state == Z_STREAM_END;
}

uint32_t gzip_crc32(uint32_t before, struct slice bytes)
{
    return (uint32_t)crc32_z(before, (const Bytef *)bytes.ptr, bytes.len);
}

/* ---- decompression ----------------------------------------------------------------- */

/* Zeros between members and after the last one are padding, as for gzip(1). */
static void skip_padding(z_stream *z)
{
    while (z->avail_in && *z->next_in == '\0') {
        z->next_in++;
        z->avail_in--;
    }
}

static bool has_member(z_stream *z)
{
    skip_padding(z);
    return z->avail_in >= 2 && z->next_in[0] == 0x1F && z->next_in[1] == 0x8B;
}

/* Appends up to `most` inflated bytes to out. Returns the result of inflate(). */
static int inflate_piece(z_stream *z, size_t most, struct buffer *out)
{
    if (!buffer_reserve(out, most))
        return Z_MEM_ERROR;
    z->next_out = (Bytef *)out->ptr + out->len;
    z->avail_out = (uInt)most;
    int state = inflate(z, Z_NO_FLUSH);
    out->len += most - z->avail_out;
    out->ptr[out->len] = '\0';
    return state;
}

bool gzip_decompress(struct slice compressed, enum gzip_form form, size_t max,
                     struct buffer *out, struct error *err)
{
    z_stream z = {0};
    size_t start = out->len;
    int state = inflateInit2(&z, form == GZIP_RAW ? WINDOW_RAW : WINDOW_EITHER);
    if (state != Z_OK)
        return error_set(err, "out of memory");
    z.next_in = (Bytef *)(uintptr_t)compressed.ptr;
    z.avail_in = (uInt)compressed.len;
    while (state == Z_OK && out->len - start <= max) {
        state = inflate_piece(&z, PIECE, out);
        if (state == Z_STREAM_END && form != GZIP_RAW && has_member(&z))
            state = inflateReset(&z);
        else if (state == Z_OK && !z.avail_in && z.avail_out)
            break; /* truncated */
    }
    inflateEnd(&z);
    if (out->len - start > max)
        return error_set(err, "over %zu bytes when decompressed", max);
    if (state == Z_MEM_ERROR)
        return error_set(err, "out of memory");
    return state == Z_STREAM_END ||
           error_set(err,
                     state == Z_DATA_ERROR ? "not valid gzip" : "gzip data truncated");
}

/* Inflates what is in z's input. Content beyond `end` bytes of out is checked, but not
   kept. */
static int inflate_input(z_stream *z, size_t end, struct buffer *out)
{
    int state = Z_OK;
    bool is_full = true; /* the output: there may be more of it */
    while (state == Z_OK && (z->avail_in || is_full)) {
        state = inflate_piece(z, PIECE, out);
        is_full = !z->avail_out;
        if (out->len > end)
            buffer_truncate(out, end);
    }
    return state == Z_BUF_ERROR ? Z_OK : state; /* it needs more input */
}

enum gzip_member_state gzip_read_member(int fd, int64_t offset, size_t max,
                                        struct buffer *out, int64_t *length,
                                        struct error *err)
{
    z_stream z = {0};
    unsigned char piece[PIECE];
    size_t end = max < SIZE_MAX - out->len ? out->len + max : SIZE_MAX;
    ssize_t count = 1;
    int state = inflateInit2(&z, WINDOW_GZIP);
    *length = 0;
    while (state == Z_OK && count > 0) {
        count = pread(fd, piece, sizeof piece, (off_t)(offset + *length));
        if (count > 0) {
            z.next_in = piece;
            z.avail_in = (uInt)count;
            state = inflate_input(&z, end, out);
            *length += count - (ssize_t)z.avail_in;
        }
    }
    inflateEnd(&z);
    if (count < 0 || state == Z_MEM_ERROR) {
        error_set(err, "%s", count < 0 ? strerror(errno) : "out of memory");
        return GZIP_MEMBER_UNREADABLE;
    }
    return state == Z_STREAM_END ? GZIP_MEMBER_WHOLE
           : state == Z_OK       ? GZIP_MEMBER_TORN
                                 : GZIP_MEMBER_DAMAGED;
}

/* ---- streams ----------------------------------------------------------------------- */

struct gzip_stream {
    struct byte_source *from;
    bool is_detected, is_compressed; /* the format */
    bool at_end;                     /* of the file */
    struct zstd_stream *zstd;        /* NULL: it is not in this format */
    bool in_member;
    z_stream z;
    size_t start, len; /* of the bytes that were read and not yet used */
    unsigned char bytes[PIECE];
};

struct gzip_stream *gzip_stream_open(struct byte_source *from)
{
    struct gzip_stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    stream->from = from;
    if (inflateInit2(&stream->z, WINDOW_GZIP) == Z_OK)
        return stream;
    free(stream);
    return NULL;
}

void gzip_stream_close(struct gzip_stream *stream)
{
    if (!stream)
        return;
    inflateEnd(&stream->z);
    zstd_stream_close(stream->zstd);
    free(stream);
}

/* Reads a piece after the bytes that are left; sets at_end at the end of the file. */
static enum gzip_result refill(struct gzip_stream *stream, struct error *err)
{
    memmove(stream->bytes, stream->bytes + stream->start, stream->len);
    stream->start = 0;
    size_t count = 0;
    enum source_result result = stream->from->read(
        stream->from, stream->bytes + stream->len, PIECE - stream->len, &count, err);
    stream->len += count;
    stream->at_end = result == SOURCE_END || result == SOURCE_BROKEN;
    if (result == SOURCE_BROKEN)
        return GZIP_BROKEN;
    return result == SOURCE_WAIT ? GZIP_WAIT : GZIP_BYTES;
}

static enum gzip_result detect_format(struct gzip_stream *stream, struct error *err)
{
    while (stream->len < MAGIC_MAX && !stream->at_end) {
        enum gzip_result result = refill(stream, err);
        if (result != GZIP_BYTES)
            return result;
    }
    stream->is_compressed =
        stream->len >= 2 && stream->bytes[0] == 0x1f && stream->bytes[1] == 0x8b;
    stream->is_detected = true;
    bool is_zstd = zstd_stream_is(slice_of((char *)stream->bytes, stream->len));
    if (is_zstd && !(stream->zstd = zstd_stream_open())) {
        error_set(err, "out of memory");
        return GZIP_BROKEN;
    }
    return GZIP_BYTES;
}

static void read_plain(struct gzip_stream *stream, struct buffer *out, size_t most)
{
    size_t count = stream->len < most ? stream->len : most;
    buffer_append(out, slice_of((char *)stream->bytes + stream->start, count));
    stream->start += count;
    stream->len -= count;
}

static bool inflate_member(struct gzip_stream *stream, struct buffer *out, size_t most,
                           struct error *err)
{
    z_stream *z = &stream->z;
    if (!stream->in_member && *z->next_in != 0x1F)
        return error_set(err, "trailing data after a gzip member");
    int state = inflate_piece(z, most < PIECE ? most : PIECE, out);
    stream->in_member = state != Z_STREAM_END;
    if (state == Z_STREAM_END)
        state = inflateReset(z);
    return state == Z_OK || state == Z_BUF_ERROR ||
           error_set(err, state == Z_MEM_ERROR ? "out of memory" : "not valid gzip");
}

static bool read_compressed(struct gzip_stream *stream, struct buffer *out, size_t most,
                            struct error *err)
{
    z_stream *z = &stream->z;
    z->next_in = stream->bytes + stream->start;
    z->avail_in = (uInt)stream->len;
    if (!stream->in_member)
        skip_padding(z);
    bool done = !z->avail_in || inflate_member(stream, out, most, err);
    stream->start += stream->len - z->avail_in;
    stream->len = z->avail_in;
    return done;
}

static bool read_zstd(struct gzip_stream *stream, struct buffer *out, size_t most,
                      struct error *err)
{
    size_t used;
    struct slice bytes = slice_of((char *)stream->bytes + stream->start, stream->len);
    bool is_first = !zstd_stream_is_open(stream->zstd);
    bool done = zstd_stream_read(stream->zstd, bytes, most, out, &used, err);
    if (!done && !used && is_first && bytes.len)
        used = 1; /* so that a search for the next frame does not find this one */
    stream->start += used;
    stream->len -= used;
    return done;
}

static bool read_piece(struct gzip_stream *stream, struct buffer *out, size_t most,
                       struct error *err)
{
    if (stream->zstd)
        return read_zstd(stream, out, most, err);
    if (stream->is_compressed)
        return read_compressed(stream, out, most, err);
    read_plain(stream, out, most);
    return true;
}

static enum gzip_result end_of(const struct gzip_stream *stream, struct error *err)
{
    if (!stream->in_member && !(stream->zstd && zstd_stream_is_open(stream->zstd)))
        return GZIP_END;
    error_set(err, stream->zstd ? "zstd data truncated" : "gzip data truncated");
    return GZIP_BROKEN;
}

enum gzip_result gzip_stream_read(struct gzip_stream *stream, struct buffer *out,
                                  size_t most, struct error *err)
{
    size_t before = out->len;
    enum gzip_result result =
        stream->is_detected ? GZIP_BYTES : detect_format(stream, err);
    while (result == GZIP_BYTES && out->len == before) {
        bool is_used_up =
            !stream->len && !(stream->zstd && zstd_stream_has_output(stream->zstd));
        if (is_used_up && !stream->at_end)
            result = refill(stream, err);
        if (result != GZIP_BYTES)
            break;
        if (is_used_up && !stream->len && stream->at_end)
            return end_of(stream, err);
        if (!read_piece(stream, out, most, err))
            return GZIP_BROKEN;
        if (out->failed) {
            error_set(err, "out of memory");
            return GZIP_BROKEN;
        }
    }
    return result;
}

/* Whether the unused bytes begin with a member's magic. */
static bool is_at_member(const struct gzip_stream *stream)
{
    const struct slice member = SLICE("\x1F\x8B\x08"); /* RFC 1952, 2.3.1: deflate */
    struct slice rest =
        slice_of((const char *)stream->bytes + stream->start, stream->len);
    return stream->zstd ? zstd_stream_is(rest) : slice_starts_with(rest, member);
}

static bool begin_again(struct gzip_stream *stream)
{
    stream->in_member = false;
    if (!stream->zstd)
        return inflateReset(&stream->z) == Z_OK;
    zstd_stream_reset(stream->zstd);
    return true;
}

enum gzip_result gzip_stream_skip_damage(struct gzip_stream *stream, struct error *err)
{
    while (stream->is_compressed || stream->zstd) {
        while (stream->len >= MAGIC_MAX) {
            if (is_at_member(stream))
                return begin_again(stream) ? GZIP_BYTES : GZIP_END;
            stream->start++;
            stream->len--;
        }
        if (stream->at_end)
            break;
        enum gzip_result result = refill(stream, err);
        if (result != GZIP_BYTES)
            return result;
    }
    return GZIP_END;
}
