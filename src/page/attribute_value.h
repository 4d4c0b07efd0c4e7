/* attribute_value: decodes the raw value of an attribute, if the result is certain
   without the parser. */
#ifndef WINNOW_PAGE_ATTRIBUTE_VALUE_H
#define WINNOW_PAGE_ATTRIBUTE_VALUE_H

#include "base/arena.h"
#include "base/slice.h"

/* Sets *out to what the parser would produce for a quoted value: a slice of raw, or a
   copy in the arena if raw has character references. Returns false for values that are
   left to the parser: those with bytes that it changes (NUL, CR, other control
   characters), with non-ASCII characters, some of which it treats as errors, or with
   references that need its table of two thousand names. */
bool attribute_value_read(struct arena *a, struct slice raw, struct slice *out);

#endif
