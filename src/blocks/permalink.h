/* permalink: links of a heading to itself, which show a sign, a picture or a word for
 * it. They are no part of what the heading says. */
#ifndef WINNOW_BLOCKS_PERMALINK_H
#define WINNOW_BLOCKS_PERMALINK_H

#include "marks/marks.h"

/* Whether a link, or a button, in a heading is one. Reads only what the verdicts keep. */
bool permalink_is_at(const struct page *page, const uint8_t *verdicts, uint32_t node);

#endif
