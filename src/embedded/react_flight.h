/* react_flight: the data that React Server Components send to a page in pieces of
 * script, row by row (Next.js: self.__next_f.push). A row holds elements, data, or one
 * long text. */
#ifndef WINNOW_EMBEDDED_REACT_FLIGHT_H
#define WINNOW_EMBEDDED_REACT_FLIGHT_H

#include "base/arena.h"
#include "page/page.h"

/* The text in it, as HTML in the arena: from the data, or from the elements if they have
   more text. Empty if the page has no such scripts, or the scripts have no text. */
struct slice react_flight_find(const struct page *page, struct arena *a);

#endif
