#include "phrases/copyright.h"

#include "phrases/phrases.h"

/* One of the last century or of this. */
static bool has_year(struct slice text)
{
    for (size_t i = 0; i + 4 <= text.len; i++) {
        struct slice rest = slice_after(text, i);
        if ((slice_starts_with(rest, SLICE("19")) ||
             slice_starts_with(rest, SLICE("20"))) &&
            is_ascii_digit((unsigned char)rest.ptr[2]) &&
            is_ascii_digit((unsigned char)rest.ptr[3]))
            return true;
    }
    return false;
}

bool copyright_begins(struct slice text)
{
    struct phrase_beginning sign;
    return phrases_begin(text, SENSE_COPYRIGHT, &sign);
}

bool copyright_is_line(struct slice text)
{
    return copyright_begins(text) && has_year(text);
}
