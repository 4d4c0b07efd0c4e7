/* control_chars: the characters of a page's source that a browser shows nothing for. */
#ifndef WINNOW_PAGE_CONTROL_CHARS_H
#define WINNOW_PAGE_CONTROL_CHARS_H

#include "base/slice.h"

/* The offset of the first control character other than white space, or s.len. A NUL is
   none: what becomes of it depends on where it stands (HTML standard, 13.2.5). */
size_t control_chars_find(struct slice s);

/* Drops them all, in place, and gives the new length. Gumbo would show them as U+FFFD. */
size_t control_chars_drop(char *text, size_t len);

#endif
