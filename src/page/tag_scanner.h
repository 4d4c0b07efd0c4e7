/* tag_scanner: reads the attributes of a tag as the HTML standard's tokenizer does
   (section 13.2.5.32 and following), for code that runs before there is a tree. */
#ifndef WINNOW_PAGE_TAG_SCANNER_H
#define WINNOW_PAGE_TAG_SCANNER_H

#include "base/slice.h"

struct tag_scanner_attribute {
    struct slice name;  /* as written */
    struct slice value; /* as written: entities not decoded; empty if there is none */
    bool is_quoted;     /* the value is in quotation marks */
};

/* Whether c ends the name of a tag. */
static inline bool tag_scanner_ends_name(char c)
{
    return c == '>' || c == '/' || is_ascii_space((unsigned char)c);
}

/* Reads the next attribute from *at, which points after the tag's name or after the
   previous attribute, and moves *at past it. Returns false at the tag's ">", with *at
   pointing to it, and at the end of the bytes, with *at equal to end. */
bool tag_scanner_next_attribute(const char **at, const char *end,
                                struct tag_scanner_attribute *out);

#endif
