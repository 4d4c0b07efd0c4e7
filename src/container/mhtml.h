/* mhtml: a page in a MIME message (RFC 2557), as Chromium, Edge and Outlook save it. */
#ifndef WINNOW_CONTAINER_MHTML_H
#define WINNOW_CONTAINER_MHTML_H

#include "container/saved_page.h"

/* Whether bytes begin with the header of a MIME message that may have a page. */
bool mhtml_is(struct slice bytes);
/* Reads the root document. Returns false with err if there is none. */
bool mhtml_read(struct slice bytes, struct saved_page *out, struct error *err);

#endif
