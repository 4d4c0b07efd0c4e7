/* utf8: reads, writes and checks UTF-8 (RFC 3629), one code point at a time. */
#ifndef WINNOW_BASE_UTF8_H
#define WINNOW_BASE_UTF8_H

#include "base/slice.h"
#include <stdint.h>

struct arena;
struct buffer;

enum { UTF8_REPLACEMENT = 0xFFFD };

/* True for valid UTF-8: no surrogates, no overlong forms, nothing above U+10FFFF. NUL is
   valid. */
bool utf8_is_valid(struct slice s);

/* The code point at the beginning of s; *used is set to its length (0 at the end).
   Invalid bytes give U+FFFD and use the longest prefix that could begin a code point, at
   least 1: the "maximal subpart" practice of the WHATWG Encoding standard. */
uint32_t utf8_decode(struct slice s, size_t *used);
/* Writes 1 to 4 bytes and returns their number; an invalid code point becomes U+FFFD. */
size_t utf8_encode(uint32_t code_point, char out[4]);

/* The number of code points in s. */
size_t utf8_count(struct slice s);
/* The number of U+FFFD in a text, if there are more than a few for its length: then the
   text is damaged. Otherwise 0. */
size_t utf8_count_lost(struct slice text);
/* The largest length <= max that cuts no code point of s. */
size_t utf8_cut(struct slice s, size_t max);
/* s, or if it is longer than max bytes, its beginning with "…", in the arena. */
struct slice utf8_shorten(struct arena *a, struct slice s, size_t max);

/* Unicode's White_Space, and U+FEFF and U+200B, which pages use as such. */
bool utf8_is_space(uint32_t code_point);
/* C0 except tab and newline, DEL, C1: characters that must never reach a terminal. */
bool utf8_is_control(uint32_t code_point);
/* Invisible formatting that plain text does not need: soft hyphen, zero-width characters
   (except the joiners U+200C and U+200D, which Persian, Indic scripts and emoji need),
   bidi controls, U+FEFF. */
bool utf8_is_invisible(uint32_t code_point);

/* Appends s as valid UTF-8 without control characters: invalid bytes become U+FFFD, CR is
   removed. This is the last step before text leaves the program. */
void utf8_append_clean(struct buffer *out, struct slice s);
/* The same for messages on one line: tabs and newlines become spaces, and invisible
   characters, such as bidi controls, are removed. */
void utf8_append_line(struct buffer *out, struct slice s);

#endif
