/* hash_map: names to things, for the hosts and origins of a run. It owns neither the
   names nor the things: a name must live as long as its entry, usually inside the thing.
 */
#ifndef WINNOW_FETCH_HASH_MAP_H
#define WINNOW_FETCH_HASH_MAP_H

#include <stdbool.h>
#include <stddef.h>

struct hash_map_entry {
    const char *name; /* NULL: free */
    void *thing;
};

struct hash_map {
    struct hash_map_entry *entries; /* open addressing; capacity is a power of two */
    size_t capacity, count;
};

void hash_map_close(struct hash_map *table);
void *hash_map_find(const struct hash_map *table, const char *name); /* NULL for none */
/* The name must not be in the table yet. False where there is no memory. */
bool hash_map_add(struct hash_map *table, const char *name, void *thing);
void hash_map_remove(struct hash_map *table, const char *name);

#endif
