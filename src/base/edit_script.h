/* edit_script: the shortest edit script of two sequences, which is what their longest
   common subsequence leaves (Myers, "An O(ND) Difference Algorithm and Its Variations",
   1986). Items are numbers: equal items have equal numbers. */
#ifndef WINNOW_BASE_EDIT_SCRIPT_H
#define WINNOW_BASE_EDIT_SCRIPT_H

#include "base/hash_table.h"

struct edit_sequence {
    const uint32_t *items;
    size_t count; /* below EDIT_ITEMS_MAX */
};
enum { EDIT_ITEMS_MAX = 1 << 28 };

/* Sets removed[i] for the items of a that are not in b, and added[i] for those of b that
   are not in a; both are cleared by the caller. The memory of the search is the square of
   edits_max, and its time the length times edits_max. Returns false where the sequences
   differ by more, or there is no memory: then everything between their common beginning
   and their common end is marked. */
bool edit_script_find(struct edit_sequence a, struct edit_sequence b, size_t edits_max,
                      bool *removed, bool *added);

/* The number of an item, by a table with values of at least one byte that both sequences
   share. */
uint32_t edit_script_number(struct hash_table *numbers, struct slice item);

#endif
