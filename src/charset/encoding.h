/* encoding: the encodings and labels of the WHATWG Encoding
   standard. All of it static. */
#ifndef WINNOW_CHARSET_ENCODING_H
#define WINNOW_CHARSET_ENCODING_H

#include "base/slice.h"
#include <stdint.h>

/* How an encoding is decoded. */
enum encoding_kind {
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_BY_INDEX,     /* ASCII, and an index of 128 code points for 80 to FF */
    ENCODING_BY_ICONV,     /* by the C library's converter of that name */
    ENCODING_USER_DEFINED, /* 80 to FF are U+F780 to U+F7FF */
    ENCODING_REPLACEMENT,  /* unsafe to decode: U+FFFD, whatever it holds */
};

struct encoding {
    const char *name; /* the standard's, in lower case */
    enum encoding_kind kind;
    const uint16_t *index;
    const char *converter;
};

/* By a label in any case, with white space around it ("Latin1" is windows-1252); NULL for
   one that the standard does not know. */
const struct encoding *encoding_of_label(struct slice label);

/* All of them, one after the other; NULL begins and ends the walk. */
const struct encoding *encoding_next(const struct encoding *before);

#endif
