/* byline_intro: detects how a line that names the authors of a text begins. */
#ifndef WINNOW_METADATA_BYLINE_INTRO_H
#define WINNOW_METADATA_BYLINE_INTRO_H

#include "base/arena.h"
#include "base/slice.h"

/* The intro that a line begins with. */
enum byline_intro {
    BYLINE_PLAIN, /* none of the intros below */
    BYLINE_BY,    /* "By", "Written by:", "Von", "Автор:", "作者：" */
    BYLINE_OTHER, /* another contributor: "Reviewed by", "Photo:", "Edited by" */
};

/* Returns the intro of text, whose spaces are collapsed; *rest is what follows it. */
enum byline_intro byline_read_intro(struct slice text, struct slice *rest);

/* Like byline_read_intro, for a line that may have a date or a section before the intro:
   "Sport | By Ann Lee", "3 March 2024 by Ann Lee". */
enum byline_intro byline_read_line(struct arena *a, struct slice text,
                                   struct slice *rest);

/* Whether text begins with "Written by" or the like, which appears below a text (as a
   signature) as often as above it. */
bool byline_is_signed(struct slice text);

/* Returns text without the spaces, colons and bars before a name. */
struct slice byline_skip_marks(struct slice text);

#endif
