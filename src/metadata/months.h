/* months: the names of months in the languages that most pages are written in. */
#ifndef WINNOW_METADATA_MONTHS_H
#define WINNOW_METADATA_MONTHS_H

#include "base/slice.h"

/* 1 to 12 for a month's name, for its first three letters or more, and for the usual
   short forms, capitals or not; 0 for every other word. */
unsigned months_find(struct slice word);

#endif
