/* fnv_collisions: any number of strings with the same FNV-1a hash, as an attacker would
   make them to slow down a hash table. */
#ifndef TESTS_UNIT_FNV_COLLISIONS_H
#define TESTS_UNIT_FNV_COLLISIONS_H

#include "base/hash.h"
#include "base/hash_table.h"
#include <stdio.h>

enum { FNV_BLOCK = 8, FNV_PAIRS = 17, FNV_LENGTH = FNV_BLOCK * FNV_PAIRS };

/* Pairs of blocks of letters. From the state after the preceding blocks, both blocks of a
   pair lead to the same state. So each string that consists of one block of every pair
   has the same hash. */
struct fnv_pairs {
    char blocks[FNV_PAIRS][2][FNV_BLOCK + 1];
};

/* Blocks in random order: FNV-1a has few collisions between similar blocks. */
static inline void fnv_block(uint32_t number, char block[FNV_BLOCK + 1])
{
    uint64_t mixed = (number + 1) * 0x9E3779B97F4A7C15u;
    mixed ^= mixed >> 29;
    for (int i = 0; i < FNV_BLOCK; i++, mixed /= 26)
        block[i] = (char)('a' + mixed % 26);
    block[FNV_BLOCK] = '\0';
}

/* Finds two blocks with the same hash after `before`. By the birthday paradox this takes
   some 80,000 blocks. */
static inline void fnv_find_pair(struct arena *a, struct slice before,
                                 char pair[2][FNV_BLOCK + 1])
{
    struct hash_table met;
    hash_table_open(&met, a, sizeof(uint32_t));
    for (uint32_t number = 0;; number++) {
        char text[FNV_LENGTH + 1];
        bool is_new;
        fnv_block(number, pair[1]);
        int len =
            snprintf(text, sizeof text, "%.*s%s", (int)before.len, before.ptr, pair[1]);
        uint32_t *first =
            hash_table_put_number(&met, hash_token(slice_of(text, (size_t)len)), &is_new);
        if (!is_new) {
            fnv_block(*first, pair[0]);
            return;
        }
        *first = number;
    }
}

static inline void fnv_find_pairs(struct arena *a, struct fnv_pairs *out)
{
    char before[FNV_LENGTH + 1] = "";
    for (size_t i = 0; i < FNV_PAIRS; i++) {
        fnv_find_pair(a, slice_of(before, i * FNV_BLOCK), out->blocks[i]);
        memcpy(before + i * FNV_BLOCK, out->blocks[i][0], FNV_BLOCK);
    }
}

/* Returns the string with a number below 2^17. */
static inline struct slice fnv_string(struct arena *a, const struct fnv_pairs *pairs,
                                      uint32_t number)
{
    char *text = arena_alloc(a, FNV_LENGTH);
    for (size_t i = 0; i < FNV_PAIRS; i++)
        memcpy(text + i * FNV_BLOCK, pairs->blocks[i][number >> i & 1], FNV_BLOCK);
    return slice_of(text, FNV_LENGTH);
}

#endif
