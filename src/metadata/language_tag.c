#include "metadata/language_tag.h"

#include "base/buffer.h"

enum {
    LANGUAGE_MAX = 35, /* RFC 5646, section 4.4.1: recommended buffer size for a tag */
};

/* Appends a subtag in its usual case (RFC 5646, section 2.1.1), as in zh-Hans-CN. */
static void append_subtag(struct buffer *tag, struct slice part)
{
    enum { REGION = 2, SCRIPT = 4 }; /* letters */
    bool is_first = tag->len == 0;
    if (!is_first)
        buffer_append_char(tag, '-');
    for (size_t i = 0; i < part.len; i++) {
        unsigned char c = ascii_lower((unsigned char)part.ptr[i]);
        bool is_capital = !is_first && is_ascii_letter(c) &&
                          (part.len == REGION || (part.len == SCRIPT && i == 0));
        buffer_append_char(tag, (char)(is_capital ? c - 'a' + 'A' : c));
    }
}

static bool is_subtag(struct slice part, size_t least, size_t most)
{
    for (size_t i = 0; i < part.len; i++)
        if (!is_ascii_letter((unsigned char)part.ptr[i]) &&
            !is_ascii_digit((unsigned char)part.ptr[i]))
            return false;
    return part.len >= least && part.len <= most;
}

struct slice language_tag_read(struct arena *a, struct slice value)
{
    enum { PRIMARY_MIN = 2, PRIMARY_MAX = 3, SUBTAG_MAX = 8 };
    struct slice whole, piece, part;
    struct buffer tag;
    buffer_open(&tag, a);
    slice_split(&value, ',', &whole);
    whole = slice_trim(whole);
    while (slice_split(&whole, '-', &piece))
        while (slice_split(&piece, '_', &part)) {
            bool is_first = tag.len == 0;
            if (!is_subtag(part, is_first ? PRIMARY_MIN : 1,
                           is_first ? PRIMARY_MAX : SUBTAG_MAX))
                return slice_of("", 0);
            append_subtag(&tag, part);
        }
    return tag.len <= LANGUAGE_MAX ? buffer_slice(&tag) : slice_of("", 0);
}
