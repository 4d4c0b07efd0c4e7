#include "http/form.h"

#include <stdint.h>

static void append_decoded(struct slice text, struct buffer *out)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_escape = c == '%' && i + 2 < text.len &&
                         ascii_hex_value((unsigned char)text.ptr[i + 1]) >= 0 &&
                         ascii_hex_value((unsigned char)text.ptr[i + 2]) >= 0;
        if (is_escape) {
            c = (char)(ascii_hex_value((unsigned char)text.ptr[i + 1]) * 16 +
                       ascii_hex_value((unsigned char)text.ptr[i + 2]));
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        if (c != '\r') /* browsers end lines with both */
            buffer_append_char(out, c);
    }
}

bool form_append_value(struct slice form, const char *name, struct buffer *out)
{
    for (struct slice field; slice_split(&form, '&', &field);) {
        size_t equals = slice_find_char(field, '=');
        if (equals == SIZE_MAX ||
            !slice_equal(slice_of(field.ptr, equals), slice_of_string(name)))
            continue;
        append_decoded(slice_after(field, equals + 1), out);
        return true;
    }
    return false;
}

void form_append_encoded(struct slice value, struct buffer *out)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '.' || c == '_')
            buffer_append_char(out, (char)c);
        else
            buffer_printf(out, "%%%02X", c);
    }
}
