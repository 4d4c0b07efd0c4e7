/* months: the names of months, as CLDR gives them (format and stand-alone, wide), and
   short forms of them. */
#ifndef WINNOW_METADATA_MONTHS_H
#define WINNOW_METADATA_MONTHS_H

#include "base/slice.h"

/* 1 to 12 for a month's name, for its first three letters or more, and for the usual
   short forms, whatever the case; 0 for every other word. A short form that several names
   have is of the first month. */
unsigned months_find(struct slice word);

#endif
