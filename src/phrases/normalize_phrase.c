#include "phrases/normalize_phrase.h"

#include "base/unicode.h"
#include "base/utf8.h"

/* A letter, or what joins letters. Signs, digits and spaces separate words. */
static bool is_letter(uint32_t c)
{
    enum { NO_BREAK_SPACE = 0xA0, NON_JOINER = 0x200C, JOINER = 0x200D };
    if (c < 0x80)
        return is_ascii_letter((unsigned char)c);
    return c != NO_BREAK_SPACE && c != NON_JOINER && c != JOINER && !utf8_is_space(c) &&
           !unicode_is_punctuation(c);
}

static uint32_t lower(uint32_t c)
{
    return c < 0x80 ? ascii_lower((unsigned char)c) : unicode_lower(c);
}

bool normalize_phrase(struct slice text, struct normalized_phrase *out)
{
    size_t used;
    bool is_apart = false;
    *out = (struct normalized_phrase){.len = 0};
    text = slice_trim(text);
    if (text.len > NORMALIZED_PHRASE_MAX)
        return false;
    for (; text.len; text = slice_after(text, used)) {
        uint32_t c = utf8_decode(text, &used);
        bool is_digit = c < 0x80 && is_ascii_digit((unsigned char)c);
        out->has_number = out->has_number || is_digit;
        out->number_leads = out->number_leads || (is_digit && !out->len);
        if (!is_letter(c)) {
            is_apart = out->len > 0;
            continue;
        }
        if (is_apart && !out->first)
            out->first = out->len;
        if (is_apart)
            out->bytes[out->len++] = ' ';
        is_apart = false;
        out->len += utf8_encode(lower(c), out->bytes + out->len);
    }
    return true;
}
