#include "page/placeholder.h"

#include "base/buffer.h"
#include "base/utf8.h"

enum {
    FIRST = 0x50000,
    LEAD = 0xF1, /* first byte of a character in planes 4 to 7, which are unassigned */
    SIZE = 4,    /* bytes of such a character */
    COUNT_MAX = 0xFFFD, /* the last two code points of a plane are noncharacters */
    RUN_MIN = 2 * SIZE, /* bytes: replacing a shorter run saves almost nothing */
};

bool placeholder_may(struct slice html)
{
    return slice_find_char(html, (char)LEAD) == SIZE_MAX;
}

/* ---- runs -------------------------------------------------------------------------- */

/* Whether the parser leaves the character unchanged that begins or continues with this
   byte. It turns CR into LF, removes a byte order mark, and replaces what it considers an
   error with U+FFFD: control characters and noncharacters, which begin with the bytes C2,
   EF, and F0 and above. */
static bool is_left_alone(unsigned char c, unsigned char next)
{
    if (c < 0x80)
        return (c >= ' ' && c != '&' && c != 0x7F) || c == '\t' || c == '\n';
    if (c == 0xC2)
        return next >= 0xA0;
    if (c == 0xEF)
        return next != 0xB7 && next != 0xBB && next != 0xBF;
    return c < 0xF0;
}

static bool is_left_alone_at(struct slice s, size_t i)
{
    return is_left_alone((unsigned char)s.ptr[i],
                         i + 1 < s.len ? (unsigned char)s.ptr[i + 1] : 0);
}

static bool may_begin(struct slice s, size_t i)
{
    unsigned char c = (unsigned char)s.ptr[i];
    bool is_continuation = (c & 0xC0) == 0x80;
    return !is_ascii_space(c) && !is_continuation && is_left_alone_at(s, i);
}

/* Returns the offset after the item at i: a byte, or anything that may be a character
   reference. */
static size_t pass_one(struct slice s, size_t i)
{
    if (s.ptr[i++] != '&')
        return i;
    while (i < s.len && (is_ascii_letter((unsigned char)s.ptr[i]) ||
                         is_ascii_digit((unsigned char)s.ptr[i]) || s.ptr[i] == '#'))
        i++;
    return i < s.len && s.ptr[i] == ';' ? i + 1 : i;
}

bool placeholder_next(struct slice *text, struct slice *run)
{
    size_t i = 0, begin;
    while (i < text->len) {
        if (!may_begin(*text, i)) {
            i = pass_one(*text, i);
            continue;
        }
        for (begin = i; i < text->len && is_left_alone_at(*text, i);)
            i++;
        if (i - begin < RUN_MIN)
            continue;
        *run = slice_of(text->ptr + begin, i - begin);
        *text = slice_after(*text, i);
        return true;
    }
    return false;
}

/* ---- replace and restore ----------------------------------------------------------- */

size_t placeholder_add(struct arena *a, struct placeholder_list *list, struct slice run,
                       char out[4])
{
    if (list->count == COUNT_MAX)
        return 0;
    size_t size = utf8_encode(FIRST + (uint32_t)list->count, out);
    ARENA_PUSH(a, list, run);
    return size;
}

/* Returns the run that the placeholder at the start of text replaces; NULL if there is
   none. */
static const struct slice *take_run(const struct placeholder_list *list, uint8_t *is_back,
                                    struct slice text)
{
    size_t used, index = utf8_decode(text, &used) - (size_t)FIRST;
    if (index >= list->count || is_back[index])
        return NULL;
    is_back[index] = true;
    return &list->items[index];
}

struct slice placeholder_restore(struct arena *a, const struct placeholder_list *list,
                                 uint8_t *is_back, struct slice text)
{
    size_t lead = list->count ? slice_find_char(text, (char)LEAD) : SIZE_MAX;
    if (lead == SIZE_MAX)
        return text;
    struct buffer whole;
    buffer_open(&whole, a);
    for (; lead != SIZE_MAX; lead = slice_find_char(text, (char)LEAD)) {
        buffer_append(&whole, slice_of(text.ptr, lead));
        text = slice_after(text, lead);
        const struct slice *run = take_run(list, is_back, text);
        if (run && text.len == SIZE && !whole.len)
            return *run;
        buffer_append(&whole, run ? *run : slice_of(text.ptr, SIZE));
        text = slice_after(text, SIZE);
    }
    buffer_append(&whole, text);
    return buffer_slice(&whole);
}
