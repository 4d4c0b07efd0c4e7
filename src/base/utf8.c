#include "base/utf8.h"

#include "base/arena.h"
#include "base/buffer.h"
#include <string.h>

/* ---- decoding ---------------------------------------------------------------------- */

/* The length of the sequence that a lead byte begins, and the range of its second byte
   (RFC 3629, section 4), which excludes overlong forms and surrogates. */
struct lead {
    unsigned char length, low, high;
};

static struct lead lead_of(unsigned char byte)
{
    if (byte >= 0xC2 && byte <= 0xDF)
        return (struct lead){2, 0x80, 0xBF};
    if (byte == 0xE0)
        return (struct lead){3, 0xA0, 0xBF};
    if (byte == 0xED)
        return (struct lead){3, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF)
        return (struct lead){3, 0x80, 0xBF};
    if (byte == 0xF0)
        return (struct lead){4, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3)
        return (struct lead){4, 0x80, 0xBF};
    if (byte == 0xF4)
        return (struct lead){4, 0x80, 0x8F};
    return (struct lead){0, 0, 0};
}

/* The length of the longest prefix of s that is a code point or could begin one. */
static size_t sequence_length(struct slice s, struct lead lead)
{
    size_t n = 1;
    unsigned char low = lead.low, high = lead.high;
    while (n < lead.length && n < s.len) {
        unsigned char byte = (unsigned char)s.ptr[n];
        if (byte < low || byte > high)
            break;
        low = 0x80;
        high = 0xBF;
        n++;
    }
    return n;
}

uint32_t utf8_decode(struct slice s, size_t *used)
{
    *used = s.len ? 1 : 0;
    if (!s.len)
        return UTF8_REPLACEMENT;
    unsigned char first = (unsigned char)s.ptr[0];
    if (first < 0x80)
        return first;
    struct lead lead = lead_of(first);
    if (!lead.length)
        return UTF8_REPLACEMENT;
    *used = sequence_length(s, lead);
    if (*used < lead.length)
        return UTF8_REPLACEMENT;
    uint32_t code_point = first & (0xFFu >> (lead.length + 1));
    for (size_t i = 1; i < lead.length; i++)
        code_point = code_point << 6 | ((unsigned char)s.ptr[i] & 0x3F);
    return code_point;
}

/* The length of the ASCII bytes at the beginning of s, eight bytes a step. */
static size_t ascii_run(struct slice s)
{
    size_t i = 0;
    uint64_t word;
    for (; i + sizeof word <= s.len; i += sizeof word) {
        memcpy(&word, s.ptr + i, sizeof word);
        if (word & 0x8080808080808080u)
            break;
    }
    while (i < s.len && (unsigned char)s.ptr[i] < 0x80)
        i++;
    return i;
}

bool utf8_is_valid(struct slice s)
{
    while ((s = slice_after(s, ascii_run(s))).len) {
        struct lead lead = lead_of((unsigned char)s.ptr[0]);
        if (!lead.length || sequence_length(s, lead) < lead.length)
            return false;
        s = slice_after(s, lead.length);
    }
    return true;
}

size_t utf8_count(struct slice s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return count;
}

size_t utf8_count_lost(struct slice text)
{
    enum { LOST_MAX = 3, BYTES_PER_LOST = 1000 };
    size_t count = 0, at, max = LOST_MAX + text.len / BYTES_PER_LOST;
    for (; (at = slice_find(text, SLICE("\xEF\xBF\xBD"))) != SIZE_MAX; count++)
        text = slice_after(text, at + 3);
    return count > max ? count : 0;
}

size_t utf8_cut(struct slice s, size_t max)
{
    if (max >= s.len)
        return s.len;
    while (max && ((unsigned char)s.ptr[max] & 0xC0) == 0x80)
        max--;
    return max;
}

struct slice utf8_shorten(struct arena *a, struct slice s, size_t max)
{
    if (s.len <= max)
        return s;
    return slice_of_string(arena_printf(a, "%.*s…", (int)utf8_cut(s, max), s.ptr));
}

/* ---- encoding ---------------------------------------------------------------------- */

size_t utf8_encode(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = UTF8_REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* ---- kinds of characters ----------------------------------------------------------- */

bool utf8_is_space(uint32_t c)
{
    return (c >= '\t' && c <= '\r') || c == ' ' || c == 0x85 || c == 0xA0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

bool utf8_is_control(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c <= 0x9F);
}

bool utf8_is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
           (c >= 0x2066 && c <= 0x206F) || c == 0x61C || c == 0xFEFF;
}

/* ---- the last step before output --------------------------------------------------- */

/* The length of the printable ASCII at the beginning of s, which is most of most
   texts. */
static size_t printable_run(struct slice s)
{
    size_t i = 0;
    while (i < s.len && s.ptr[i] >= ' ' && s.ptr[i] < 0x7F)
        i++;
    return i;
}

static void append_filtered(struct buffer *out, struct slice s, bool one_line)
{
    buffer_reserve(out, s.len);
    while (s.len) {
        size_t used = printable_run(s);
        buffer_append(out, slice_of(s.ptr, used));
        s = slice_after(s, used);
        uint32_t c = utf8_decode(s, &used);
        bool is_break = c == '\n' || c == '\t';
        if (is_break && one_line)
            buffer_append_char(out, ' ');
        else if (used && c == UTF8_REPLACEMENT)
            buffer_append_code_point(out, c);
        else if (!utf8_is_control(c) && !(one_line && utf8_is_invisible(c)))
            buffer_append(out, slice_of(s.ptr, used));
        s = slice_after(s, used);
    }
}

void utf8_append_clean(struct buffer *out, struct slice s)
{
    append_filtered(out, s, false);
}

void utf8_append_line(struct buffer *out, struct slice s)
{
    append_filtered(out, s, true);
}
