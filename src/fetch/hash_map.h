/* hash_map: names to things, for the hosts and origins of a run. It owns neither the names
   nor the things: a name must live as long as its entry, usually inside the thing. */
#ifndef WINNOW_FETCH_HASH_MAP_H
#define WINNOW_FETCH_HASH_MAP_H

#include <stdbool.h>
#include <stddef.h>

struct table_entry {
    const char *name; /* NULL: free */
    void *thing;
};

struct table {
    struct table_entry *entries; /* open addressing; capacity is a power of two */
    size_t capacity, count;
};

void table_close(struct table *table);
void *table_find(const struct table *table, const char *name); /* NULL for none */
/* The name must not be in the table yet. False where there is no memory. */
bool table_add(struct table *table, const char *name, void *thing);
void table_remove(struct table *table, const char *name);

#endif
