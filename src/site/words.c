#include "site/words.h"

#include "base/array.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include <string.h>

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

/* The word that is being read, or the last character of a run without spaces. */
struct reading {
    words_visit visit;
    void *context;
    enum word_kind kind;
    char bytes[WORD_CHARACTERS_MAX * 4];
    size_t len, characters;
};

static void end_word(struct reading *reading)
{
    if (reading->kind == WORD_LETTER && reading->len)
        reading->visit(reading->context, slice_of(reading->bytes, reading->len));
    reading->len = reading->characters = 0;
}

static void add_letter(struct reading *reading, uint32_t c)
{
    if (reading->characters++ < WORD_CHARACTERS_MAX)
        reading->len += utf8_encode(c, reading->bytes + reading->len);
}

static void add_dense(struct reading *reading, uint32_t c)
{
    size_t before = reading->len;
    size_t len = utf8_encode(c, reading->bytes + before);
    reading->visit(reading->context, slice_of(reading->bytes + before, len));
    if (before)
        reading->visit(reading->context, slice_of(reading->bytes, before + len));
    memmove(reading->bytes, reading->bytes + before, len);
    reading->len = len;
}

void words_each(struct slice text, words_visit visit, void *context)
{
    struct reading reading = {.visit = visit, .context = context, .kind = WORD_NONE};
    size_t used;
    for (; text.len; text = slice_after(text, used)) {
        uint32_t c = utf8_decode(text, &used);
        enum word_kind kind = word_kind_of(c);
        if (kind != reading.kind)
            end_word(&reading);
        reading.kind = kind;
        uint32_t folded = kind == WORD_LETTER || kind == WORD_DENSE ? unicode_fold(c) : 0;
        if (folded && kind == WORD_LETTER)
            add_letter(&reading, folded);
        else if (folded)
            add_dense(&reading, folded);
    }
    end_word(&reading);
}
