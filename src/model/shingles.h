/* shingles: how much of a text is in another one, by runs of words. */
#ifndef WINNOW_MODEL_SHINGLES_H
#define WINNOW_MODEL_SHINGLES_H

#include "base/arena.h"
#include "base/slice.h"

/* The share of the runs of four words in `part` that are also in `whole`, in thousandths.
   In scripts without spaces each character is a word; case and punctuation are ignored.
   1000 for a part without words. */
unsigned shingles_share(struct slice part, struct slice whole, struct arena *a);

#endif
