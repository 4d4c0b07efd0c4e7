/* unicode: the width of a text in columns of a terminal, where its lines may break
   (Unicode's annexes 11 and 14), punctuation, and small letters. The only file that uses
   libunistring. */
#ifndef WINNOW_BASE_UNICODE_H
#define WINNOW_BASE_UNICODE_H

#include "base/slice.h"
#include <stdint.h>

/* Columns of one line of valid UTF-8: wide characters take two, combining ones none. */
size_t unicode_width(struct slice text);

/* Sets breaks[i], for each byte of valid UTF-8, where a line must begin so that lines are
   at most `width` columns wide if possible. The caller leaves out the white space before
   it. */
void unicode_break(struct slice text, unsigned width, bool *breaks);

/* Punctuation and symbols (general categories P and S). */
bool unicode_is_punctuation(uint32_t code_point);
/* Symbols alone (general category S). */
bool unicode_is_symbol(uint32_t code_point);

/* Letters, marks and digits (general categories L, M and N): what words are made of. */
bool unicode_is_word(uint32_t code_point);

/* The small letter of a capital; any other code point itself. */
uint32_t unicode_lower(uint32_t code_point);

/* A letter as searches compare it: small, and without accents. 0 for an accent that
   stands alone. */
uint32_t unicode_fold(uint32_t code_point);

#endif
