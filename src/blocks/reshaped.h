/* reshaped: a page as it is to be written: laid out anew where rules have dissolved,
   wrapped or moved elements or removed attributes. */
#ifndef WINNOW_BLOCKS_RESHAPED_H
#define WINNOW_BLOCKS_RESHAPED_H

#include "marks/marks.h"

struct reshaped_page {
    struct page page;
    struct marks marks;     /* of that page; the reasons are those it was made from */
    const uint32_t *origin; /* a node's index in the page that it came from */
};

/* Lays out the marks' page by their overlay, in their arena. A moved element takes its
   own verdict along, and for the rest has that of its new place. */
const struct reshaped_page *reshaped_make(const struct marks *marks);

#endif
