/* react_flight: what React server components send to a page in scripts, row by row
   (Next.js: self.__next_f.push): elements, data, and long texts in rows of their own. */
#ifndef WINNOW_EMBEDDED_REACT_FLIGHT_H
#define WINNOW_EMBEDDED_REACT_FLIGHT_H

#include "base/arena.h"
#include "page/page.h"

/* Its text as HTML in the arena: from the data, or from the elements if these have more.
   Empty if the page has no such scripts, or no text in them. */
struct slice react_flight_find(const struct page *page, struct arena *a);

#endif
