/* names: what words in classes, in ids and in the paths of links mean, by
   rules/phrases/names.tsv. */
#ifndef WINNOW_PHRASES_NAMES_H
#define WINNOW_PHRASES_NAMES_H

#include "base/slice.h"
#include "phrases/name_senses.h"

/* Senses together: NAMED(COMMENT) | NAMED(MANY). */
typedef uint32_t name_set;
#define NAMED(name) (UINT32_C(1) << NAME_##name)

/* What a word of a name, in lower case, means. hash is its hash_token. */
struct name_meaning {
    name_set senses;
    enum name_class class; /* where senses has CLASS */
};
struct name_meaning names_read(struct slice word, uint32_t hash);

/* The value of the phrase of a sense that text begins with, 1 where it has no argument; 0
   for none. Capitals do not matter. */
unsigned names_begin(struct slice text, enum name_sense sense);
/* The same for a phrase that is somewhere in it: the first one of the file. */
unsigned names_inside(struct slice text, enum name_sense sense);

#endif
