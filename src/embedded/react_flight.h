/* react_flight: what React's server components send to a page in pieces of script, row by
   row (Next.js: self.__next_f.push). Elements, data, and long texts by themselves. */
#ifndef WINNOW_EMBEDDED_REACT_FLIGHT_H
#define WINNOW_EMBEDDED_REACT_FLIGHT_H

#include "base/arena.h"
#include "page/page.h"

/* The text in it, as HTML in the arena: of the data, or of the elements where these say
   more. Empty when the page has no such scripts, or no text is in them. */
struct slice react_flight_find(const struct page *page, struct arena *a);

#endif
