/* spelling: whether a text says what a table has in small letters, with capitals or
   without, in any script. */
#ifndef WINNOW_PAGE_SPELLING_H
#define WINNOW_PAGE_SPELLING_H

#include "base/slice.h"

/* How many bytes of text spell prefix, which is in small letters; 0 when it does not
   begin so. */
size_t spelling_match(struct slice text, struct slice prefix);

/* Whether text is one of the words. */
bool spelling_is_one_of(struct slice text, const struct slice *words, size_t count);

#endif
