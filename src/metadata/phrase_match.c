#include "metadata/phrase_match.h"

#include "base/unicode.h"
#include "base/utf8.h"

size_t phrase_match(struct slice text, struct slice prefix)
{
    size_t at = 0, used, wanted;
    while (prefix.len) {
        uint32_t c = utf8_decode(slice_after(text, at), &used);
        if (!used || unicode_lower(c) != utf8_decode(prefix, &wanted))
            return 0;
        at += used;
        prefix = slice_after(prefix, wanted);
    }
    return at;
}

bool phrase_match_any(struct slice text, const struct slice *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (phrase_match(text, words[i]) == text.len)
            return true;
    return false;
}
