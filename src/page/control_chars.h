/* control_chars: the control characters of a page's source, which browsers do not
   show. */
#ifndef WINNOW_PAGE_CONTROL_CHARS_H
#define WINNOW_PAGE_CONTROL_CHARS_H

#include "base/slice.h"

/* Returns the offset of the first control character other than white space, or s.len. A
   NUL does not count: how it is handled depends on its position (HTML standard,
   13.2.5). */
size_t control_chars_find(struct slice s);

/* Removes all of them in place and returns the new length. Gumbo would turn them into
   U+FFFD. */
size_t control_chars_drop(char *text, size_t len);

#endif
