/* byline_intro: how a line begins that names the authors of a text. */
#ifndef WINNOW_METADATA_BYLINE_INTRO_H
#define WINNOW_METADATA_BYLINE_INTRO_H

#include "base/arena.h"
#include "base/slice.h"

/* What a line begins with. */
enum byline_intro {
    BYLINE_PLAIN, /* neither of these */
    BYLINE_BY,    /* "By", "Written by:", "Von", "Автор:", "作者：" */
    BYLINE_OTHER, /* another's part: "Reviewed by", "Photo:", "Edited by" */
};

/* How text, its spaces collapsed, begins; *rest is what follows. */
enum byline_intro byline_read_intro(struct slice text, struct slice *rest);

/* The same of a line that may have a date or a section before the intro: "Sport | By Ann
   Lee", "3 March 2024 by Ann Lee". */
enum byline_intro byline_read_line(struct arena *a, struct slice text,
                                   struct slice *rest);

/* Whether text begins as a signature does, which is as often below a text as above it:
   "Written by". */
bool byline_is_signed(struct slice text);

/* text after the spaces, colons and bars before a name. */
struct slice byline_skip_marks(struct slice text);

#endif
