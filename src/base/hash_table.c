#include "base/hash_table.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_CAPACITY = 8,
    FIRST_SLOTS_LOG2 =
        4, /* at most half of the slots are in use, so that probes are few */
};

/* Open addressing, linear probing. Half of the hash is kept here: most probes then end
   without a look at the entry. */
struct hash_table_slot {
    uint32_t tag;
    uint32_t entry; /* its place in the order, plus 1; 0: the slot is free */
};

/* ---- memory ------------------------------------------------------------------------ */

void hash_table_open(struct hash_table *t, struct arena *arena, size_t value_size)
{
    *t = (struct hash_table){
        .value_size = value_size, .arena = arena, .key = hash_key_of_process()};
}

void hash_table_close(struct hash_table *t)
{
    if (!t->arena) {
        free(t->values);
        free(t->hashes);
        free(t->keys);
        free(t->slots);
    }
    hash_table_open(t, t->arena, t->value_size);
}

static size_t count_slots(const struct hash_table *t)
{
    return t->slots ? t->slot_mask + 1 : 0;
}

void hash_table_clear(struct hash_table *t)
{
    if (t->count)
        memset(t->slots, 0, count_slots(t) * sizeof *t->slots);
    t->count = 0;
}

/* False on the heap; an arena jumps. */
static bool refuse(const struct hash_table *t)
{
    if (t->arena)
        arena_give_up(t->arena);
    return false;
}

/* Makes *array hold `capacity` items; false where there is no memory. */
static bool grow_array(const struct hash_table *t, void **array, size_t item_size,
                       size_t capacity)
{
    size_t bytes;
    if (__builtin_mul_overflow(capacity, item_size, &bytes))
        return refuse(t);
    void *grown = t->arena ? arena_grow(t->arena, *array, t->capacity * item_size, bytes)
                           : realloc(*array, bytes ? bytes : 1);
    if (grown)
        *array = grown;
    return grown != NULL;
}

static bool grow_entries(struct hash_table *t, bool has_slices)
{
    size_t capacity = t->capacity ? t->capacity * 2 : FIRST_CAPACITY;
    void *hashes = t->hashes, *keys = t->keys;
    bool ok = grow_array(t, &hashes, sizeof *t->hashes, capacity);
    t->hashes = hashes;
    ok = ok && (!has_slices || grow_array(t, &keys, sizeof *t->keys, capacity));
    t->keys = keys;
    ok = ok && grow_array(t, &t->values, t->value_size, capacity);
    t->capacity = ok ? capacity : t->capacity;
    return ok;
}

/* ---- slots ------------------------------------------------------------------------- */

static inline size_t next_slot(const struct hash_table *t, size_t slot)
{
    return (slot + 1) & t->slot_mask;
}

/* Numbers, which have no slice, are compared by their hashes: these differ when they do.
 */
static inline bool is_entry(const struct hash_table *t, size_t entry, uint64_t hash,
                            const struct slice *key)
{
    return t->hashes[entry] == hash && (!key || slice_equal(t->keys[entry], *key));
}

/* The slot of the key, or the free one where it would be. */
static inline struct hash_table_slot *find_slot(const struct hash_table *t, uint64_t hash,
                                                const struct slice *key)
{
    size_t at = hash >> t->shift;
    struct hash_table_slot *slot = &t->slots[at];
    while (slot->entry &&
           (slot->tag != (uint32_t)hash || !is_entry(t, slot->entry - 1, hash, key)))
        slot = &t->slots[at = next_slot(t, at)];
    return slot;
}

static bool grow_slots(struct hash_table *t)
{
    unsigned shift = t->slots ? t->shift - 1 : 64 - FIRST_SLOTS_LOG2;
    size_t count = (size_t)1 << (64 - shift);
    struct hash_table_slot *slots = t->arena
                                        ? arena_calloc(t->arena, count, sizeof *slots)
                                        : calloc(count, sizeof *slots);
    if (!slots)
        return false;
    if (!t->arena)
        free(t->slots);
    t->slots = slots;
    t->slot_mask = count - 1;
    t->shift = shift;
    for (size_t i = 0; i < t->count; i++) {
        size_t slot = t->hashes[i] >> shift;
        while (slots[slot].entry)
            slot = next_slot(t, slot);
        slots[slot] = (struct hash_table_slot){(uint32_t)t->hashes[i], (uint32_t)i + 1};
    }
    return true;
}

