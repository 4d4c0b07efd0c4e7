/* base64: decodes base64, as messages and property lists have it. */
#ifndef WINNOW_CONTAINER_BASE64_H
#define WINNOW_CONTAINER_BASE64_H

#include "base/buffer.h"

/* Appends the bytes. Characters that are not of the alphabet are ignored; "=" ends it. */
void base64_decode(struct slice text, struct buffer *out);

#endif
