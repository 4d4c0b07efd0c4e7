/* slice: a run of bytes that somebody else owns. It may contain NUL; it ends at ptr +
   len. */
#ifndef WINNOW_BASE_SLICE_H
#define WINNOW_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>

struct slice {
    const char *ptr;
    size_t len;
};

/* A literal as a slice, without its NUL. */
#define SLICE(literal) ((struct slice){"" literal, sizeof(literal) - 1})

/* The same as an initializer, for tables. */
#define SLICE_INIT(literal)                                                              \
    {                                                                                    \
        "" literal, sizeof(literal) - 1                                                  \
    }

enum { SLICE_SHOWN_MAX = 0x7FFFFFFF }; /* the largest precision of printf, an int */

/* For printf's "%.*s". It cuts nothing: see utf8_shorten for what a page may make long.
 */
#define SLICE_ARG(s)                                                                     \
    (int)((s).len > SLICE_SHOWN_MAX ? SLICE_SHOWN_MAX : (s).len), ((s).ptr ? (s).ptr : "")

static inline struct slice slice_of(const char *ptr, size_t len)
{
    return (struct slice){ptr, len};
}

/* For argv and other NUL-terminated strings; NULL gives the empty slice. */
struct slice slice_of_string(const char *string);

/* The rest of s after its first n bytes; n is cut to s.len. */
struct slice slice_after(struct slice s, size_t n);

bool slice_equal(struct slice a, struct slice b);
/* ASCII letters compare without case; other bytes as they are. */
bool slice_equal_nocase(struct slice a, struct slice b);
bool slice_starts_with(struct slice s, struct slice prefix);
bool slice_starts_with_nocase(struct slice s, struct slice prefix);
bool slice_ends_with(struct slice s, struct slice suffix);
/* <0, 0 or >0, as memcmp; a prefix sorts before what it begins. */
int slice_compare(struct slice a, struct slice b);

/* The offset of needle in s, or SIZE_MAX. An empty needle is at 0. */
size_t slice_find(struct slice s, struct slice needle);
size_t slice_find_nocase(struct slice s, struct slice needle);
size_t slice_find_char(struct slice s, char c);
/* The offset of the last c in s, or SIZE_MAX. */
size_t slice_find_last_char(struct slice s, char c);

/* Without ASCII white space (HTML's: space, tab, LF, FF, CR) at either end. */
struct slice slice_trim(struct slice s);

/* Sets *part to the part of *rest before sep (or to all of it) and moves *rest after it.
   False if *rest was used up: its ptr is then NULL. "a,,b" gives "a", "", "b". */
bool slice_split(struct slice *rest, char sep, struct slice *part);
/* The same for words between ASCII white space; never gives an empty word. */
bool slice_next_word(struct slice *rest, struct slice *word);

bool slice_is_ascii(struct slice s);

static inline bool is_ascii_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}
static inline bool is_ascii_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}
static inline bool is_ascii_letter(unsigned char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26;
}
/* The value of a hexadecimal digit; -1 for anything else. */
static inline int ascii_hex_value(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
static inline unsigned char ascii_lower(unsigned char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

#endif
