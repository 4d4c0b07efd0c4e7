/* byline: extracts the names from a line that says who wrote a text. */
#ifndef WINNOW_METADATA_BYLINE_H
#define WINNOW_METADATA_BYLINE_H

#include "metadata/byline_intro.h"
#include "metadata/byline_name.h"

/* Returns text without an intro, a date, a job title ("Ann Lee, Senior Editor") and what
   follows a bar or a dot ("Ann Lee | 5 min"). Empty for a URL, and for a handle or an
   address alone. */
struct slice byline_clean(struct arena *a, struct slice text);

#endif
