/* mime: what a Content-Type header says of a body. */
#ifndef WINNOW_BASE_MIME_H
#define WINNOW_BASE_MIME_H

#include "base/slice.h"

/* Whether the body can be a page. True for an empty header, and for one that is not a
   media type at all. */
bool mime_is_page(struct slice content_type);
/* Whether pages are made with such things, and nobody asks for their text: images, media,
   fonts, style sheets, scripts and their data. */
bool mime_is_part_of_page(struct slice content_type);
/* Whether the body is text without markup. */
bool mime_is_plain_text(struct slice content_type);

#endif
