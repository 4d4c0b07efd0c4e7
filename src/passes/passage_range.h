/* passage_range: consecutive passages, those of an element for example, with their
   totals. */
#ifndef WINNOW_PASSES_PASSAGE_RANGE_H
#define WINNOW_PASSES_PASSAGE_RANGE_H

#include "passes/pass_state.h"

struct passage_range {
    size_t begin, end;
    uint64_t words, chars, linked;
};

struct passage_range passage_range_of(const struct pass_state *s, uint32_t node);

/* The passages of the box that a passage, a heading for example, begins: the outermost
   such element without a headline. */
struct passage_range passage_range_of_box(const struct pass_state *s, size_t first);

#endif
