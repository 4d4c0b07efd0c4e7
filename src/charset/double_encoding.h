/* double_encoding: text that was encoded as UTF-8, read in a single-byte encoding, and
   encoded again: "cafÃ©" for "café". Pages get it from imports of databases. */
#ifndef WINNOW_CHARSET_DOUBLE_ENCODING_H
#define WINNOW_CHARSET_DOUBLE_ENCODING_H

#include "base/arena.h"
#include "base/slice.h"

/* Decodes such characters of text, which is valid UTF-8, if it is certain that the page
   does not mean them: nearly all of its letters beyond ASCII are of this kind. Returns
   text itself if there is nothing to do. *count is set to the number of characters that
   were mended. */
struct slice double_encoding_mend(struct arena *a, struct slice text, size_t *count);

#endif
