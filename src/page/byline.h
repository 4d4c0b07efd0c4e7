/* byline: the names in a line that says who has written a text. */
#ifndef WINNOW_PAGE_BYLINE_H
#define WINNOW_PAGE_BYLINE_H

#include "page/byline_intro.h"
#include "page/byline_name.h"

/* text without an intro, a date, a role ("Ann Lee, Senior Editor") and what stands behind
   a bar or a dot ("Ann Lee | 5 min"). Empty for a URL, and for a handle or an address
   alone. */
struct slice byline_clean(struct arena *a, struct slice text);

#endif
