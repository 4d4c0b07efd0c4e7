/* hash_table: values by key, in the order in which the keys were added.

   The values are one array, so that a table is also a list without doubles: `values` may
   be read as an array of `count` of them. They move when the table grows; no pointer to
   one outlives the next addition. Nothing depends on the hashes but time: they are keyed
   (base/keyed_hash.h), and no choice of keys makes a table slow.

   A key is a slice or a number, and a table has keys of one sort. It does not copy them:
   the bytes of a key must live as long as its entry, and are usually in what the value
   points to, or in the same arena.

   A table in an arena cannot fail and is not closed; one on the heap returns NULL where
   there is no memory, is unchanged then, and is freed by hash_table_close. */
#ifndef WINNOW_BASE_HASH_TABLE_H
#define WINNOW_BASE_HASH_TABLE_H

#include "base/arena.h"
#include "base/keyed_hash.h"
#include "base/slice.h"

struct hash_table_slot;

struct hash_table {
    size_t count;
    void *values; /* of value_size each */
    size_t value_size, capacity;
    uint64_t *hashes;
    struct slice *keys; /* NULL in a table of numbers */
    struct hash_table_slot *slots;
    size_t slot_mask; /* their count, a power of two, less one */
    unsigned shift;   /* of a hash, to the number of its first slot */
    const struct hash_key *key;
    struct arena *arena; /* NULL: the heap */
};

/* value_size may be 0, for a set. Takes no memory yet. */
void hash_table_open(struct hash_table *t, struct arena *arena, size_t value_size);
/* Frees a table on the heap and leaves it open and empty. */
void hash_table_close(struct hash_table *t);
/* Removes all entries and keeps the memory. */
void hash_table_clear(struct hash_table *t);

/* The value of the key; NULL where there is none. */
void *hash_table_find(const struct hash_table *t, struct slice key);
void *hash_table_find_number(const struct hash_table *t, uint64_t key);

/* The same, added with a value of zeros if it was not there; *is_new says whether
   (is_new may be NULL). NULL where the heap has no memory. */
void *hash_table_put(struct hash_table *t, struct slice key, bool *is_new);
void *hash_table_put_number(struct hash_table *t, uint64_t key, bool *is_new);

/* Removes the entry of the key, if there is one. The entry that was added last takes its
   place in the order, so that a loop that removes runs from the last entry to the first.
 */
void hash_table_remove(struct hash_table *t, struct slice key);

/* The value at a place in the order, and the place of a value. */
static inline void *hash_table_at(const struct hash_table *t, size_t index)
{
    return (char *)t->values + index * t->value_size;
}
static inline size_t hash_table_index(const struct hash_table *t, const void *value)
{
    return (size_t)((const char *)value - (const char *)t->values) / t->value_size;
}

#endif
