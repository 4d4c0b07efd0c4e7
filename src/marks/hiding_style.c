#include "marks/hiding_style.h"

#include "base/array.h"
#include <stdint.h>

/* What the declarations of a style say, one bit each. */
enum {
    HIDES = 1 << 0,
    CLEAR = 1 << 1,    /* opacity: 0 */
    LOW = 1 << 2,      /* no height, or one pixel */
    NARROW = 1 << 3,   /* the same of the width */
    CUTS = 1 << 4,     /* overflow: hidden */
    POSITION = 1 << 5, /* absolute, fixed */
    AWAY = 1 << 6,     /* left: -9999px and the like */
    CLIPPED = 1 << 7,
    NO_FONT = 1 << 8,
    INDENTED = 1 << 9, /* text-indent: -9999px */
};

/* Whether a length is 0 or 1 pixel. */
static bool is_no_size(struct slice value)
{
    if (!value.len || (value.ptr[0] != '0' && value.ptr[0] != '1'))
        return false;
    bool is_zero = value.ptr[0] == '0';
    for (size_t i = 1; i < value.len; i++) {
        char c = value.ptr[i];
        if (c == '!' || c == ' ')
            break;
        if (is_ascii_digit((unsigned char)c) || (c == '.' && !is_zero))
            return false;
        if (!is_zero && c != 'p' && c != 'x')
            return false;
        if (c == '.')
            return false;
    }
    return true;
}

/* Whether a length is far out of the page: below -999 pixels or -99em. */
static bool is_far(struct slice value)
{
    size_t digits = 0;
    if (!slice_starts_with(value, SLICE("-")))
        return false;
    while (digits + 1 < value.len && is_ascii_digit((unsigned char)value.ptr[digits + 1]))
        digits++;
    return digits >= 4 ||
           (digits == 3 && slice_starts_with(slice_after(value, 4), SLICE("em")));
}

static bool is_clipping(struct slice value)
{
    static const struct slice BEGINNINGS[] = {
        SLICE_INIT("rect(0"),   SLICE_INIT("rect(1px"),  SLICE_INIT("inset(50%"),
        SLICE_INIT("inset(99"), SLICE_INIT("inset(100"),
    };
    for (size_t i = 0; i < COUNT_OF(BEGINNINGS); i++)
        if (slice_starts_with_nocase(value, BEGINNINGS[i]))
            return true;
    return false;
}

/* What a declaration says: its property, and the bits for some of its values. */
static const struct property {
    struct slice name;
    unsigned if_zero, if_no_size, if_far, if_word;
    struct slice words[2];
} PROPERTIES[] = {
    {SLICE_INIT("display"), .if_word = HIDES, .words = {SLICE_INIT("none")}},
    {SLICE_INIT("visibility"), .if_word = HIDES, .words = {SLICE_INIT("hidden")}},
    {SLICE_INIT("overflow"), .if_word = CUTS, .words = {SLICE_INIT("hidden")}},
    {SLICE_INIT("position"), .if_word = POSITION,
     .words = {SLICE_INIT("absolute"), SLICE_INIT("fixed")}},
    {SLICE_INIT("opacity"), .if_zero = CLEAR},
    {SLICE_INIT("font-size"), .if_zero = NO_FONT},
    {SLICE_INIT("height"), .if_no_size = LOW},
    {SLICE_INIT("max-height"), .if_no_size = LOW},
    {SLICE_INIT("width"), .if_no_size = NARROW},
    {SLICE_INIT("max-width"), .if_no_size = NARROW},
    {SLICE_INIT("left"), .if_far = AWAY},
    {SLICE_INIT("right"), .if_far = AWAY},
    {SLICE_INIT("top"), .if_far = AWAY},
    {SLICE_INIT("margin-left"), .if_far = AWAY},
    {SLICE_INIT("text-indent"), .if_far = INDENTED},
};

static unsigned bits_of_value(const struct property *property, struct slice value)
{
    unsigned bits = 0;
    for (size_t i = 0; property->if_word && i < COUNT_OF(property->words); i++)
        if (property->words[i].len && slice_starts_with_nocase(value, property->words[i]))
            bits |= property->if_word;
    if ((property->if_zero || property->if_no_size) && is_no_size(value))
        bits |= property->if_no_size | (value.ptr[0] == '0' ? property->if_zero : 0);
    if (property->if_far && is_far(value))
        bits |= property->if_far;
    return bits;
}

static unsigned bits_of(struct slice name, struct slice value)
{
    if (!name.len)
        return 0;
    if (slice_starts_with_nocase(name, SLICE("clip")))
        return is_clipping(value) ? CLIPPED : 0;
    char first = (char)ascii_lower((unsigned char)name.ptr[0]);
    for (size_t i = 0; i < COUNT_OF(PROPERTIES); i++) {
        const struct property *property = &PROPERTIES[i];
        if (property->name.len == name.len && property->name.ptr[0] == first &&
            slice_equal_nocase(name, property->name))
            return bits_of_value(property, value);
    }
    return 0;
}

/* Whether all bits of a set are there. */
static bool has(unsigned bits, unsigned set)
{
    return (bits & set) == set;
}

enum hiding_style hiding_style_of(struct slice style)
{
    unsigned bits = 0;
    struct slice declaration;
    while (slice_split(&style, ';', &declaration)) {
        size_t colon = slice_find_char(declaration, ':');
        if (colon != SIZE_MAX)
            bits |= bits_of(slice_trim(slice_of(declaration.ptr, colon)),
                            slice_trim(slice_after(declaration, colon + 1)));
    }
    if (bits & HIDES)
        return HIDING_STYLE_HIDES;
    bool is_small = (bits & CLEAR && bits & (LOW | NARROW | NO_FONT)) ||
                    (bits & (LOW | NARROW) && bits & CUTS) ||
                    has(bits, POSITION | AWAY) || has(bits, POSITION | CLIPPED) ||
                    bits & (INDENTED | NO_FONT);
    return is_small ? HIDING_STYLE_SMALL : HIDING_STYLE_NONE;
}
