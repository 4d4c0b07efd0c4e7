/* suggest: the known word that a mistyped one was meant to be. */
#ifndef WINNOW_RULES_SUGGEST_H
#define WINNOW_RULES_SUGGEST_H

#include "base/slice.h"

/* Begin with {.word = w}, offer every known word, then read best. */
struct suggestion {
    struct slice word;
    const char *best; /* NULL while none is near enough to be meant */
    unsigned distance;
};

/* known is static; of two equally near ones the first offered stays. */
void suggest_offer(struct suggestion *nearest, const char *known);

#endif
