/* shingles: how much of a text stands in another one, by runs of words. */
#ifndef WINNOW_MODEL_SHINGLES_H
#define WINNOW_MODEL_SHINGLES_H

#include "base/arena.h"
#include "base/slice.h"

/* The share of the runs of four words in `part` that are in `whole` too, in thousandths.
   A character of a script without spaces is a word; case and punctuation do not count.
   1000 for a part without words. */
unsigned shingles_share(struct slice part, struct slice whole, struct arena *a);

#endif
