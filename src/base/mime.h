/* mime: what a Content-Type header says about a body. */
#ifndef WINNOW_BASE_MIME_H
#define WINNOW_BASE_MIME_H

#include "base/slice.h"

/* Whether the body can be a page. Also true for an empty header and for one that is no
   media type. */
bool mime_is_page(struct slice content_type);
/* Whether it is a part of pages whose text nobody asks for: images, media, fonts, style
   sheets, scripts and their data. */
bool mime_is_part_of_page(struct slice content_type);
/* Whether the body is text without markup. */
bool mime_is_plain_text(struct slice content_type);

#endif
