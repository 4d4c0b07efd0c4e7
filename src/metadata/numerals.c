#include "metadata/numerals.h"

#include "base/array.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "phrases/phrases.h"

int numerals_digit(struct slice text, size_t *used)
{
    static const uint32_t zeros[] = {
        '0',    0x0660, 0x06F0, 0x0966,
        0x09E6, 0x0E50, 0xFF10, /* Arabic, Persian, Devanagari, Bengali, Thai, wide */
    };
    uint32_t c = utf8_decode(text, used);
    for (size_t i = 0; i < COUNT_OF(zeros); i++)
        if (c >= zeros[i] && c < zeros[i] + 10)
            return (int)(c - zeros[i]);
    return -1;
}

/* ---- Chinese numbers --------------------------------------------------------------- */

enum { CHINESE_TEN = 10, CHARACTER = 3 /* bytes of one */ };

/* Returns 0 to 10 for the numeral that text begins with; -1 if there is none. */
static int read_chinese_digit(struct slice text)
{
    static const struct slice digits[] = {
        SLICE_INIT("〇"), SLICE_INIT("一"), SLICE_INIT("二"), SLICE_INIT("三"),
        SLICE_INIT("四"), SLICE_INIT("五"), SLICE_INIT("六"), SLICE_INIT("七"),
        SLICE_INIT("八"), SLICE_INIT("九"), SLICE_INIT("十"),
    };
    static const struct slice zeros[] = {SLICE_INIT("零"), SLICE_INIT("○")};
    for (size_t i = 0; i < COUNT_OF(digits); i++)
        if (slice_starts_with(text, digits[i]))
            return (int)i;
    for (size_t i = 0; i < COUNT_OF(zeros); i++)
        if (slice_starts_with(text, zeros[i]))
            return 0;
    return -1;
}

static bool begins_unit(struct slice text)
{
    static const enum phrase_sense units[] = {SENSE_YEAR_UNIT, SENSE_MONTH_UNIT,
                                              SENSE_DAY_UNIT};
    struct phrase_beginning unit;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (phrases_begin(text, units[i], &unit))
            return true;
    return false;
}

size_t numerals_chinese(struct slice text, unsigned *value)
{
    enum { DIGITS_MAX = 4 };
    unsigned sum = 0, last = 0;
    size_t count = 0;
    int digit;
    for (struct slice rest = text; (digit = read_chinese_digit(rest)) >= 0;
         rest = slice_after(rest, CHARACTER)) {
        if (++count > DIGITS_MAX)
            return 0;
        if (digit == CHINESE_TEN) { /* 十 is 10, 三十 is 30, 三十一 is 31 */
            sum = (count == 1 ? 1 : last) * CHINESE_TEN;
            last = 0;
        } else {
            /* digits one after another are a year, or its last two */
            bool is_after_ten =
                count > 1 && last == 0 && sum % CHINESE_TEN == 0 &&
                slice_starts_with(slice_after(text, (count - 2) * CHARACTER),
                                  SLICE("十"));
            sum = is_after_ten ? sum + (unsigned)digit
                               : sum * CHINESE_TEN + (unsigned)digit;
            last = (unsigned)digit;
        }
    }
    *value = sum;
    return count && begins_unit(slice_after(text, count * CHARACTER)) ? count * CHARACTER
                                                                      : 0;
}

struct slice numerals_to_ascii(struct arena *a, struct slice text)
{
    struct buffer out;
    if (slice_is_ascii(text))
        return text;
    buffer_open(&out, a);
    for (size_t used; text.len; text = slice_after(text, used)) {
        unsigned number;
        int digit = numerals_digit(text, &used);
        size_t chinese = digit < 0 ? numerals_chinese(text, &number) : 0;
        if (digit >= 0) {
            buffer_append_char(&out, (char)('0' + digit));
        } else if (chinese) {
            buffer_append_string(&out, arena_printf(a, "%u", number));
            used = chinese;
        } else {
            buffer_append(&out, slice_of(text.ptr, used));
        }
    }
    return buffer_slice(&out);
}
