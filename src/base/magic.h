/* magic: recognises files that are not text by their first bytes. */
#ifndef WINNOW_BASE_MAGIC_H
#define WINNOW_BASE_MAGIC_H

#include "base/slice.h"

/* The name of a file type with these first bytes ("a PDF document"), or NULL if it may be
   text. A static string. */
const char *magic_name(struct slice bytes);

#endif
