/* hash: SHA-256 for what is stored and compared, FNV-1a for tables. The nettle door. */
#ifndef WINNOW_BASE_HASH_H
#define WINNOW_BASE_HASH_H

#include "base/slice.h"
#include <stdint.h>

enum { HASH_HEX_SIZE = 65 }; /* 64 hexadecimal digits and a NUL */

/* SHA-256 (FIPS 180-4) of s as lower-case hexadecimal digits. */
void hash_sha256(struct slice s, char out[HASH_HEX_SIZE]);

/* FNV-1a, 32 bits (Fowler, Noll, Vo; draft-eastlake-fnv). For tables and for comparing
   class names quickly; never stored, never trusted against an adversary. */
static inline uint32_t hash_token(struct slice s)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 16777619u;
    return h;
}

/* Another value's share in a hash that is built up piece by piece (multiplicative
   hashing with the golden ratio, Knuth, TAOCP 3, 6.4). For tables too. */
static inline uint32_t hash_mix(uint32_t h, uint32_t value)
{
    h = (h ^ value) * 0x9E3779B1u;
    return h ^ (h >> 15);
}

#endif
