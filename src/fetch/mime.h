/* mime: can an answer be a page at all? Asked before its body is read. */
#ifndef WINNOW_FETCH_MIME_H
#define WINNOW_FETCH_MIME_H

#include "base/slice.h"

/* A Content-Type header, or the empty slice where there is none. What is not a media type
   at all counts as none. */
bool mime_is_page(struct slice content_type);

#endif
