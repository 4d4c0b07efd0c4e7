/* hash: SHA-256 for stored data, FNV-1a for comparing names. The only file that uses
   nettle. */
#ifndef WINNOW_BASE_HASH_H
#define WINNOW_BASE_HASH_H

#include "base/slice.h"
#include <stdint.h>

enum { HASH_HEX_SIZE = 65 }; /* 64 hexadecimal digits and a NUL */

/* SHA-256 (FIPS 180-4) of s as lower-case hexadecimal digits. */
void hash_sha256(struct slice s, char out[HASH_HEX_SIZE]);

/* The same of bytes that come in pieces. NULL if out of memory; hash_stream_end writes
   the digits and frees the stream. */
struct hash_stream;
struct hash_stream *hash_stream_begin(void);
void hash_stream_add(struct hash_stream *stream, struct slice s);
void hash_stream_end(struct hash_stream *stream, char out[HASH_HEX_SIZE]);

/* FNV-1a, 32 bits (Fowler, Noll, Vo; draft-eastlake-fnv), for comparing class names
   and words quickly. It is never stored, and never used for tables whose keys
   strangers choose; hash_table is. Build it byte by byte with HASH_TOKEN_START and
   hash_token_add. */
#define HASH_TOKEN_START 2166136261u

static inline uint32_t hash_token_add(uint32_t h, uint32_t value)
{
    return (h ^ value) * 16777619u;
}

static inline uint32_t hash_token(struct slice s)
{
    uint32_t h = HASH_TOKEN_START;
    for (size_t i = 0; i < s.len; i++)
        h = hash_token_add(h, (unsigned char)s.ptr[i]);
    return h;
}

/* The same of s with its ASCII letters in lower case. */
static inline uint32_t hash_token_lower(struct slice s)
{
    uint32_t h = HASH_TOKEN_START;
    for (size_t i = 0; i < s.len; i++)
        h = hash_token_add(h, ascii_lower((unsigned char)s.ptr[i]));
    return h;
}

/* Adds a value to a hash that is built from several (multiplicative hashing with the
   golden ratio, Knuth, TAOCP 3, 6.4). */
static inline uint32_t hash_mix(uint32_t h, uint32_t value)
{
    h = (h ^ value) * 0x9E3779B1u;
    return h ^ (h >> 15);
}

#endif
