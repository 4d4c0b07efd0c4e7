#include "container/content_coding.h"

#include "base/array.h"
#include "container/gzip.h"
#include "container/zstd_stream.h"
#include <brotli/decode.h>

enum {
    CODINGS_MAX = 4, /* of one body; real responses have one */
    PIECE = 64 * 1024,
};

/* ---- one coding each --------------------------------------------------------------- */

static bool decode_gzip(struct slice body, size_t max, struct buffer *out,
                        struct error *err)
{
    return gzip_decompress(body, GZIP_OR_ZLIB, max, out, err);
}

/* RFC 9110, section 8.4.1.2: the zlib format, but some servers send raw deflate. */
static bool decode_deflate(struct slice body, size_t max, struct buffer *out,
                           struct error *err)
{
    size_t before = out->len;
    if (gzip_decompress(body, GZIP_OR_ZLIB, max, out, NULL))
        return true;
    buffer_truncate(out, before);
    return gzip_decompress(body, GZIP_RAW, max, out, err);
}

static bool decode_brotli(struct slice body, size_t max, struct buffer *out,
                          struct error *err)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    const uint8_t *in = (const uint8_t *)body.ptr;
    size_t left = body.len, start = out->len;
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    while (state && result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT &&
           out->len - start <= max && buffer_reserve(out, PIECE)) {
        uint8_t *at = (uint8_t *)out->ptr + out->len;
        size_t room = PIECE;
        result = BrotliDecoderDecompressStream(state, &left, &in, &room, &at, NULL);
        out->len += PIECE - room;
        out->ptr[out->len] = '\0';
    }
    BrotliDecoderDestroyInstance(state);
    if (out->len - start > max)
        return error_set(err, "over %zu bytes when decompressed", max);
    return result == BROTLI_DECODER_RESULT_SUCCESS || error_set(err, "not valid br");
}

static bool decode_identity(struct slice body, size_t max, struct buffer *out,
                            struct error *err)
{
    (void)max, (void)err;
    buffer_append(out, body);
    return true;
}

/* Whether bytes are text, and not compressed: those of the beginning that are no control
   characters. */
static bool is_plain(struct slice body)
{
    enum { LOOK = 1024 };
    size_t length = body.len < LOOK ? body.len : LOOK;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)body.ptr[i];
        if (c < 0x20 && !is_ascii_space(c) && c != 0x1B)
            return false;
    }
    return true;
}

static const struct {
    struct slice name;
    bool (*decode)(struct slice body, size_t max, struct buffer *out, struct error *err);
} codings[] = {
    {SLICE_INIT("gzip"), decode_gzip},
    {SLICE_INIT("x-gzip"), decode_gzip},
    {SLICE_INIT("deflate"), decode_deflate},
    {SLICE_INIT("br"), decode_brotli},
    {SLICE_INIT("zstd"), zstd_stream_decompress},
    {SLICE_INIT("identity"), decode_identity},
};

static bool decode_one(struct slice name, struct slice body, size_t max,
                       struct buffer *out, struct error *err)
{
    for (size_t i = 0; i < COUNT_OF(codings); i++)
        if (slice_equal_nocase(codings[i].name, name))
            return codings[i].decode(body, max, out, err);
    if (is_plain(body)) /* "none", "utf-8" and other mistakes */
        return decode_identity(body, max, out, err);
    return error_set(err, "unknown Content-Encoding \"%.*s\"", SLICE_ARG(name));
}

/* ---- several codings --------------------------------------------------------------- */

/* gzip has a magic number. br has none: there, a body that starts with "<" counts as
   decoded. */
static bool is_decoded(struct slice content_encoding, struct slice body)
{
    struct slice text = slice_trim(body), name, last = {0};
    while (slice_split(&content_encoding, ',', &name))
        last = slice_trim(name);
    bool is_gzip = slice_equal_nocase(last, SLICE("gzip")) ||
                   slice_equal_nocase(last, SLICE("x-gzip"));
    return (text.len && text.ptr[0] == '<') ||
           (is_gzip && !slice_starts_with(body, SLICE("\x1f\x8b")));
}

bool content_coding_decode_archived(struct slice content_encoding, struct slice body,
                                    size_t max, struct buffer *out, struct error *err)
{
    if (!is_decoded(content_encoding, body))
        return content_coding_decode(content_encoding, body, max, out, err);
    buffer_append(out, body);
    return !out->failed || error_set(err, "out of memory");
}

bool content_coding_decode(struct slice content_encoding, struct slice body, size_t max,
                           struct buffer *out, struct error *err)
{
    struct slice names[CODINGS_MAX], name, rest = content_encoding;
    size_t count = 0;
    while (slice_split(&rest, ',', &name)) {
        name = slice_trim(name);
        if (count == CODINGS_MAX)
            return error_set(err, "more than %d content codings", CODINGS_MAX);
        if (name.len)
            names[count++] = name;
    }
    struct buffer decoded; /* owns the bytes of body after the first step */
    bool done = true;
    buffer_open(&decoded, NULL);
    while (done && count--) {
        struct buffer next;
        buffer_open(&next, NULL);
        done = decode_one(names[count], body, max, &next, err);
        buffer_close(&decoded);
        decoded = next;
        body = buffer_slice(&decoded);
    }
    buffer_append(out, body);
    buffer_close(&decoded);
    return done && (!out->failed || error_set(err, "out of memory"));
}

/* Reads a chunk's size line (RFC 9112, section 7.1). Returns SIZE_MAX if the line is not
   one. */
static size_t read_chunk_size(struct slice line)
{
    size_t size = 0, digits = 0;
    for (; digits < line.len && digits < 15; digits++) {
        int digit = ascii_hex_value(line.ptr[digits]);
        if (digit < 0)
            break;
        size = size * 16 + (size_t)digit;
    }
    bool ends = digits == line.len || line.ptr[digits] == ';' ||
                is_ascii_space((unsigned char)line.ptr[digits]);
    return digits && ends ? size : SIZE_MAX;
}

void content_coding_decode_chunks(struct slice body, struct buffer *out)
{
    struct slice rest = body, line;
    size_t start = out->len;
    while (rest.len && slice_split(&rest, '\n', &line)) {
        size_t size = read_chunk_size(slice_trim(line));
        if (size == 0)
            return;
        if (size == SIZE_MAX && rest.ptr && line.len <= 1)
            continue; /* the line end after a chunk */
        if (size == SIZE_MAX) {
            buffer_truncate(out, start);
            buffer_append(out, body);
            return;
        }
        buffer_append(out, slice_of(rest.ptr, size < rest.len ? size : rest.len));
        rest = slice_after(rest, size);
    }
}
