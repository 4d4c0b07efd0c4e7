/* form: the fields of an HTML form as a browser sends it (the WHATWG URL standard,
   application/x-www-form-urlencoded). */
#ifndef WINNOW_HTTP_FORM_H
#define WINNOW_HTTP_FORM_H

#include "base/buffer.h"

/* Appends the value of the first field of that name, with line feeds as the ends of
   lines. False if there is none. */
bool form_append_value(struct slice form, const char *name, struct buffer *out);
/* Appends a value as a browser sends it: for an address with an argument. */
void form_append_encoded(struct slice value, struct buffer *out);

#endif
