/* unicode: how many columns of a terminal a text takes, where its lines may be broken
   (Unicode's annexes 11 and 14), what is punctuation, and small letters. The libunistring
   door. */
#ifndef WINNOW_BASE_UNICODE_H
#define WINNOW_BASE_UNICODE_H

#include "base/slice.h"
#include <stdint.h>

/* Columns of one line of valid UTF-8: wide characters take two, combining ones none. */
size_t unicode_width(struct slice text);

/* Sets breaks[i], for each byte of valid UTF-8, where a line has to begin so that none
   is wider than `width` columns, if it can be. White space before it is the caller's to
   leave out. */
void unicode_break(struct slice text, unsigned width, bool *breaks);

/* Punctuation and symbols (general categories P and S). */
bool unicode_is_punctuation(uint32_t code_point);
/* Symbols alone (general category S). */
bool unicode_is_symbol(uint32_t code_point);

/* The small letter of a capital; every other code point itself. */
uint32_t unicode_lower(uint32_t code_point);

#endif
