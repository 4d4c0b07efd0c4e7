/* stated_text: what the data of a page says that its text is: the body of an article, the
   ingredients and steps of a recipe, the answers of an FAQ. Passages are compared with it
   by pairs of words, which hold where markup and punctuation differ. */
#ifndef WINNOW_MODEL_STATED_TEXT_H
#define WINNOW_MODEL_STATED_TEXT_H

#include "page/linked_data.h"

enum {
    STATED_BITS = 1 << 16, /* of the set of pairs; a fifth of them for the longest text */
    STATED_WORDS_MAX = 15000, /* the rest of a longer text is not learned */
};

struct stated_text {
    uint64_t pairs[STATED_BITS / 64];
    uint32_t words; /* that were learned; 0 for a page without such data */
    uint32_t last;  /* the word before, while words are learned or looked up */
};

/* Adds the next word of the data, by its hash. */
void stated_text_learn(struct stated_text *stated, uint32_t word);
/* Whether the data has this word after the one before, which is the next one's. */
bool stated_text_has(struct stated_text *stated, uint32_t word);

/* Calls visit with each text in the data, in its order. */
typedef void (*stated_visit)(void *context, struct slice text);
void stated_text_find(const struct linked_data *linked, stated_visit visit,
                      void *context);

#endif
