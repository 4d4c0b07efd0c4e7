#include "page/number_references.h"

#include <stdint.h>
#include <string.h>

enum { UNICODE_MAX = 0x10FFFF };

/* The digits of the reference at the beginning of s, which starts with "&#". */
static struct slice read_digits(struct slice s, bool *is_hex, bool *is_beyond)
{
    uint32_t value = 0;
    size_t start = 2;
    *is_hex = s.len > 2 && ascii_lower((unsigned char)s.ptr[2]) == 'x';
    start += *is_hex;
    size_t end = start;
    for (; end < s.len; end++) {
        int digit = ascii_hex_value((unsigned char)s.ptr[end]);
        if (digit < 0 || (!*is_hex && digit > 9))
            break;
        if (value <= UNICODE_MAX) /* more digits would only make it larger */
            value = value * (*is_hex ? 16 : 10) + (uint32_t)digit;
    }
    *is_beyond = value > UNICODE_MAX;
    return slice_of(s.ptr + start, end - start);
}

/* Writes the number of U+FFFD, with zeros before it. A number beyond Unicode has at least
   six hexadecimal or seven decimal digits. */
static void write_replacement(char *at, size_t length, bool is_hex)
{
    struct slice number = is_hex ? SLICE("FFFD") : SLICE("65533");
    memset(at, '0', length - number.len);
    memcpy(at + length - number.len, number.ptr, number.len);
}

struct slice number_references_check(struct arena *a, struct slice html)
{
    char *copy = NULL;
    size_t at = 0, next;
    while ((next = slice_find_char(slice_after(html, at), '&')) != SIZE_MAX) {
        at += next;
        bool is_hex = false, is_beyond = false;
        struct slice digits = {0};
        struct slice rest = slice_after(html, at);
        if (slice_starts_with(rest, SLICE("&#")))
            digits = read_digits(rest, &is_hex, &is_beyond);
        if (is_beyond) {
            if (!copy)
                copy = arena_string(a, html);
            write_replacement(copy + (digits.ptr - html.ptr), digits.len, is_hex);
        }
        at += digits.len ? (size_t)(digits.ptr - rest.ptr) + digits.len : 1;
    }
    return copy ? slice_of(copy, html.len) : html;
}
