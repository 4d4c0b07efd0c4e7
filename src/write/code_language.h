/* code_language: the programming language of a code block, from the classes and
   attributes that syntax highlighters use. */
#ifndef WINNOW_WRITE_CODE_LANGUAGE_H
#define WINNOW_WRITE_CODE_LANGUAGE_H

#include "page/page.h"

/* Returns the language from the pre or code element at or around this node, or from the
   elements that a highlighter puts around it; empty if there is none. */
struct slice code_language_of(const struct page *page, uint32_t node);

#endif
