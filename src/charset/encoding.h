/* encoding: the encodings and labels of the WHATWG Encoding standard, as static data. */
#ifndef WINNOW_CHARSET_ENCODING_H
#define WINNOW_CHARSET_ENCODING_H

#include "base/slice.h"
#include <stdint.h>

/* How an encoding is decoded. */
enum encoding_kind {
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_BY_INDEX,     /* ASCII, and a table of 128 code points for 80 to FF */
    ENCODING_BY_ICONV,     /* by the C library's iconv converter */
    ENCODING_USER_DEFINED, /* 80 to FF are U+F780 to U+F7FF */
    ENCODING_REPLACEMENT,  /* unsafe to decode: always a single U+FFFD */
};

struct encoding {
    const char *name; /* the standard's name, in lower case */
    enum encoding_kind kind;
    const uint16_t *index;
    const char *converter;
};

/* Finds an encoding by a label in any case, with or without surrounding white space
   ("Latin1" is windows-1252); NULL if the label is not in the standard. */
const struct encoding *encoding_of_label(struct slice label);

/* Iterates over all encodings: pass NULL for the first; returns NULL after the last. */
const struct encoding *encoding_next(const struct encoding *before);

#endif
