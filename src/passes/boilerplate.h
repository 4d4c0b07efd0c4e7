/* boilerplate: what sites put around and into their texts, known by what it is rather
   than by names: labels of buttons, boxes that lead elsewhere, letters to subscribe to,
   breadcrumbs, the small print at a page's end. */
#ifndef WINNOW_PASSES_BOILERPLATE_H
#define WINNOW_PASSES_BOILERPLATE_H

#include "model/page_type.h"

enum boilerplate {
    BOILERPLATE_NONE,
    BOILERPLATE_OTHER,
    BOILERPLATE_PRINT, /* small print: short pages may have more of it than of text */
};

/* Sets an enum boilerplate for each passage of a page of that type: what stands under
   "Most read" may be what a listing is for. All are BOILERPLATE_NONE before. */
void boilerplate_find(const struct page *page, const struct passages *passages,
                      enum page_type type, uint8_t *kinds);

#endif
