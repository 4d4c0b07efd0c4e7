#include "site/words.h"

#include "base/array.h"
#include "base/unicode.h"
#include "base/utf8.h"

static bool is_dense(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } blocks[] = {
        {0x0E00, 0x0EFF},   /* Thai, Lao */
        {0x1000, 0x109F},   /* Burmese */
        {0x1780, 0x17FF},   /* Khmer */
        {0x2E80, 0xA4CF},   /* radicals, kana, ideographs, Yi */
        {0xF900, 0xFAFF},   /* ideographs for compatibility */
        {0xFF66, 0xFF9F},   /* narrow kana */
        {0x1B000, 0x1B16F}, /* more kana */
        {0x20000, 0x3FFFF}, /* more ideographs */
    };
    for (size_t i = 0; i < COUNT_OF(blocks) && c >= blocks[i].first; i++)
        if (c <= blocks[i].last)
            return true;
    return false;
}

enum word_kind word_kind_of(uint32_t c)
{
    if (c < 0x80)
        return is_ascii_letter((unsigned char)c) || is_ascii_digit((unsigned char)c)
                   ? WORD_LETTER
               : is_ascii_space((unsigned char)c) ? WORD_SPACE
                                                  : WORD_NONE;
    if (unicode_is_word(c))
        return is_dense(c) ? WORD_DENSE : WORD_LETTER;
    return utf8_is_space(c) ? WORD_SPACE : WORD_NONE;
}
