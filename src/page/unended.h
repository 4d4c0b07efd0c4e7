/* unended: elements that swallow the page because they never end. In HTML a "/>" does not
 * end an element, but serialisers of XML write <iframe .../>, <script .../> and
 * <title/>; and a title, a textarea or a style without an end tag has all that follows as
 * its text. Browsers show such a page as empty; its author has seen it as XHTML, or as a
 * feed. */
#ifndef WINNOW_PAGE_UNENDED_H
#define WINNOW_PAGE_UNENDED_H

#include "base/arena.h"
#include "base/slice.h"

/* Whether an element swallows what follows it until its end tag, so that an empty one
   ("<iframe/>") does harm. */
bool unended_is_swallowing(struct slice name);

/* Adds the end tags that are missing, where it is certain that they are: *out is a copy
   in the arena. Returns false, and leaves *out, if none is missing. Takes time in
   proportion to the page, whatever is in it. */
bool unended_mend(struct arena *a, struct slice html, struct slice *out);

#endif
