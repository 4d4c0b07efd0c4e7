/* unfilled: places of a template that a program should have filled in: "{{ author }}". */
#ifndef WINNOW_METADATA_UNFILLED_H
#define WINNOW_METADATA_UNFILLED_H

#include "base/slice.h"

/* Whether a value says nothing: it is such a place alone, or has one before a bar, or has
   neither letters nor digits, or is what a program writes for no value ("undefined"). */
bool unfilled_is_value(struct slice value);

/* Whether there is such a place anywhere in the text. Titles of pages about templates
   have some; names have none. */
bool unfilled_is_inside(struct slice value);

#endif
