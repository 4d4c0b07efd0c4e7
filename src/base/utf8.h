/* utf8: reading, writing and judging UTF-8 (RFC 3629), one code point at a time. */
#ifndef WINNOW_BASE_UTF8_H
#define WINNOW_BASE_UTF8_H

#include "base/slice.h"
#include <stdint.h>

struct buffer;

enum { UTF8_REPLACEMENT = 0xFFFD };

/* True for well-formed UTF-8: no surrogates, nothing overlong, nothing past U+10FFFF.
   NUL is well-formed. */
bool utf8_is_valid(struct slice s);

/* The code point at the front of s, and in *used the bytes it takes (0 at the end).
   What is malformed gives U+FFFD and uses the longest prefix that could have begun a
   code point, at least 1: the WHATWG Encoding standard's "maximal subpart" practice. */
uint32_t utf8_decode(struct slice s, size_t *used);
/* Writes 1 to 4 bytes and returns how many; what is no scalar value becomes U+FFFD. */
size_t utf8_encode(uint32_t code_point, char out[4]);

/* How many code points s has. */
size_t utf8_count(struct slice s);
/* The largest length <= max that does not cut a code point of s. */
size_t utf8_cut(struct slice s, size_t max);

/* Unicode White_Space, and U+FEFF and U+200B, which pages use as such. */
bool utf8_is_space(uint32_t code_point);
/* C0 but tab and newline, DEL, C1: what must never reach a terminal. */
bool utf8_is_control(uint32_t code_point);
/* Invisible formatting that no reader of plain text wants: soft hyphen, zero-width
   characters (but not the joiners U+200C and U+200D, which Persian, Indic scripts and
   emoji need), bidi controls, U+FEFF. */
bool utf8_is_invisible(uint32_t code_point);

/* Appends s as valid UTF-8 without control characters: ill-formed bytes become U+FFFD,
   a CR is dropped. This is the last step before anything leaves the program. */
void utf8_append_clean(struct buffer *out, struct slice s);
/* The same for a message on one line: tabs and newlines become spaces, and invisible
   characters, bidi controls among them, are dropped. */
void utf8_append_line(struct buffer *out, struct slice s);

#endif
