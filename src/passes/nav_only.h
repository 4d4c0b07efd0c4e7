/* nav_only: a page of which nothing is left but the entries of its menus. */
#ifndef WINNOW_PASSES_NAV_ONLY_H
#define WINNOW_PASSES_NAV_ONLY_H

#include "model/passages.h"

/* Whether all that stays is the entries of menus: is_kept is of each passage. */
bool nav_only_detect(const struct page *page, const struct passages *passages,
                     const uint8_t *is_kept);

#endif
