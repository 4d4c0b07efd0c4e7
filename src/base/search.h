/* search: binary search in sorted tables, where an item may be missing or appear more
   than once; for exact matches there is bsearch. */
#ifndef WINNOW_BASE_SEARCH_H
#define WINNOW_BASE_SEARCH_H

#include <stddef.h>

/* The index of the first item that is not before the key; count if there is none.
   compare returns more than 0 if the item is before the key, as bsearch's does. Inline,
   so that compare is too: the lexicon is asked for every word of a page. */
static inline size_t search_first(const void *key, const void *items, size_t count,
                                  size_t size, int (*compare)(const void *, const void *))
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2; /* no object has SIZE_MAX / 2 items */
        if (compare(key, (const char *)items + middle * size) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* For items whose first member is a key of 32 bits. */
static inline int search_compare_keys(const void *key, const void *item)
{
    const unsigned *a = key, *b = item;
    return *a > *b ? 1 : *a < *b ? -1 : 0;
}

#endif
