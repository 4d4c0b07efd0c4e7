#include "page/raw_text.h"

#include "page/tag_scanner.h"
#include <string.h>

const char *raw_text_find_char(const char *from, const char *end, char c)
{
    return from < end ? memchr(from, c, (size_t)(end - from)) : NULL;
}

const char *raw_text_find_string(const char *from, const char *end, struct slice needle)
{
    return from < end ? memmem(from, (size_t)(end - from), needle.ptr, needle.len) : NULL;
}

bool raw_text_begins(const char *at, const char *end, struct slice prefix)
{
    return slice_starts_with_nocase(slice_of(at, (size_t)(end - at)), prefix);
}

bool raw_text_is_name(const char *at, const char *end, struct slice name)
{
    return raw_text_begins(at, end, name) && (size_t)(end - at) > name.len &&
           tag_scanner_ends_name(at[name.len]);
}

bool raw_text_is_end_tag(const char *at, const char *end, struct slice name)
{
    return end - at > 2 && at[0] == '<' && at[1] == '/' &&
           raw_text_is_name(at + 2, end, name);
}

const char *raw_text_find_end(const char *at, const char *end, struct slice name)
{
    while ((at = raw_text_find_char(at, end, '<'))) {
        if (raw_text_is_end_tag(at, end, name))
            return at;
        at++;
    }
    return end;
}

const char *raw_text_find_script_end(const char *at, const char *end)
{
    enum { PLAIN, ESCAPED, DOUBLE_ESCAPED } state = PLAIN;
    struct slice name = SLICE("script");
    const char *since = at;
    for (; (at = raw_text_find_char(since, end, '<')); since = at + 1) {
        if (state != PLAIN && raw_text_find_string(since, at, SLICE("-->")))
            state = PLAIN;
        if (raw_text_is_end_tag(at, end, name)) {
            if (state != DOUBLE_ESCAPED)
                return at;
            state = ESCAPED;
        } else if (state == PLAIN && raw_text_begins(at, end, SLICE("<!--"))) {
            state = ESCAPED;
        } else if (state == ESCAPED && raw_text_is_name(at + 1, end, name)) {
            state = DOUBLE_ESCAPED;
        }
    }
    return end;
}
