/* phrase_match: whether a text says what a table has in small letters, with capitals or
   without, in any script. */
#ifndef WINNOW_METADATA_PHRASE_MATCH_H
#define WINNOW_METADATA_PHRASE_MATCH_H

#include "base/slice.h"

/* How many bytes of text spell prefix, which is in small letters; 0 when it does not
   begin so. */
size_t phrase_match(struct slice text, struct slice prefix);

/* Whether text is one of the words. */
bool phrase_match_any(struct slice text, const struct slice *words, size_t count);

#endif
