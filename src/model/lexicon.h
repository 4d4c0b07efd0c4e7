/* lexicon: what the names in a page (classes, ids, roles) and its words say about the
   text there. What words of names mean is in rules/phrases/names.tsv; scores are
   learned. */
#ifndef WINNOW_MODEL_LEXICON_H
#define WINNOW_MODEL_LEXICON_H

#include "base/arena.h"
#include "base/slice.h"
#include "phrases/name_senses.h"
#include <stdint.h>

/* Learned: how much more often than not text below an element with this name is content.
   Log-odds in units of 1/16. */
struct name_score {
    uint32_t hash;  /* hash_token of the name, or a part of it, in lower case */
    int8_t content; /* from annotated pages */
    int8_t rules;   /* from site rules: named in body lines rather than strip lines */
};
struct word_score {
    /* hash_token of the word in lower case; of "0", "00", ... for digits. */
    uint32_t hash;
    int8_t content;
};

/* Both sorted by hash. */
struct lexicon {
    const struct name_score *names;
    size_t name_count;
    const struct word_score *words;
    size_t word_count;
};

/* What one class attribute's token, id or role says. */
struct name_view {
    uint32_t classes; /* bit set of enum name_class */
    int16_t content, rules;
    bool is_scored;
};

/* Looks up the whole name, and its parts between hyphens, underscores, digits and
   capitals. */
void lexicon_read_name(const struct lexicon *v, struct slice name, struct name_view *out);
/* 0 for a word that is not known. */
int lexicon_score_word(const struct lexicon *v, uint32_t hash);

/* The scores of some words together; the mean in tenths. */
struct word_sum {
    int mean, least, most;
};
struct word_sum lexicon_sum_words(const struct lexicon *v, const uint32_t *hashes,
                                  uint32_t count);

/* Calls back with the hash of the whole name and of each part: what training counts. */
typedef void (*name_visit)(void *context, struct slice part, uint32_t hash);
void lexicon_split_name(struct slice name, name_visit visit, void *context);

#endif
