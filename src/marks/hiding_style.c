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

static bool begins(struct slice value, struct slice word)
{
    return slice_starts_with_nocase(value, word);
}

static unsigned bits_of(struct slice name, struct slice value)
{
    static const struct {
        struct slice name;
        unsigned if_no_size, if_far;
    } LENGTHS[] = {
        {SLICE_INIT("height"), LOW, 0},
        {SLICE_INIT("max-height"), LOW, 0},
        {SLICE_INIT("width"), NARROW, 0},
        {SLICE_INIT("max-width"), NARROW, 0},
        {SLICE_INIT("left"), 0, AWAY},
        {SLICE_INIT("right"), 0, AWAY},
        {SLICE_INIT("top"), 0, AWAY},
        {SLICE_INIT("margin-left"), 0, AWAY},
        {SLICE_INIT("text-indent"), 0, INDENTED},
    };
    if (slice_equal_nocase(name, SLICE("display")))
        return begins(value, SLICE("none")) ? HIDES : 0;
    if (slice_equal_nocase(name, SLICE("visibility")))
        return begins(value, SLICE("hidden")) ? HIDES : 0;
    if (slice_equal_nocase(name, SLICE("opacity")))
        return is_no_size(value) && value.ptr[0] == '0' ? CLEAR : 0;
    if (slice_equal_nocase(name, SLICE("font-size")))
        return is_no_size(value) && value.ptr[0] == '0' ? NO_FONT : 0;
    if (slice_equal_nocase(name, SLICE("overflow")))
        return begins(value, SLICE("hidden")) ? CUTS : 0;
    if (slice_equal_nocase(name, SLICE("position")))
        return begins(value, SLICE("absolute")) || begins(value, SLICE("fixed"))
                   ? POSITION
                   : 0;
    if (slice_equal_nocase(name, SLICE("clip")) ||
        slice_equal_nocase(name, SLICE("clip-path")))
        return is_clipping(value) ? CLIPPED : 0;
    for (size_t i = 0; i < COUNT_OF(LENGTHS); i++)
        if (slice_equal_nocase(name, LENGTHS[i].name))
            return (is_no_size(value) ? LENGTHS[i].if_no_size : 0) |
                   (is_far(value) ? LENGTHS[i].if_far : 0);
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
