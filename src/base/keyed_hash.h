/* keyed_hash: hashes for tables whose keys strangers choose. They depend on random bits
   that the process draws once, so that nobody can prepare keys that all collide. For the
   same reason no output may depend on them. */
#ifndef WINNOW_BASE_KEYED_HASH_H
#define WINNOW_BASE_KEYED_HASH_H

#include "base/slice.h"
#include <stdint.h>

struct hash_key {
    uint64_t sip[2];     /* of SipHash */
    uint64_t factors[2]; /* odd, for numbers */
};

/* The key of this process, drawn from getrandom(2) by the first call. Make that call
   before a sandbox forbids the system call. */
const struct hash_key *hash_key_of_process(void);

/* SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF"), with the one
   and three rounds that the tables of Python and Rust use. */
uint64_t hash_bytes(const struct hash_key *key, struct slice s);

/* A permutation: different numbers have different hashes. */
static inline uint64_t hash_number(const struct hash_key *key, uint64_t number)
{
    uint64_t h = number * key->factors[0];
    return (h ^ h >> 32) * key->factors[1];
}

#endif
