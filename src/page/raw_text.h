/* raw_text: finds the ends of elements whose content is not markup, as the HTML
 * standard's tokenizer does (section 13.2.5), for code that runs before there is a
 * tree. */
#ifndef WINNOW_PAGE_RAW_TEXT_H
#define WINNOW_PAGE_RAW_TEXT_H

#include "base/slice.h"

/* The first c, or needle, in the bytes; NULL if there is none. */
const char *raw_text_find_char(const char *from, const char *end, char c);
const char *raw_text_find_string(const char *from, const char *end, struct slice needle);

/* Whether the bytes begin with the prefix, in any case. */
bool raw_text_begins(const char *at, const char *end, struct slice prefix);
/* Whether the complete tag name `name` is at this position. */
bool raw_text_is_name(const char *at, const char *end, struct slice name);
bool raw_text_is_end_tag(const char *at, const char *end, struct slice name);

/* The "</" of the end tag; `end` if there is none. */
const char *raw_text_find_end(const char *at, const char *end, struct slice name);
/* The end of a script's body. After "<!--", a "<script" hides the next "</script" (the
   standard's script data double escaped state), until "-->". */
const char *raw_text_find_script_end(const char *at, const char *end);

#endif
