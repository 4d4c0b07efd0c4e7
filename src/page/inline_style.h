/* inline_style: reads the declarations of a style attribute. */
#ifndef WINNOW_PAGE_INLINE_STYLE_H
#define WINNOW_PAGE_INLINE_STYLE_H

#include "base/slice.h"

/* Returns the trimmed value of a property, without "!important"; the last declaration of
   the property wins. Empty if there is none. */
struct slice inline_style_value(struct slice style, struct slice property);

#endif
