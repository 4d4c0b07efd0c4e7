/* unrendered: what no reader sees on any page: scripts and styles, what is hidden by an
   attribute or an inline style, form controls, fallbacks of media. The first judge. */
#ifndef WINNOW_MARKS_UNRENDERED_H
#define WINNOW_MARKS_UNRENDERED_H

#include "marks/marks.h"

/* Marks must be open, without verdicts. Scripts, styles and hidden things are dropped;
   the head, form controls and media lose their text alone, so that rules can still read a
   title's meta element or strip by an image. */
void unrendered_mark(struct marks *marks);

/* Whether an attribute hides its element. One that the overlay has removed hides nothing.
 */
bool unrendered_is_hiding(const struct attribute *attribute);

#endif
