#include "page/tag_scanner.h"

#include <string.h>

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && is_ascii_space((unsigned char)*at))
        at++;
    return at;
}

/* Reads the value that begins here and returns the position after it; the end of the
   bytes if a quotation mark is never closed. */
static const char *read_value(const char *at, const char *end, struct slice *value)
{
    if (at < end && (*at == '"' || *at == '\'')) {
        const char *close = memchr(at + 1, *at, (size_t)(end - at) - 1);
        if (close)
            *value = slice_of(at + 1, (size_t)(close - at) - 1);
        return close ? close + 1 : end;
    }
    const char *start = at;
    while (at < end && *at != '>' && !is_ascii_space((unsigned char)*at))
        at++;
    *value = slice_of(start, (size_t)(at - start));
    return at;
}

bool tag_scanner_next_attribute(const char **at, const char *end,
                                struct tag_scanner_attribute *out)
{
    const char *p = *at;
    while (p < end && (*p == '/' || is_ascii_space((unsigned char)*p)))
        p++;
    *at = p;
    if (p == end || *p == '>')
        return false;
    const char *name = p++; /* a leading "=" is part of the name */
    while (p < end && *p != '=' && !tag_scanner_ends_name(*p))
        p++;
    out->name = slice_of(name, (size_t)(p - name));
    out->value = slice_of("", 0);
    out->is_quoted = false;
    p = skip_spaces(p, end);
    if (p < end && *p == '=') {
        p = skip_spaces(p + 1, end);
        out->is_quoted = p < end && (*p == '"' || *p == '\'');
        p = read_value(p, end, &out->value);
    }
    *at = p;
    return true;
}
