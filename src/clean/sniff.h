/* sniff: what bytes are, before anybody decodes them. */
#ifndef WINNOW_CLEAN_SNIFF_H
#define WINNOW_CLEAN_SNIFF_H

#include "base/slice.h"

/* What a person calls the thing that is no page ("a PDF document"), or NULL for what may
   be text. content_type is the HTTP header's value, charset an overruling label; both may
   be empty. Static. */
const char *sniff_unsupported(struct slice bytes, struct slice content_type,
                              struct slice charset);

#endif
