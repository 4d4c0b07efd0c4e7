/* words: a text as words, for comparing and for searching, in every script. What it does
   is done again by site.js for the words of a query: change both. */
#ifndef WINNOW_SITE_WORDS_H
#define WINNOW_SITE_WORDS_H

#include "base/slice.h"
#include <stdint.h>

enum word_kind {
    WORD_NONE, /* punctuation, symbols */
    WORD_SPACE,
    WORD_LETTER, /* letters, marks and digits of scripts with spaces between words */
    WORD_DENSE,  /* of a script without: Chinese, Japanese, Thai, Lao, Khmer, Burmese */
};
enum word_kind word_kind_of(uint32_t code_point);

enum { WORD_CHARACTERS_MAX = 32 }; /* of a word; the rest is left out */

/* Visits the words of a text as a search compares them: in small letters and without
   accents. Of a run of a script without spaces, each character and each pair is one. */
typedef void (*words_visit)(void *context, struct slice word);
void words_each(struct slice text, words_visit visit, void *context);

#endif
