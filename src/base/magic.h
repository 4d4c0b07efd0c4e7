/* magic: files that are no text, told by how they begin. */
#ifndef WINNOW_BASE_MAGIC_H
#define WINNOW_BASE_MAGIC_H

#include "base/slice.h"

/* What a person calls the file that begins so ("a PDF document"), or NULL for what may be
   text. Static. */
const char *magic_name(struct slice bytes);

#endif
