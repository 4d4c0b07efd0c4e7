#include "base/header.h"

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
