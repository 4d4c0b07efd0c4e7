#include "base/http_header.h"

#include "base/array.h"
#include <stdint.h>

bool header_is_name(struct slice name)
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

size_t header_find_control(struct slice value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if ((c < ' ' && c != '\t') || c == 0x7F)
            return i;
    }
    return SIZE_MAX;
}

enum header_right header_right_of(struct slice name)
{
    static const struct {
        struct slice name;
        enum header_right right;
    } rows[] = {
        {SLICE_INIT("Accept-Encoding"), HEADER_USERS},
        {SLICE_INIT("Authorization"), HEADER_PERSONAL},
        {SLICE_INIT("Connection"), HEADER_CONNECTIONS},
        {SLICE_INIT("Content-Length"), HEADER_CONNECTIONS},
        {SLICE_INIT("Cookie"), HEADER_PERSONAL},
        {SLICE_INIT("Expect"), HEADER_CONNECTIONS},
        {SLICE_INIT("Host"), HEADER_CONNECTIONS},
        {SLICE_INIT("Keep-Alive"), HEADER_CONNECTIONS},
        {SLICE_INIT("Proxy-Authorization"), HEADER_CONNECTIONS},
        {SLICE_INIT("Proxy-Connection"), HEADER_CONNECTIONS},
        {SLICE_INIT("Range"), HEADER_USERS},
        {SLICE_INIT("TE"), HEADER_CONNECTIONS},
        {SLICE_INIT("Trailer"), HEADER_CONNECTIONS},
        {SLICE_INIT("Transfer-Encoding"), HEADER_CONNECTIONS},
        {SLICE_INIT("Upgrade"), HEADER_CONNECTIONS},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (slice_equal_nocase(name, rows[i].name))
            return rows[i].right;
    return HEADER_ANYBODYS;
}
