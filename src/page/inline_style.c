#include "page/inline_style.h"

#include <stdint.h>

struct slice inline_style_value(struct slice style, struct slice property)
{
    struct slice declaration, value = SLICE("");
    while (slice_split(&style, ';', &declaration)) {
        size_t colon = slice_find_char(declaration, ':');
        if (colon == SIZE_MAX ||
            !slice_equal_nocase(slice_trim(slice_of(declaration.ptr, colon)), property))
            continue;
        value = slice_trim(slice_after(declaration, colon + 1));
        size_t bang = slice_find_char(value, '!');
        if (bang != SIZE_MAX)
            value = slice_trim(slice_of(value.ptr, bang));
    }
    return value;
}
