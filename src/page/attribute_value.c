#include "page/attribute_value.h"

#include "base/array.h"
#include "page/control_chars.h"
#include <string.h>

/* The character references that pages use in attribute values: those that XML defines,
   and their numeric forms. */
static const struct reference {
    struct slice source; /* what follows the "&" */
    char character;
} references[] = {
    {SLICE_INIT("quot;"), '"'}, {SLICE_INIT("amp;"), '&'},   {SLICE_INIT("#34;"), '"'},
    {SLICE_INIT("#39;"), '\''}, {SLICE_INIT("#039;"), '\''}, {SLICE_INIT("#x27;"), '\''},
    {SLICE_INIT("#38;"), '&'},  {SLICE_INIT("#038;"), '&'},  {SLICE_INIT("lt;"), '<'},
    {SLICE_INIT("gt;"), '>'},
};

static bool is_plain(struct slice raw)
{
    return slice_is_ascii(raw) && control_chars_find(raw) == raw.len &&
           slice_find_char(raw, '\r') == SIZE_MAX &&
           slice_find_char(raw, '\0') == SIZE_MAX;
}

/* Whether the text after an "&" shows that the "&" does not start a character reference:
   in an attribute value, a name followed by "=" is a query parameter (HTML standard,
   13.2.5.73). */
static bool is_no_reference(struct slice behind)
{
    size_t i = 0;
    while (i < behind.len && (is_ascii_letter((unsigned char)behind.ptr[i]) ||
                              is_ascii_digit((unsigned char)behind.ptr[i])))
        i++;
    if (i == 0)
        return i == behind.len || behind.ptr[i] != '#';
    return i < behind.len && behind.ptr[i] == '=';
}

/* Sets *character to the character that is referred to, and *used to the length of the
   reference after the "&". Returns false for a reference that is left to the parser. */
static bool read_reference(struct slice behind, char *character, size_t *used)
{
    for (size_t i = 0; i < COUNT_OF(references); i++)
        if (slice_starts_with(behind, references[i].source)) {
            *character = references[i].character;
            *used = references[i].source.len;
            return true;
        }
    *character = '&';
    *used = 0;
    return is_no_reference(behind);
}

bool attribute_value_read(struct arena *a, struct slice raw, struct slice *out)
{
    if (!is_plain(raw))
        return false;
    *out = raw;
    size_t sign = slice_find_char(raw, '&');
    if (sign == SIZE_MAX)
        return true;
    char *text = arena_alloc(a, raw.len);
    size_t length = 0;
    for (; sign != SIZE_MAX; sign = slice_find_char(raw, '&')) {
        size_t used;
        memcpy(text + length, raw.ptr, sign);
        length += sign;
        raw = slice_after(raw, sign + 1);
        if (!read_reference(raw, &text[length++], &used))
            return false;
        raw = slice_after(raw, used);
    }
    memcpy(text + length, raw.ptr, raw.len);
    *out = slice_of(text, length + raw.len);
    return true;
}
