/* sniff: recognises what bytes are, before they are decoded. */
#ifndef WINNOW_CLEAN_SNIFF_H
#define WINNOW_CLEAN_SNIFF_H

#include "base/slice.h"

/* What people call an input that is not a page ("a PDF document"); NULL for what may be
   text. content_type is the value of the HTTP header, charset a label that overrides it;
   both may be empty. Static. */
const char *sniff_unsupported(struct slice bytes, struct slice content_type,
                              struct slice charset);

#endif
