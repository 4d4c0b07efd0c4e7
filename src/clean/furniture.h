/* furniture: what sites put around and into their texts, known by what it is rather than
   by names: labels of buttons, boxes that lead elsewhere, letters to subscribe to,
   breadcrumbs, the small print at a page's end. */
#ifndef WINNOW_CLEAN_FURNITURE_H
#define WINNOW_CLEAN_FURNITURE_H

#include "clean/page_type.h"

/* Sets a byte for each passage that is such a thing on a page of that type: what stands
   under "Most read" may be what a listing is for. */
void furniture_find(const struct page *page, const struct passages *passages,
                    enum page_type type, uint8_t *is_furniture);

#endif
