#include "base/hash.h"

#include <nettle/sha2.h>
#include <stdlib.h>

struct hash_stream {
    struct sha256_ctx context;
};

static void write_digest(struct sha256_ctx *context, char out[HASH_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[HASH_HEX_SIZE - 1] = '\0';
}

void hash_sha256(struct slice s, char out[HASH_HEX_SIZE])
{
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, s.len, (const uint8_t *)s.ptr);
    write_digest(&context, out);
}

struct hash_stream *hash_stream_begin(void)
{
    struct hash_stream *stream = malloc(sizeof *stream);
    if (stream)
        sha256_init(&stream->context);
    return stream;
}

void hash_stream_add(struct hash_stream *stream, struct slice s)
{
    sha256_update(&stream->context, s.len, (const uint8_t *)s.ptr);
}

void hash_stream_end(struct hash_stream *stream, char out[HASH_HEX_SIZE])
{
    write_digest(&stream->context, out);
    free(stream);
}
