#include "metadata/unfilled.h"

#include "base/array.h"
#include <stdint.h>

/* Template syntax of Mustache, Jinja, Liquid and Angular; JavaScript, Java and shells;
   ERB and JSP; Ruby; Template Toolkit; wikis. */
static const struct {
    struct slice open, close;
} forms[] = {
    {SLICE_INIT("{{"), SLICE_INIT("}}")}, {SLICE_INIT("{%"), SLICE_INIT("%}")},
    {SLICE_INIT("${"), SLICE_INIT("}")},  {SLICE_INIT("#{"), SLICE_INIT("}")},
    {SLICE_INIT("<%"), SLICE_INIT("%>")}, {SLICE_INIT("[%"), SLICE_INIT("%]")},
    {SLICE_INIT("[["), SLICE_INIT("]]")},
};

/* Returns the length in bytes of the placeholder that text begins with; 0 if there is
   none. */
static size_t measure_place(struct slice text)
{
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (!slice_starts_with(text, forms[i].open))
            continue;
        size_t at = slice_find(slice_after(text, forms[i].open.len), forms[i].close);
        if (at != SIZE_MAX)
            return forms[i].open.len + at + forms[i].close.len;
    }
    return 0;
}

/* "%author%", "%%title%%", "__AUTHOR__", "{author}": one word between delimiters. */
static bool is_word_between_signs(struct slice value)
{
    static const struct {
        struct slice open, close;
    } signs[] = {{SLICE_INIT("%"), SLICE_INIT("%")},
                 {SLICE_INIT("__"), SLICE_INIT("__")},
                 {SLICE_INIT("{"), SLICE_INIT("}")}};
    if (slice_find_char(value, ' ') != SIZE_MAX)
        return false;
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (value.len > signs[i].open.len + signs[i].close.len &&
            slice_starts_with(value, signs[i].open) &&
            slice_ends_with(value, signs[i].close))
            return true;
    return false;
}

/* "page.extra.author": the path of a variable that nothing has replaced. A host has no
   such last part, and the name of a file has no second dot. */
static bool is_path_of_variable(struct slice value)
{
    static const struct slice ends[] = {SLICE_INIT(".author"), SLICE_INIT(".name"),
                                        SLICE_INIT(".title"), SLICE_INIT(".date")};
    size_t dots = 0;
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        dots += c == '.';
        if (c != '.' && c != '_' && !is_ascii_letter((unsigned char)c))
            return false;
    }
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (slice_ends_with(value, ends[i]))
            return dots >= 2;
    return false;
}

static bool has_word_character(struct slice value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (is_ascii_letter(c) || is_ascii_digit(c) || c >= 0x80)
            return true;
    }
    return false;
}

static bool is_word_for_none(struct slice value)
{
    static const struct slice words[] = {SLICE_INIT("undefined"), SLICE_INIT("null"),
                                         SLICE_INIT("NaN"), SLICE_INIT("n/a"),
                                         SLICE_INIT("[object Object]")};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (slice_equal(value, words[i]))
            return true;
    return false;
}

bool unfilled_is_value(struct slice value)
{
    value = slice_trim(value);
    if (!value.len)
        return false;
    if (!has_word_character(value) || is_word_for_none(value) ||
        is_path_of_variable(value) || is_word_between_signs(value))
        return true;
    size_t place = measure_place(value);
    struct slice rest = slice_trim(slice_after(value, place));
    return place && (!rest.len || slice_find_char(SLICE("|-:"), rest.ptr[0]) != SIZE_MAX);
}

bool unfilled_is_inside(struct slice value)
{
    for (; value.len; value = slice_after(value, 1))
        if (measure_place(value))
            return true;
    return false;
}
