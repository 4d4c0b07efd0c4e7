#include "blocks/tex_letters.h"

#include "base/utf8.h"

#include <string.h>

/* Letters and digits of the block "Mathematical Alphanumeric Symbols" as plain ones. */
static uint32_t plain_letter(uint32_t c)
{
    enum { LATIN = 0x1D400, GREEK = 0x1D6A8, DIGITS = 0x1D7CE, END = 0x1D800 };
    enum { LETTERS = 26, GREEK_SET = 58, GREEK_SMALL = 26, GREEK_LETTERS = 25 };
    if (c == 0x210E) /* the Planck constant is used as an italic h */
        return 'h';
    if (c < LATIN || c >= END)
        return c;
    if (c >= DIGITS)
        return '0' + (c - DIGITS) % 10;
    if (c < GREEK) {
        uint32_t n = (c - LATIN) % (2 * LETTERS);
        return n < LETTERS ? 'A' + n : 'a' + n - LETTERS;
    }
    uint32_t n = (c - GREEK) % GREEK_SET;
    return n < GREEK_LETTERS                                     ? 0x391 + n
           : n >= GREEK_SMALL && n < GREEK_SMALL + GREEK_LETTERS ? 0x3B1 + n - GREEK_SMALL
                                                                 : c;
}

void tex_letters_append(struct buffer *out, uint32_t letter)
{
    letter = plain_letter(letter);
    if (utf8_is_invisible(letter) || utf8_is_control(letter) ||
        (letter >= 0x2061 && letter <= 0x2064)) /* operators that are not shown */
        return;
    if (letter == '\\') {
        buffer_append_string(out, "\\backslash ");
        return;
    }
    if (letter < 0x80 && letter && strchr("{}%#&_", (int)letter))
        buffer_append_char(out, '\\');
    char bytes[4];
    buffer_append(out, slice_of(bytes, utf8_encode(letter, bytes)));
}

void tex_letters_append_all(struct buffer *out, struct slice text)
{
    text = slice_trim(text);
    while (text.len) {
        size_t used;
        tex_letters_append(out, utf8_decode(text, &used));
        text = slice_after(text, used);
    }
}
