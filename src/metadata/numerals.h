/* numerals: dates whose numbers are in other digits than those of ASCII, rewritten. */
#ifndef WINNOW_METADATA_NUMERALS_H
#define WINNOW_METADATA_NUMERALS_H

#include "base/arena.h"
#include "base/slice.h"

/* Returns the digit that text begins with, in any script that dates are written in, and
   sets *used to its length in bytes; -1 if there is none. */
int numerals_digit(struct slice text, size_t *used);

/* Returns the length in bytes of the Chinese number that text begins with, up to a unit
   of dates, as in "二〇二四年" and "二十五日", and sets *value; 0 if there is none. */
size_t numerals_chinese(struct slice text, unsigned *value);

/* Returns text with ASCII digits in place of all these. */
struct slice numerals_to_ascii(struct arena *a, struct slice text);

#endif
