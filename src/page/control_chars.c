#include "page/control_chars.h"

#include <stdint.h>
#include <string.h>

static bool is_control(unsigned char c)
{
    return (c < ' ' && c && c != '\t' && c != '\n' && c != '\f' && c != '\r') ||
           c == 0x7F;
}

/* Whether one of eight bytes is less than a space or is DEL (the zero-byte test of
   Mycroft, 1987). */
static bool may_have_control(const char *eight)
{
    uint64_t word;
    memcpy(&word, eight, sizeof word);
    uint64_t del = word ^ UINT64_C(0x7F7F7F7F7F7F7F7F);
    return (((word - UINT64_C(0x2020202020202020)) & ~word) |
            ((del - UINT64_C(0x0101010101010101)) & ~del)) &
           UINT64_C(0x8080808080808080);
}

size_t control_chars_find(struct slice s)
{
    size_t at = 0;
    while (at < s.len && !is_control((unsigned char)s.ptr[at]))
        at += at + 8 <= s.len && !may_have_control(s.ptr + at) ? 8 : 1;
    return at < s.len ? at : s.len;
}

size_t control_chars_drop(char *text, size_t len)
{
    size_t at = control_chars_find(slice_of(text, len)), kept = at;
    for (; at < len; at++)
        if (!is_control((unsigned char)text[at]))
            text[kept++] = text[at];
    return kept;
}
