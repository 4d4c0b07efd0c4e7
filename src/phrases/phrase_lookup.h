/* phrase_lookup: the search in the tables that the build makes of rules/phrases/. phrases
   and names ask it; nobody else does. */
#ifndef WINNOW_PHRASES_PHRASE_LOOKUP_H
#define WINNOW_PHRASES_PHRASE_LOOKUP_H

#include "base/slice.h"
#include "phrases/phrase_senses.h"

enum { PHRASE_MAX = 128 }; /* bytes of one; longer texts are not compared as a whole */

struct phrase_row {
    uint64_t senses;  /* of a whole phrase: bits */
    uint32_t text;    /* where it begins in the pool */
    uint16_t value;   /* of its argument, from 1; 0: it has none */
    uint16_t shorter; /* of a beginning: 1 + the row of the longest other one that it
                         begins with itself; 0: none */
    uint8_t len;
};

/* The rows of one sense. */
struct phrase_range {
    uint64_t first_bytes; /* that begin its phrases: bits, by their low six bits */
    uint16_t begin, end;
    uint8_t longest; /* bytes */
};

struct phrase_table {
    const char *pool;
    const struct sense *senses;
    const struct phrase_row *whole; /* in the order of their bytes */
    const struct phrase_row *lists; /* by sense: beginnings in the order of their bytes,
                                       the others in that of the files */
    const struct phrase_range *ranges; /* of lists; one for each sense */
    const uint16_t *slots; /* 1 + a row of whole, from the place that its hash_token has
                              below slot_count on; 0: none */
    uint16_t whole_count;
    uint32_t slot_count; /* a power of two; at least half of the slots are free */
};

/* What src/build/phrase_tables.c writes. */
extern const struct phrase_table phrase_table, name_table;

struct slice phrase_lookup_text(const struct phrase_table *t,
                                const struct phrase_row *row);

/* The text in the letters of the files, up to `most` bytes and a character more: in out,
   or the text itself where nothing is to be changed. */
enum { PHRASE_FOLDED_MAX = PHRASE_MAX + 4 };
struct slice phrase_lookup_fold(struct slice text, enum phrase_letters letters,
                                size_t most, char out[PHRASE_FOLDED_MAX]);

/* The whole phrase; NULL for none. hash is the key's hash_token. */
const struct phrase_row *phrase_lookup_whole(const struct phrase_table *t,
                                             struct slice key, uint32_t hash);
/* The row of the first whole phrase that does not come before key. */
size_t phrase_lookup_place(const struct phrase_table *t, struct slice key);

/* The longest phrase of a sense that a text begins with; NULL for none. */
const struct phrase_row *phrase_lookup_beginning(const struct phrase_table *t,
                                                 unsigned sense, struct slice text);
/* The longest one that is shorter than a row which was found. */
const struct phrase_row *phrase_lookup_shorter(const struct phrase_table *t,
                                               const struct phrase_row *row);

#endif
