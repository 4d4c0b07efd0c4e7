/* robots_matcher: finds the rule of a robots.txt that decides about a path, in one pass
   over the path, however many rules there are. The parts of all patterns between stars
   are one Aho-Corasick automaton ("Efficient string matching", 1975); of each pattern
   only its next part is waited for. */
#ifndef WINNOW_FETCH_ROBOTS_MATCHER_H
#define WINNOW_FETCH_ROBOTS_MATCHER_H

#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

/* A normalised pattern: bare stars stand for anything. */
struct robots_rule {
    uint32_t start, len; /* in the bytes of all patterns */
    uint32_t line;
    bool allow;
    bool to_end; /* the pattern ended with $, which is not in it */
};

enum {
    /* States that one search may visit: so many for each byte of the path, which patterns
       of a site do not need, and for patterns that were written to be slow, thousands of
       suffixes of each other, what is left of a budget of all searches. A search takes
       some milliseconds at most, and all of a host a tenth of a second more than its
       paths are worth. */
    ROBOTS_STEPS_A_BYTE = 8,
    ROBOTS_STEPS_MAX = 1 << 20,
    ROBOTS_STEPS_BUDGET = 16 << 20,
};

struct robots_matcher;

/* The rules and bytes are borrowed. NULL: no memory. */
struct robots_matcher *
robots_matcher_compile(struct slice bytes, const struct robots_rule *rules, size_t count);
void robots_matcher_free(struct robots_matcher *matcher); /* NULL is allowed */

/* Sets *out to the longest pattern that matches the path, an allow before a disallow;
   NULL for none. False if the search took too many steps: nothing is known then. */
bool robots_matcher_find(struct robots_matcher *matcher, struct slice path,
                         const struct robots_rule **out);
size_t robots_matcher_size(const struct robots_matcher *matcher);

#endif
