/* attribute_value: what an attribute's raw bytes mean, where that is certain without the
 * parser. */
#ifndef WINNOW_PAGE_ATTRIBUTE_VALUE_H
#define WINNOW_PAGE_ATTRIBUTE_VALUE_H

#include "base/arena.h"
#include "base/slice.h"

/* What the parser would make of a value between quotation marks: bytes of raw, or of the
   arena where there are character references in it. False for what is left to the parser:
   bytes that it changes (NUL, CR, other control characters), characters beyond ASCII, of
   which it takes some for errors, and references that stand in its table of two thousand
   names. */
bool attribute_value_read(struct arena *a, struct slice raw, struct slice *out);

#endif
