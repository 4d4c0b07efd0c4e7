/* search_terms: the words of texts and the texts that have them, as files that the script
   of the search page loads. Each file holds the words whose first characters have one
   hash, so that a search reads as many files as it has words.

   A file is a call: winnowShard(12,";word:1a,2f;words:3;"). A number, with base 36, is
   four times the distance from the text before, plus how much the word weighs in the
   text. A word that is in most texts has none. */
#ifndef WINNOW_SITE_SEARCH_TERMS_H
#define WINNOW_SITE_SEARCH_TERMS_H

#include "site/site_folder.h"

enum {
    SEARCH_ID_MAX = 1 << 29, /* of a text */
    SEARCH_SHARDS_MAX = 2048,
    SEARCH_PREFIX = 3, /* characters that a shard goes by */
};

struct search_terms {
    struct site_folder *folder;
    unsigned shards;        /* a power of two */
    size_t texts;           /* in all: a word that is in too many of them is left out */
    struct hash_table live; /* the texts whose entries in the files are right */
    /* Those to be added: their words, and a list of texts for each. */
    struct arena arena;
    struct hash_table words;
    struct {
        struct search_posting *items;
        size_t count, capacity;
    } postings;
    struct arena waiting_arena;
    struct {
        int64_t *items;
        size_t count, capacity;
    } waiting; /* the texts that have them */
};

void search_terms_open(struct search_terms *terms, struct site_folder *folder,
                       unsigned shards, size_t texts);
void search_terms_close(struct search_terms *terms);

/* Whether all files are there, and as they were written. */
bool search_terms_are_intact(struct search_terms *terms);
/* Says that the entries of a text are right as they are. All such are named before the
   first text is added. */
void search_terms_keep(struct search_terms *terms, int64_t id);
/* Adds a text; texts come in the order of their ids. */
bool search_terms_add(struct search_terms *terms, int64_t id, struct slice title,
                      struct slice text, struct error *err);
/* Writes what was added; the entries of texts that were neither kept nor added go. */
bool search_terms_flush(struct search_terms *terms, struct error *err);

#endif
