/* passes: the table of all passes that correct the model's selection, in their order. */
#ifndef WINNOW_PASSES_PASSES_H
#define WINNOW_PASSES_PASSES_H

#include "passes/pass_state.h"

struct pass {
    enum reason_code code;
    unsigned types; /* the page types that it applies to: a set of 1 << enum page_type */
    void (*run)(struct pass_state *s);
};

/* All, in the order in which they run. */
extern const struct pass PASSES[];
extern const size_t PASSES_COUNT;

void passes_run(struct pass_state *s);

#endif
