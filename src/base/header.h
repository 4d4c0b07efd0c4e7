/* header: what a header of an HTTP request may be made of (RFC 9110, section 5). */
#ifndef WINNOW_BASE_HEADER_H
#define WINNOW_BASE_HEADER_H

#include "base/slice.h"

/* A token (section 5.6.2). */
bool header_is_name(struct slice name);

/* The offset of the first control character in a value, which could end its line; tabs
   are none. SIZE_MAX: there is none. */
size_t header_find_control(struct slice value);

#endif
