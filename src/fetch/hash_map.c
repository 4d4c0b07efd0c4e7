#include "fetch/hash_map.h"

#include "base/hash.h"
#include <stdlib.h>
#include <string.h>

enum { CAPACITY_MIN = 16 };

void hash_map_close(struct hash_map *table)
{
    free(table->entries);
    *table = (struct hash_map){0};
}

/* Where name is, or the free place where it would go. */
static size_t place_of(const struct hash_map *table, const char *name)
{
    size_t at = hash_token(slice_of_string(name)) & (table->capacity - 1);
    while (table->entries[at].name && strcmp(table->entries[at].name, name) != 0)
        at = (at + 1) & (table->capacity - 1);
    return at;
}

void *hash_map_find(const struct hash_map *table, const char *name)
{
    return table->capacity ? table->entries[place_of(table, name)].thing : NULL;
}

static bool grow(struct hash_map *table)
{
    struct hash_map old = *table;
    size_t capacity = old.capacity ? old.capacity * 2 : CAPACITY_MIN;
    struct hash_map_entry *entries = calloc(capacity, sizeof *entries);
    if (!entries)
        return false;
    table->entries = entries;
    table->capacity = capacity;
    for (size_t i = 0; i < old.capacity; i++)
        if (old.entries[i].name)
            entries[place_of(table, old.entries[i].name)] = old.entries[i];
    free(old.entries);
    return true;
}

bool hash_map_add(struct hash_map *table, const char *name, void *thing)
{
    /* At most three quarters full: probes stay short, and one always ends. */
    if (table->count + 1 > table->capacity / 4 * 3 && !grow(table))
        return false;
    table->entries[place_of(table, name)] = (struct hash_map_entry){name, thing};
    table->count++;
    return true;
}

void hash_map_remove(struct hash_map *table, const char *name)
{
    if (!hash_map_find(table, name))
        return;
    size_t at = place_of(table, name);
    table->entries[at] = (struct hash_map_entry){NULL, NULL};
    table->count--;
    /* What stands behind the gap was perhaps pushed there by what
       has gone: lay it anew. */
    for (at = (at + 1) & (table->capacity - 1); table->entries[at].name;
         at = (at + 1) & (table->capacity - 1)) {
        struct hash_map_entry moved = table->entries[at];
        table->entries[at] = (struct hash_map_entry){NULL, NULL};
        table->entries[place_of(table, moved.name)] = moved;
    }
}
