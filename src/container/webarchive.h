/* webarchive: a page in a property list, as Safari saves it (binary), or converted to
 * XML. */
#ifndef WINNOW_CONTAINER_WEBARCHIVE_H
#define WINNOW_CONTAINER_WEBARCHIVE_H

#include "container/saved_page.h"

bool webarchive_is(struct slice bytes);
/* Reads the main resource. Returns false with err if there is none. */
bool webarchive_read(struct slice bytes, struct saved_page *out, struct error *err);

#endif
