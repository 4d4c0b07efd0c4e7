/* reshaped: a copy of a page with the changes of its overlay: elements dissolved, wrapped
   or moved, attributes removed. */
#ifndef WINNOW_BLOCKS_RESHAPED_H
#define WINNOW_BLOCKS_RESHAPED_H

#include "marks/marks.h"

struct reshaped_page {
    struct page page;
    struct marks marks;     /* of that page; the reasons are those of the original */
    const uint32_t *origin; /* of each node: its index in the original page */
};

/* Makes the copy in the marks' arena. A moved element keeps its own verdict; without one
   it has that of its new place. */
const struct reshaped_page *reshaped_make(const struct marks *marks);

#endif
