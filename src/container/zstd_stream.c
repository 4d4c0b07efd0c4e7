#include "container/zstd_stream.h"

#include <stdlib.h>
#include <zstd.h>

enum {
    PIECE = 64 * 1024,
    FRAME_HEAD = 8,           /* of a skippable frame: magic number and size */
    DICTIONARY_MAX = 8 << 20, /* bytes; crawlers' have 100 kB to 1 MB */
    WINDOW_LOG_MAX = 27,      /* 128 MiB, as zstd(1) allows: what --long=27 writes */
};

/* RFC 8878, sections 3.1.1 and 3.1.2; the dictionary's is a skippable frame. */
static const struct slice FRAME = SLICE_INIT("\x28\xB5\x2F\xFD");
static const struct slice DICTIONARY = SLICE_INIT("\x5D\x2A\x4D\x18");

struct zstd_stream {
    ZSTD_DCtx *context;
    bool has_begun; /* the first frame is known to be no dictionary, or was read */
    bool is_in_frame, is_full; /* is_full: more output may be left in the decoder */
    struct buffer first;       /* the dictionary's frame, as far as it was read */
};

bool zstd_stream_is(struct slice first)
{
    return slice_starts_with(first, FRAME) || slice_starts_with(first, DICTIONARY);
}

struct zstd_stream *zstd_stream_open(void)
{
    struct zstd_stream *zstd = calloc(1, sizeof *zstd);
    if (!zstd)
        return NULL;
    buffer_open(&zstd->first, NULL);
    zstd->context = ZSTD_createDCtx();
    if (zstd->context)
        ZSTD_DCtx_setParameter(zstd->context, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
    if (zstd->context)
        return zstd;
    free(zstd);
    return NULL;
}

void zstd_stream_close(struct zstd_stream *zstd)
{
    if (!zstd)
        return;
    ZSTD_freeDCtx(zstd->context);
    buffer_close(&zstd->first);
    free(zstd);
}

bool zstd_stream_is_open(const struct zstd_stream *zstd)
{
    return zstd->is_in_frame;
}

bool zstd_stream_has_output(const struct zstd_stream *zstd)
{
    return zstd->is_in_frame && zstd->is_full;
}

void zstd_stream_reset(struct zstd_stream *zstd)
{
    ZSTD_DCtx_reset(zstd->context, ZSTD_reset_session_only);
    zstd->is_in_frame = zstd->is_full = false;
    zstd->has_begun = true;
    buffer_close(&zstd->first);
}

/* Decompresses a piece of bytes and moves them on. *is_open: the frame goes on. */
static bool step(ZSTD_DCtx *context, struct slice *bytes, size_t room, struct buffer *out,
                 bool *is_open, struct error *err)
{
    if (!buffer_reserve(out, room))
        return error_set(err, "out of memory");
    ZSTD_inBuffer in = {bytes->ptr, bytes->len, 0};
    ZSTD_outBuffer to = {out->ptr + out->len, room, 0};
    size_t left = ZSTD_decompressStream(context, &to, &in);
    out->len += to.pos;
    out->ptr[out->len] = '\0';
    *bytes = slice_after(*bytes, in.pos);
    *is_open = left != 0;
    return !ZSTD_isError(left) ||
           error_set(err, "not valid zstd: %s", ZSTD_getErrorName(left));
}

/* All frames of bytes. */
static bool decompress(ZSTD_DCtx *context, struct slice bytes, size_t max,
                       struct buffer *out, struct error *err)
{
    size_t start = out->len, before = start;
    bool done = true, is_open = true;
    /* what is left in the decoder comes out after all bytes are used */
    while (done && out->len - start <= max &&
           (bytes.len || (is_open && out->len > before))) {
        before = out->len;
        done = step(context, &bytes, PIECE, out, &is_open, err);
    }
    if (done && out->len - start > max)
        return error_set(err, "over %zu bytes when decompressed", max);
    return done && (!is_open || error_set(err, "not valid zstd: it is truncated"));
}

/* The dictionary may itself be compressed. */
static bool use_dictionary(struct zstd_stream *zstd, struct error *err)
{
    struct slice content = slice_after(buffer_slice(&zstd->first), FRAME_HEAD);
    struct buffer plain;
    buffer_open(&plain, NULL);
    bool done = true;
    if (slice_starts_with(content, FRAME)) {
        done = decompress(zstd->context, content, DICTIONARY_MAX, &plain, err);
        content = buffer_slice(&plain);
    }
    if (done &&
        ZSTD_isError(ZSTD_DCtx_loadDictionary(zstd->context, content.ptr, content.len)))
        done = error_set(err, "its zstd dictionary is not valid");
    buffer_close(&plain);
    buffer_close(&zstd->first);
    zstd->has_begun = done;
    return done;
}

static size_t size_of_frame(struct slice head)
{
    size_t size = 0;
    for (size_t i = FRAME_HEAD; i-- > FRAME.len;)
        size = size << 8 | (unsigned char)head.ptr[i];
    return size + FRAME_HEAD;
}

/* Collects the first frame until it is complete. */
static bool read_first(struct zstd_stream *zstd, struct slice bytes, size_t *used,
                       struct error *err)
{
    struct buffer *first = &zstd->first;
    size_t wanted =
        first->len < FRAME_HEAD ? FRAME_HEAD : size_of_frame(buffer_slice(first));
    size_t count = wanted - first->len < bytes.len ? wanted - first->len : bytes.len;
    zstd->is_in_frame = true;
    buffer_append(first, slice_of(bytes.ptr, count));
    *used = count;
    if (first->failed)
        return error_set(err, "out of memory");
    if (first->len >= FRAME.len && !slice_starts_with(buffer_slice(first), DICTIONARY))
        return error_set(err, "not valid Zstandard data");
    if (first->len < FRAME_HEAD)
        return true;
    size_t size = size_of_frame(buffer_slice(first));
    if (size > DICTIONARY_MAX)
        return error_set(err, "its Zstandard dictionary has more than %d bytes",
                         DICTIONARY_MAX);
    if (first->len < size)
        return true;
    zstd->is_in_frame = false;
    return use_dictionary(zstd, err);
}

bool zstd_stream_read(struct zstd_stream *zstd, struct slice bytes, size_t most,
                      struct buffer *out, size_t *used, struct error *err)
{
    *used = 0;
    if (!zstd->has_begun &&
        (zstd->first.len || slice_starts_with(bytes, slice_of(DICTIONARY.ptr, 1))))
        return read_first(zstd, bytes, used, err);
    zstd->has_begun = true;
    struct slice rest = bytes;
    size_t before = out->len, room = most < PIECE ? most : PIECE;
    bool done = step(zstd->context, &rest, room, out, &zstd->is_in_frame, err);
    zstd->is_full = out->len - before == room;
    *used = bytes.len - rest.len;
    return done;
}

bool zstd_stream_decompress(struct slice bytes, size_t max, struct buffer *out,
                            struct error *err)
{
    ZSTD_DCtx *context = ZSTD_createDCtx();
    bool done = context ? decompress(context, bytes, max, out, err)
                        : error_set(err, "out of memory");
    ZSTD_freeDCtx(context);
    return done;
}
