/* normalize_phrase: a short text as its words alone, to be looked up: in lower case, one
   space between words, without digits and punctuation. */
#ifndef WINNOW_PHRASES_NORMALIZE_PHRASE_H
#define WINNOW_PHRASES_NORMALIZE_PHRASE_H

#include "base/slice.h"

/* Bytes of a text that is read; the longest phrases have 60. */
enum { NORMALIZED_PHRASE_MAX = 80 };

struct normalized_phrase {
    /* lower case may take more bytes */
    char bytes[2 * NORMALIZED_PHRASE_MAX];
    size_t len, first; /* of all words; of the first, 0 if it is the only one */
    bool has_number, number_leads;
};

/* False for a text that is longer. */
bool normalize_phrase(struct slice text, struct normalized_phrase *out);

#endif
