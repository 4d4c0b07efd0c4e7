/* search_words: splits a text into the words of the index of winnow search. Case,
   diacritics and the like are folded. Scripts that are written without spaces (Chinese,
   Japanese, Thai, ...), and Korean, whose words have endings, are split into overlapping
   pairs of characters, so that any part of their text can be found as a phrase. */
#ifndef WINNOW_ARCHIVE_SEARCH_WORDS_H
#define WINNOW_ARCHIVE_SEARCH_WORDS_H

#include "archive/db.h"
#include "base/buffer.h"

struct search_word {
    struct slice word; /* folded */
    size_t start, end; /* in the text */
    bool is_pair;      /* part of a run that is split into pairs */
    bool is_last;      /* the last character of such a run, alone */
};
typedef void (*search_visit_word)(void *context, const struct search_word *word);
/* Visits the words in order; their slices are borrowed. */
bool search_words_visit(struct db *db, struct slice text, search_visit_word visit,
                        void *context, struct error *err);
/* Appends the words with a space after each. */
bool search_words_append(struct db *db, struct slice text, struct buffer *out,
                         struct error *err);

#endif
