/* text_stats: reads text into the counts of a passage, a piece at a time: characters of
   all scripts, words, and which of them the page's own topics have. What both models know
   of a text alone. */
#ifndef WINNOW_MODEL_TEXT_STATS_H
#define WINNOW_MODEL_TEXT_STATS_H

#include "model/passages.h"

enum { TOPIC_BITS = 4096 }; /* of a set of words' hashes; titles have 5 to 60 words */

/* A word that is being read; it may go on in the next piece. */
struct word {
    uint32_t hash;
    uint32_t length, capitals, digits;
};

/* All zero to begin with. */
struct text_stats {
    struct word word;
    uint64_t topics[TOPIC_COUNT][TOPIC_BITS / 64];
};

void text_stats_add(struct text_stats *w, struct passage *p, struct slice s);
/* Also at the end of the passage. */
void text_stats_end_word(struct text_stats *w, struct passage *p);

/* Reads s through the same words as passages have, and remembers which there are; gives
   how many. */
uint32_t text_stats_learn(struct text_stats *w, enum topic topic, struct slice s);

#endif
