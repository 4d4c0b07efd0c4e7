/* number_references: character references by number, such as "&#8211;". */
#ifndef WINNOW_PAGE_NUMBER_REFERENCES_H
#define WINNOW_PAGE_NUMBER_REFERENCES_H

#include "base/arena.h"
#include "base/slice.h"

/* Gumbo computes in 32 bits, so "&#x100000041;" would be an "A". Returns html with each
   reference beyond Unicode replaced with one to U+FFFD of the same length, as the HTML
   standard has it (13.2.5.80); html itself if there is none. */
struct slice number_references_check(struct arena *a, struct slice html);

#endif
