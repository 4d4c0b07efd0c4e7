/* phrases: what short texts of many languages mean, by the files in rules/phrases/. */
#ifndef WINNOW_PHRASES_PHRASES_H
#define WINNOW_PHRASES_PHRASES_H

#include "base/slice.h"
#include "phrases/phrase_senses.h"

/* ---- whole texts ------------------------------------------------------------------- */

/* Senses of whole phrases together: SENSE(MENU) | SENSE(LOGIN). */
typedef uint64_t phrase_set;
#define SENSE(name) (UINT64_C(1) << SENSE_##name)

/* What no file says, beside it. */
enum {
    SENSE_NUMBER = 62, /* "Comments (3)": a phrase about comments that has a number too */
    SENSE_NOTHING = 63, /* digits and punctuation alone, or nothing at all */
};

#define SENSES_OF_COMMENTS                                                               \
    (SENSE(COMMENTS_HEADING) | SENSE(COMMENT_ACTION) | SENSE(POST_ACTION) |              \
     SENSE(NUMBER) | SENSE(NOTHING))
#define SENSES_OF_LINES                                                                  \
    (SENSE(LINE_MENU) | SENSE(LINE_LABEL) | SENSE(LINE_NETWORK) | SENSE(LINE_LANGUAGE) | \
     SENSE(LINE_SHARE))

/* What the words of a text mean, whatever its capitals, digits and punctuation: senses
   that are looked up by words (LETTERS_WORDS). 0 for what is in no file. */
phrase_set phrases_read(struct slice text);

/* What a line means that has ASCII letters in lower case alone: SENSES_OF_LINES. */
phrase_set phrases_read_line(struct slice line);

/* Whether all of a text is a phrase of one sense. */
bool phrases_match(struct slice text, enum phrase_sense sense);
/* The value that its argument has there, as 3 for month-3; 0 for no such phrase. */
unsigned phrases_value(struct slice text, enum phrase_sense sense);
/* The least value of the phrases of a sense that begin with the text, or are it. */
unsigned phrases_value_of_short(struct slice text, enum phrase_sense sense);

/* ---- beginnings -------------------------------------------------------------------- */

/* A phrase that a text begins with. */
struct phrase_beginning {
    struct slice phrase;
    size_t len; /* of the text that is it; a capital may have other bytes */
    unsigned value;
    struct slice text;
    enum phrase_sense sense;
    const void *row;
};

/* Finds the longest one; false for none. */
bool phrases_begin(struct slice text, enum phrase_sense sense,
                   struct phrase_beginning *out);
/* Moves on to the next one, which is shorter. */
bool phrases_begin_shorter(struct phrase_beginning *found);

/* ---- insides and ends -------------------------------------------------------------- */

/* The phrases of such a sense in the order of the files; empty after the last. */
struct slice phrases_at(enum phrase_sense sense, size_t index);

/* How many of a sense's phrases are somewhere in a text. */
size_t phrases_count_inside(struct slice text, enum phrase_sense sense);
/* Whether one is. */
bool phrases_are_inside(struct slice text, enum phrase_sense sense);

/* The bytes of the phrase that a text ends with; 0 for none. */
size_t phrases_end(struct slice text, enum phrase_sense sense);

#endif
