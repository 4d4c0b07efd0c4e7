/* suggest: finds the correct word for a misspelled one. */
#ifndef WINNOW_RULES_SUGGEST_H
#define WINNOW_RULES_SUGGEST_H

#include "base/slice.h"

/* Start with {.word = w}, offer every valid word, then read best. */
struct suggestion {
    struct slice word;
    const char *best; /* NULL if no word is similar enough */
    unsigned distance;
};

/* known is static; if two are equally near, the first one offered wins. */
void suggest_offer(struct suggestion *nearest, const char *known);

#endif