/* ---- finding and adding ------------------------------------------------------------ */

static inline void *find(const struct hash_table *t, uint64_t hash,
                         const struct slice *key)
{
    if (!t->count)
        return NULL;
    const struct hash_table_slot *slot = find_slot(t, hash, key);
    return slot->entry ? hash_table_at(t, slot->entry - 1) : NULL;
}

static bool reserve_entry(struct hash_table *t, bool has_slices)
{
    if (t->count == UINT32_MAX - 1)
        return refuse(t);
    if (t->count == t->capacity && !grow_entries(t, has_slices))
        return false;
    return t->count * 2 < count_slots(t) || grow_slots(t);
}

static inline void *put(struct hash_table *t, uint64_t hash, const struct slice *key,
                        bool *is_new)
{
    void *found = find(t, hash, key);
    if (is_new)
        *is_new = !found;
    if (found)
        return found;
    if (!reserve_entry(t, key != NULL))
        return NULL;
    size_t entry = t->count++;
    t->hashes[entry] = hash;
    if (key)
        t->keys[entry] = *key;
    size_t slot = hash >> t->shift;
    while (t->slots[slot].entry)
        slot = next_slot(t, slot);
    t->slots[slot] = (struct hash_table_slot){(uint32_t)hash, (uint32_t)entry + 1};
    return memset(hash_table_at(t, entry), 0, t->value_size);
}

void *hash_table_find(const struct hash_table *t, struct slice key)
{
    return t->count ? find(t, hash_bytes(t->key, key), &key) : NULL;
}

void *hash_table_find_number(const struct hash_table *t, uint64_t key)
{
    return find(t, hash_number(t->key, key), NULL);
}

void *hash_table_put(struct hash_table *t, struct slice key, bool *is_new)
{
    return put(t, hash_bytes(t->key, key), &key, is_new);
}

void *hash_table_put_number(struct hash_table *t, uint64_t key, bool *is_new)
{
    return put(t, hash_number(t->key, key), NULL, is_new);
}

/* ---- removing ---------------------------------------------------------------------- */

/* Frees a slot and moves those after it that were pushed past it, so that every probe
   still ends where it should (Knuth, TAOCP 3, 6.4, algorithm R). */
static void free_slot(struct hash_table *t, size_t free)
{
    for (size_t slot = next_slot(t, free); t->slots[slot].entry;
         slot = next_slot(t, slot)) {
        size_t home = t->hashes[t->slots[slot].entry - 1] >> t->shift;
        if (((slot - home) & t->slot_mask) < ((slot - free) & t->slot_mask))
            continue;
        t->slots[free] = t->slots[slot];
        free = slot;
    }
    t->slots[free].entry = 0;
}

/* The last entry moves to the place of a removed one. */
static void move_last(struct hash_table *t, size_t to)
{
    size_t last = t->count - 1, slot = t->hashes[last] >> t->shift;
    while (t->slots[slot].entry != last + 1)
        slot = next_slot(t, slot);
    t->slots[slot].entry = (uint32_t)to + 1;
    t->hashes[to] = t->hashes[last];
    t->keys[to] = t->keys[last];
    memcpy(hash_table_at(t, to), hash_table_at(t, last), t->value_size);
}

void hash_table_remove(struct hash_table *t, struct slice key)
{
    if (!t->count)
        return;
    struct hash_table_slot *slot = find_slot(t, hash_bytes(t->key, key), &key);
    if (!slot->entry)
        return;
    size_t entry = slot->entry - 1;
    if (entry != t->count - 1)
        move_last(t, entry);
    free_slot(t, (size_t)(slot - t->slots));
    t->count--;
}
