/* text_stats: counts the characters and words of a text in any script, piece by piece,
   and which words are also in the title, heading or description of the page. Both models
   use these counts. */
#ifndef WINNOW_MODEL_TEXT_STATS_H
#define WINNOW_MODEL_TEXT_STATS_H

#include "model/passages.h"
#include "model/stated_text.h"

enum { TOPIC_BITS = 4096 }; /* of a set of hashes of words; titles have 5 to 60 words */

/* A word that is being read; it may continue in the next piece. */
struct word {
    uint32_t hash;
    uint32_t length, capitals, digits;
};

/* All zero at first. */
struct text_stats {
    struct word word;
    uint64_t topics[TOPIC_COUNT][TOPIC_BITS / 64];
    struct stated_text *stated; /* to compare words with; NULL: nothing */
};

void text_stats_add(struct text_stats *w, struct passage *p, struct slice s);
/* Call it also at the end of the passage. */
void text_stats_end_word(struct text_stats *w, struct passage *p);

/* Adds the words of s, divided as in passages, to the set of the topic. Returns how many.
 */
uint32_t text_stats_learn(struct text_stats *w, enum topic topic, struct slice s);
/* Adds the words of s to a set of pairs. */
void text_stats_learn_stated(struct text_stats *w, struct stated_text *stated,
                             struct slice s);

#endif
