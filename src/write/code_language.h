/* code_language: what language code is in, as highlighters are told it. */
#ifndef WINNOW_WRITE_CODE_LANGUAGE_H
#define WINNOW_WRITE_CODE_LANGUAGE_H

#include "page/page.h"

/* From the pre or code element at this node, or around it, or the boxes that a
   highlighter has put around that; empty when none says. */
struct slice code_language_of(const struct page *page, uint32_t node);

#endif
