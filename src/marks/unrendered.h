/* unrendered: what no reader sees on any page: scripts and styles, what an attribute or
 * an inline style hides, form controls, fallbacks of media. Marked before everything
 * else. */
#ifndef WINNOW_MARKS_UNRENDERED_H
#define WINNOW_MARKS_UNRENDERED_H

#include "marks/marks.h"

/* The marks must be open, without verdicts. Drops scripts, styles and hidden elements.
   The head, form controls and media only lose their text, so that rules can still read a
   title from a meta element, or strip by an image. */
void unrendered_mark(struct marks *marks);

#endif
