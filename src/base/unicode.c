#include "base/unicode.h"

#include <limits.h>
#include <unicase.h>
#include <unictype.h>
#include <unilbrk.h>
#include <uninorm.h>
#include <uniwidth.h>

_Static_assert(sizeof(bool) == sizeof(char), "breaks are made in place");

static bool is_plain(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] >= 0x7F || (unsigned char)text.ptr[i] < ' ')
            return false;
    return true;
}

size_t unicode_width(struct slice text)
{
    if (is_plain(text))
        return text.len;
    return (size_t)u8_width((const uint8_t *)text.ptr, text.len, "UTF-8");
}

void unicode_break(struct slice text, unsigned width, bool *breaks)
{
    int columns = width < INT_MAX ? (int)width : INT_MAX;
    char *kinds = (char *)breaks;
    u8_width_linebreaks((const uint8_t *)text.ptr, text.len, columns, 0, 0, NULL, "UTF-8",
                        kinds);
    for (size_t i = 0; i < text.len; i++)
        breaks[i] = kinds[i] == UC_BREAK_POSSIBLE || kinds[i] == UC_BREAK_MANDATORY;
}

bool unicode_is_punctuation(uint32_t code_point)
{
    return uc_is_general_category_withtable(code_point,
                                            UC_CATEGORY_MASK_P | UC_CATEGORY_MASK_S);
}

bool unicode_is_symbol(uint32_t code_point)
{
    return uc_is_general_category_withtable(code_point, UC_CATEGORY_MASK_S);
}

bool unicode_is_word(uint32_t code_point)
{
    return uc_is_general_category_withtable(
        code_point, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N);
}

uint32_t unicode_lower(uint32_t code_point)
{
    return uc_tolower(code_point);
}

static bool is_accent(uint32_t code_point)
{
    return code_point >= 0x300 && code_point <= 0x36F;
}

/* The letter below all accents (canonical decomposition); the code point itself where it
   is made of other parts, as Korean syllables are. */
static uint32_t without_accents(uint32_t code_point)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    uint32_t base = code_point;
    for (;;) {
        int count = uc_canonical_decomposition(base, parts);
        if (count < 0)
            return base;
        for (int i = 1; i < count; i++)
            if (!is_accent(parts[i]))
                return code_point;
        base = parts[0];
    }
}

uint32_t unicode_fold(uint32_t code_point)
{
    if (code_point < 0x80)
        return ascii_lower((unsigned char)code_point);
    if (is_accent(code_point))
        return 0;
    return uc_tolower(without_accents(code_point));
}
