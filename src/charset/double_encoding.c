#include "charset/double_encoding.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "charset/single_byte_tables.h"
#include <string.h>

enum {
    MENDED_MIN = 3,        /* fewer may be meant */
    MENDED_PER_PROPER = 4, /* pages about encodings show the right characters as well */
    ROUNDS_MAX = 2,        /* text may have been encoded three times */
};

/* A single-byte encoding that UTF-8 is mistaken for. The bytes C0 to FF are consecutive
   code points in it. */
struct mistake {
    enum encoding_index index;
    uint32_t lead_base; /* code point of byte C0 */
    char first_byte;    /* of the code points of C2 to EF in UTF-8 */
};

static const struct mistake MISTAKES[] = {
    {INDEX_WINDOWS_1252, 0xC0, '\xC3'},
    {INDEX_WINDOWS_1251, 0x410, '\xD0'},
};

/* The byte from 80 to BF that a code point was decoded from; 0 for none. A control
   character from U+0080 is one that the encoding leaves as it is. */
static unsigned char trail_byte(const struct mistake *m, uint32_t c)
{
    if (c >= 0x80 && c <= 0x9F)
        return (unsigned char)c;
    if (c < 0x80 || (c >= m->lead_base && c < m->lead_base + 0x40))
        return 0;
    const uint16_t *table = single_byte_tables[m->index];
    for (size_t i = 0; i < 0x40; i++)
        if (table[i] == c)
            return (unsigned char)(0x80 + i);
    return 0;
}

/* Reads the sequence of characters at the beginning of text that are the bytes of one
   character in UTF-8. Sets *used to their length in text; returns 0 if there is none. */
static uint32_t read_mistaken(const struct mistake *m, struct slice text, size_t *used)
{
    char bytes[4];
    size_t length = 0, wanted = 1, at = 0, step;
    while (length < wanted && at < text.len) {
        uint32_t c = utf8_decode(slice_after(text, at), &step);
        unsigned char byte = 0;
        if (length)
            byte = trail_byte(m, c);
        else if (c >= m->lead_base + 2 && c <= m->lead_base + 0x34)
            byte = (unsigned char)(0xC0 + (c - m->lead_base));
        if (!byte)
            return 0;
        if (!length)
            wanted = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        bytes[length++] = (char)byte;
        at += step;
    }
    uint32_t found = utf8_decode(slice_of(bytes, length), &step);
    *used = at;
    return step == wanted && found != UTF8_REPLACEMENT ? found : 0;
}

/* Whether a trail byte may follow the two bytes of a lead: not if ASCII follows, or
   another letter of the same alphabet. */
static bool may_begin(const struct mistake *m, const char *at, const char *end)
{
    if (end - at < 4 || (unsigned char)at[2] < 0x80)
        return false;
    return at[2] != m->first_byte ||
           (unsigned char)at[3] < (0x80 | (m->lead_base & 0x3F));
}

/* Whether there are enough sequences to look at the page as a whole. Most pages have
   hardly any of the bytes that such a sequence begins with. */
static bool has_some(const struct mistake *m, struct slice text)
{
    size_t count = 0, used;
    const char *at = text.ptr, *end = text.ptr + text.len;
    while (count < MENDED_MIN && at < end &&
           (at = memchr(at, m->first_byte, (size_t)(end - at)))) {
        count += may_begin(m, at, end) &&
                 read_mistaken(m, slice_of(at, (size_t)(end - at)), &used);
        at++;
    }
    return count >= MENDED_MIN;
}

/* Whether the character is a letter, or the punctuation of a sentence. Signs such as
   "©", arrows and emoji belong to the site's frame, which may be right where its articles
   are not. */
static bool is_of_text(uint32_t c)
{
    return c >= 0xC0 && (c < 0x2030 || c > 0x2BFF) && c < 0xE000;
}

/* Counts the sequences, and the characters that are right as they are. */
static void weigh(const struct mistake *m, struct slice text, size_t *mistaken,
                  size_t *proper)
{
    size_t used;
    *mistaken = *proper = 0;
    for (size_t i = 0; i < text.len; i += used) {
        used = 1;
        if ((unsigned char)text.ptr[i] < 0x80)
            continue;
        struct slice rest = slice_after(text, i);
        if (read_mistaken(m, rest, &used))
            ++*mistaken;
        else
            *proper += is_of_text(utf8_decode(rest, &used));
    }
}

static struct slice decode_again(struct arena *a, const struct mistake *m,
                                 struct slice text)
{
    struct buffer out;
    buffer_open(&out, a);
    buffer_reserve(&out, text.len);
    size_t used, start = 0;
    for (size_t i = 0; i < text.len; i += used) {
        used = 1;
        if ((unsigned char)text.ptr[i] < 0x80)
            continue;
        uint32_t c = read_mistaken(m, slice_after(text, i), &used);
        if (c) {
            buffer_append(&out, slice_of(text.ptr + start, i - start));
            buffer_append_code_point(&out, c);
            start = i + used;
        } else {
            utf8_decode(slice_after(text, i), &used);
        }
    }
    buffer_append(&out, slice_after(text, start));
    return buffer_slice(&out);
}

static bool mend_once(struct arena *a, struct slice *text, size_t *count)
{
    for (size_t i = 0; i < COUNT_OF(MISTAKES); i++) {
        const struct mistake *m = &MISTAKES[i];
        size_t mistaken, proper;
        if (!has_some(m, *text))
            continue;
        weigh(m, *text, &mistaken, &proper);
        if (mistaken < MENDED_PER_PROPER * proper)
            continue;
        *text = decode_again(a, m, *text);
        *count = mistaken;
        return true;
    }
    return false;
}

struct slice double_encoding_mend(struct arena *a, struct slice text, size_t *count)
{
    *count = 0;
    for (size_t round = 0; round < ROUNDS_MAX && mend_once(a, &text, count); round++)
        ;
    return text;
}
