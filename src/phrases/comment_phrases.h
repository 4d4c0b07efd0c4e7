/* comment_phrases: what pages of many languages write over and around what their readers
   have written. */
#ifndef WINNOW_PHRASES_COMMENT_PHRASES_H
#define WINNOW_PHRASES_COMMENT_PHRASES_H

#include "base/slice.h"

/* What a short text says, and nothing besides but figures and signs. */
enum comment_says {
    SAYS_COMMENTS = 1, /* "Comments (3)", "3 Kommentare": a heading over some */
    SAYS_ANSWER = 2,   /* "Reply", "Melden": what can be done with a comment alone */
    SAYS_OTHER = 4,    /* "Like", "Share": or with other things too */
    SAYS_NUMBER = 8,   /* it has a figure too */
    SAYS_NOTHING = 16, /* figures and signs alone, or nothing at all */
};

/* Together what a text says; 0 for what is no such text. */
unsigned comment_phrases_read(struct slice text);

#endif
