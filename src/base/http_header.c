#include "base/http_header.h"

#include "base/array.h"
#include <stdint.h>

bool http_header_is_name(struct slice name)
{
    static const struct slice marks = SLICE_INIT("!#$%&'*+-.^_`|~");
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (!is_ascii_letter(c) && !is_ascii_digit(c) &&
            slice_find_char(marks, (char)c) == SIZE_MAX)
            return false;
    }
    return name.len > 0;
}

size_t http_header_find_control(struct slice value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if ((c < ' ' && c != '\t') || c == 0x7F)
            return i;
    }
    return SIZE_MAX;
}

enum http_header_right http_header_right_of(struct slice name)
{
    static const struct {
        struct slice name;
        enum http_header_right right;
    } rows[] = {
        {SLICE_INIT("Accept-Encoding"), HTTP_HEADER_USERS},
        {SLICE_INIT("Authorization"), HTTP_HEADER_PERSONAL},
        {SLICE_INIT("Connection"), HTTP_HEADER_CONNECTIONS},
        {SLICE_INIT("Content-Length"), HTTP_HEADER_CONNECTIONS},
        {SLICE_INIT("Cookie"), HTTP_HEADER_PERSONAL},
        {SLICE_INIT("Expect"), HTTP_HEADER_CONNECTIONS},
        {SLICE_INIT("Host"), HTTP_HEADER_CONNECTIONS},
        {SLICE_INIT("Keep-Alive"), HTTP_HEADER_CONNECTIONS},
        {SLICE_INIT("Proxy-Authorization"), HTTP_HEADER_CONNECTIONS},
        {SLICE_INIT("Proxy-Connection"), HTTP_HEADER_CONNECTIONS},
        {SLICE_INIT("Range"), HTTP_HEADER_USERS},
        {SLICE_INIT("TE"), HTTP_HEADER_CONNECTIONS},
        {SLICE_INIT("Trailer"), HTTP_HEADER_CONNECTIONS},
        {SLICE_INIT("Transfer-Encoding"), HTTP_HEADER_CONNECTIONS},
        {SLICE_INIT("Upgrade"), HTTP_HEADER_CONNECTIONS},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (slice_equal_nocase(name, rows[i].name))
            return rows[i].right;
    return HTTP_HEADER_ANYBODYS;
}
