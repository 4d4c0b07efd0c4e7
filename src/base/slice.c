#include "base/slice.h"

#include <stdint.h>
#include <string.h>

struct slice slice_of_string(const char *string)
{
    return string ? slice_of(string, strlen(string)) : slice_of(NULL, 0);
}

struct slice slice_after(struct slice s, size_t n)
{
    if (n > s.len)
        n = s.len;
    return n ? slice_of(s.ptr + n, s.len - n) : s;
}

/* ---- comparison -------------------------------------------------------------------- */

static bool bytes_equal_nocase(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (ascii_lower((unsigned char)a[i]) != ascii_lower((unsigned char)b[i]))
            return false;
    return true;
}

bool slice_equal(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool slice_equal_nocase(struct slice a, struct slice b)
{
    return a.len == b.len && bytes_equal_nocase(a.ptr, b.ptr, a.len);
}

bool slice_starts_with(struct slice s, struct slice prefix)
{
    return s.len >= prefix.len && slice_equal(slice_of(s.ptr, prefix.len), prefix);
}

bool slice_starts_with_nocase(struct slice s, struct slice prefix)
{
    return s.len >= prefix.len && bytes_equal_nocase(s.ptr, prefix.ptr, prefix.len);
}

bool slice_ends_with(struct slice s, struct slice suffix)
{
    return s.len >= suffix.len && slice_equal(slice_after(s, s.len - suffix.len), suffix);
}

int slice_compare(struct slice a, struct slice b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* ---- search ------------------------------------------------------------------------ */

size_t slice_find(struct slice s, struct slice needle)
{
    if (needle.len == 0)
        return 0;
    const char *hit = s.len ? memmem(s.ptr, s.len, needle.ptr, needle.len) : NULL;
    return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
}

size_t slice_find_nocase(struct slice s, struct slice needle)
{
    for (size_t at = 0; at + needle.len <= s.len; at++)
        if (bytes_equal_nocase(s.ptr + at, needle.ptr, needle.len))
            return at;
    return SIZE_MAX;
}

size_t slice_find_char(struct slice s, char c)
{
    const char *hit = s.len ? memchr(s.ptr, c, s.len) : NULL;
    return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
}

size_t slice_find_last_char(struct slice s, char c)
{
    const char *hit = s.len ? memrchr(s.ptr, c, s.len) : NULL;
    return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
}

/* ---- parts ------------------------------------------------------------------------- */

struct slice slice_trim(struct slice s)
{
    while (s.len && is_ascii_space((unsigned char)s.ptr[0]))
        s = slice_after(s, 1);
    while (s.len && is_ascii_space((unsigned char)s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool slice_split(struct slice *rest, char sep, struct slice *part)
{
    if (!rest->ptr)
        return false;
    size_t at = slice_find_char(*rest, sep);
    if (at == SIZE_MAX) {
        *part = *rest;
        *rest = slice_of(NULL, 0);
        return true;
    }
    *part = slice_of(rest->ptr, at);
    *rest = slice_after(*rest, at + 1);
    return true;
}

bool slice_next_word(struct slice *rest, struct slice *word)
{
    size_t start = 0;
    while (start < rest->len && is_ascii_space((unsigned char)rest->ptr[start]))
        start++;
    size_t end = start;
    while (end < rest->len && !is_ascii_space((unsigned char)rest->ptr[end]))
        end++;
    if (start == end)
        return false;
    *word = slice_of(rest->ptr + start, end - start);
    *rest = slice_after(*rest, end);
    return true;
}

bool slice_is_ascii(struct slice s)
{
    size_t i = 0;
    uint64_t eight, bits = 0;
    for (; i + sizeof eight <= s.len; i += sizeof eight) {
        memcpy(&eight, s.ptr + i, sizeof eight);
        bits |= eight;
    }
    for (; i < s.len; i++)
        bits |= (unsigned char)s.ptr[i];
    return !(bits & UINT64_C(0x8080808080808080));
}
