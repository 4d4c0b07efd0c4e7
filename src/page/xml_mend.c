#include "page/xml_mend.h"

#include "base/array.h"
#include "base/buffer.h"

/* No HTML entity name is longer. */
enum { REFERENCE_MAX = 40 };

enum reference {
    REFERENCE_NONE,      /* an & that does not begin a reference */
    REFERENCE_DEFINED,   /* defined by XML: &lt;, &#38; */
    REFERENCE_UNDEFINED, /* not defined by XML: &nbsp; */
};

/* Whether the number is the code of a character that XML allows. */
static bool is_character(struct slice digits)
{
    bool is_hex = digits.len && (digits.ptr[0] | 0x20) == 'x';
    unsigned long value = 0;
    digits = slice_after(digits, is_hex);
    for (size_t i = 0; i < digits.len; i++) {
        int digit = ascii_hex_value((unsigned char)digits.ptr[i]);
        if (digit < 0 || (!is_hex && digit > 9) || value > 0x10FFFF)
            return false;
        value = value * (is_hex ? 16 : 10) + (unsigned)digit;
    }
    return digits.len &&
           (value >= 0x20 || value == '\t' || value == '\n' || value == '\r') &&
           value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF) && value != 0xFFFE &&
           value != 0xFFFF;
}

/* s begins with &; *len is set to the length of the reference. */
static enum reference read_reference(struct slice s, size_t *len)
{
    static const char *const defined[] = {"lt", "gt", "amp", "quot", "apos"};
    size_t end = 1;
    while (end < s.len && end < REFERENCE_MAX &&
           (is_ascii_letter((unsigned char)s.ptr[end]) ||
            is_ascii_digit((unsigned char)s.ptr[end]) || s.ptr[end] == '#'))
        end++;
    if (end == 1 || end >= s.len || s.ptr[end] != ';')
        return REFERENCE_NONE;
    struct slice name = slice_of(s.ptr + 1, end - 1);
    *len = end + 1;
    if (name.ptr[0] == '#')
        return is_character(slice_after(name, 1)) ? REFERENCE_DEFINED
                                                  : REFERENCE_UNDEFINED;
    for (size_t i = 0; i < COUNT_OF(defined); i++)
        if (slice_equal(name, slice_of_string(defined[i])))
            return REFERENCE_DEFINED;
    return REFERENCE_UNDEFINED;
}

/* Returns the end of the CDATA section or comment at the start of s, whose text is kept;
   0 if there is none. */
static size_t literal_end(struct slice s)
{
    static const struct {
        struct slice begin, end;
    } sections[] = {
        {SLICE_INIT("<![CDATA["), SLICE_INIT("]]>")},
        {SLICE_INIT("<!--"), SLICE_INIT("-->")},
    };
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        if (!slice_starts_with(s, sections[i].begin))
            continue;
        size_t end = slice_find(s, sections[i].end);
        return end == SIZE_MAX ? s.len : end + sections[i].end.len;
    }
    return 0;
}

static bool is_allowed(unsigned char c)
{
    return c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
}

/* Appends s without the control characters that XML does not allow, and without U+FFFE
   and U+FFFF. */
static void append_allowed(struct buffer *out, struct slice s)
{
    size_t begin = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool is_noncharacter =
            slice_starts_with(slice_after(s, i), SLICE("\xEF\xBF\xBE")) ||
            slice_starts_with(slice_after(s, i), SLICE("\xEF\xBF\xBF"));
        if (is_allowed((unsigned char)s.ptr[i]) && !is_noncharacter)
            continue;
        buffer_append(out, slice_of(s.ptr + begin, i - begin));
        i += is_noncharacter ? 2 : 0;
        begin = i + 1;
    }
    buffer_append(out, slice_after(s, begin));
}

struct slice xml_mend(struct arena *a, struct slice text)
{
    struct buffer out;
    size_t begin = 0;
    buffer_open(&out, a);
    for (size_t i = 0; i < text.len;) {
        struct slice rest = slice_after(text, i);
        size_t len = text.ptr[i] == '<' ? literal_end(rest) : 0;
        if (len || text.ptr[i] != '&') {
            i += len ? len : 1;
            continue;
        }
        append_allowed(&out, slice_of(text.ptr + begin, i - begin));
        enum reference kind = read_reference(rest, &len);
        if (kind == REFERENCE_DEFINED)
            buffer_append(&out, slice_of(rest.ptr, len));
        else if (kind == REFERENCE_NONE)
            buffer_append(&out, SLICE("&amp;"));
        i += kind == REFERENCE_NONE ? 1 : len;
        begin = i;
    }
    append_allowed(&out, slice_after(text, begin));
    return buffer_slice(&out);
}
