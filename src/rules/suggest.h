/* suggest: the known word that a mistyped one was meant to be. */
#ifndef WINNOW_RULES_SUGGEST_H
#define WINNOW_RULES_SUGGEST_H

#include "base/slice.h"

/* Begin with {.word = w}, offer every known word, then read best. */
struct nearest {
    struct slice word;
    const char *best; /* NULL while none is near enough to be meant */
    unsigned distance;
};

/* known is static; of two equally near ones the first offered stays. */
void nearest_offer(struct nearest *nearest, const char *known);

#endif
