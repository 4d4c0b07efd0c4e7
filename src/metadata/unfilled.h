/* unfilled: detects template placeholders that a program did not fill in, such as
   "{{ author }}". */
#ifndef WINNOW_METADATA_UNFILLED_H
#define WINNOW_METADATA_UNFILLED_H

#include "base/slice.h"

/* Whether a value is empty of meaning: it is just a placeholder, or has one before a bar,
   or has neither letters nor digits, or is what a program writes for a missing value
   ("undefined"). */
bool unfilled_is_value(struct slice value);

/* Whether there is a placeholder anywhere in the text. Titles of pages about templates
   have some; names have none. */
bool unfilled_is_inside(struct slice value);

#endif
