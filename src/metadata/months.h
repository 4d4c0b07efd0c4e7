/* months: month names from CLDR (format and stand-alone, wide) and their
   abbreviations. */
#ifndef WINNOW_METADATA_MONTHS_H
#define WINNOW_METADATA_MONTHS_H

#include "base/slice.h"

/* Returns 1 to 12 for a month's name, for its first three or more letters, and for the
   usual abbreviations, ignoring case; 0 for any other word. An abbreviation that several
   names share means the first of these months. */
unsigned months_find(struct slice word);

#endif
