/* language_tag: reads the name of a language as a BCP 47 tag. */
#ifndef WINNOW_METADATA_LANGUAGE_TAG_H
#define WINNOW_METADATA_LANGUAGE_TAG_H

#include "base/arena.h"
#include "base/slice.h"

/* Returns a BCP 47 tag in its usual case, as in zh-Hans-CN. Open Graph uses en_US, and
   Content-Language may list several; the first counts. Empty for "English". */
struct slice language_tag_read(struct arena *a, struct slice value);

#endif
