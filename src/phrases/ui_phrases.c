#include "phrases/ui_phrases.h"

#include "base/array.h"
#include "phrases/normalize_phrase.h"

#include <stdint.h>

/* Small letters, one space for whatever is between them; in the order of their bytes. */
static const struct {
    struct slice text;
    uint8_t says;
} TEXTS[] = {
#include "phrases/ui_phrases.inc"
};

unsigned ui_phrases_read(struct slice text)
{
    struct normalized_phrase plain;
    if (!normalize_phrase(text, &plain) || !plain.len)
        return 0;
    struct slice words = slice_of(plain.bytes, plain.len);
    size_t low = 0, high = COUNT_OF(TEXTS);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_compare(words, TEXTS[middle].text);
        if (order == 0)
            return TEXTS[middle].says;
        *(order < 0 ? &high : &low) = order < 0 ? middle : middle + 1;
    }
    return 0;
}

bool ui_phrases_begin_copyright(struct slice text)
{
    static const struct slice SIGNS[] = {SLICE_INIT("©"), SLICE_INIT("(c)"),
                                         SLICE_INIT("copyright ")};
    for (size_t i = 0; i < COUNT_OF(SIGNS); i++)
        if (slice_starts_with_nocase(text, SIGNS[i]))
            return true;
    return false;
}

bool ui_phrases_name_cookies(struct slice text)
{
    /* Stems; most languages have the English word. */
    static const struct slice STEMS[] = {
        SLICE_INIT("cookie"),    SLICE_INIT("куки"),     SLICE_INIT("бисквитк"),
        SLICE_INIT("ciasteczk"), SLICE_INIT("kolačić"),  SLICE_INIT("piškot"),
        SLICE_INIT("küpsis"),    SLICE_INIT("slapuk"),   SLICE_INIT("sīkdat"),
        SLICE_INIT("eväste"),    SLICE_INIT("kakor"),    SLICE_INIT("sütik"),
        SLICE_INIT("çerez"),     SLICE_INIT("vafrakök"), SLICE_INIT("クッキー"),
        SLICE_INIT("쿠키"),      SLICE_INIT("کوکی"),     SLICE_INIT("تعريف الارتباط"),
        SLICE_INIT("עוגיות"),    SLICE_INIT("คุกกี้"),
    };
    for (size_t i = 0; i < COUNT_OF(STEMS); i++)
        if (slice_find_nocase(text, STEMS[i]) != SIZE_MAX)
            return true;
    return false;
}
