/* tag_scanner: the attributes of a tag, read by hand as the HTML standard's tokenizer
   does (section 13.2.5.32 and what follows), for what comes before there is a tree. */
#ifndef WINNOW_PAGE_TAG_SCANNER_H
#define WINNOW_PAGE_TAG_SCANNER_H

#include "base/slice.h"

struct tag_scanner_attribute {
    struct slice name;  /* as written */
    struct slice value; /* as written: entities not decoded; empty when there is none */
    bool is_quoted;     /* the value stands between quotation marks */
};

/* Whether c ends the name of a tag. */
static inline bool tag_scanner_ends_name(char c)
{
    return c == '>' || c == '/' || is_ascii_space((unsigned char)c);
}

/* Reads the next attribute from *at, which is behind a tag's name or behind the attribute
   before, and moves *at behind it. False at the tag's ">", which *at then points to, and
   at the end of the bytes, which *at then is. */
bool tag_scanner_next_attribute(const char **at, const char *end,
                                struct tag_scanner_attribute *out);

#endif
