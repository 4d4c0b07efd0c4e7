#include "charset/evidence.h"

#include "base/utf8.h"

/* The limits come from the fixtures, encoded in 14 legacy encodings each. There, up to
   1 % of the sequences of single-byte text are well-formed UTF-8, up to 60 % of those of
   Chinese and Japanese text, and up to 80 % of Russian text in Chinese encodings. */
enum {
    MULTI_PER_STRAY = 3,   /* UTF-8 has at least so many sequences for a stray byte */
    STRAY_PER_MULTI = 20,  /* other encodings have so many stray bytes for a sequence */
    STRAY_MIN = 3,         /* fewer stray bytes may be accidents */
    STRAY_WEAK_MIN = 20,   /* the same if another encoding fits */
    POINTS_MIN = 4,        /* of UTF-8 under the label of a single-byte encoding */
    POINTS_DOUBLE_MIN = 20 /* the same for encodings with two bytes for a character */
};

static size_t skip_ascii(struct slice bytes, size_t i)
{
    while (i < bytes.len && (unsigned char)bytes.ptr[i] < 0x80)
        i++;
    return i;
}

void evidence_read(struct slice bytes, struct evidence *out)
{
    *out = (struct evidence){0};
    size_t used;
    for (size_t i = 0; (i = skip_ascii(bytes, i)) < bytes.len; i += used) {
        uint32_t c = utf8_decode(slice_after(bytes, i), &used);
        bool is_replacement =
            slice_starts_with(slice_after(bytes, i), SLICE("\xEF\xBF\xBD"));
        if (c != UTF8_REPLACEMENT || is_replacement) {
            out->multi++;
            out->replacements += is_replacement;
            out->points += used == 2 ? 1 : used;
        } else if (i + used == bytes.len && (unsigned char)bytes.ptr[i] >= 0xC2) {
            break; /* a character that the end of the page cuts */
        } else if (used > 1) {
            out->broken++;
        } else {
            out->stray++;
        }
    }
}

bool evidence_is_utf8(const struct evidence *e)
{
    return e->multi && e->multi >= e->broken && e->multi >= MULTI_PER_STRAY * e->stray;
}

bool evidence_refutes_utf8(const struct evidence *e)
{
    return e->stray >= STRAY_MIN && e->stray >= STRAY_PER_MULTI * (e->multi + e->broken);
}

bool evidence_weakens_utf8(const struct evidence *e)
{
    return e->stray >= STRAY_WEAK_MIN && e->stray > e->multi;
}

bool evidence_refutes(const struct evidence *e, const struct encoding *labelled,
                      bool is_doubted)
{
    size_t min;
    switch (labelled->kind) {
    case ENCODING_BY_INDEX:
        min = POINTS_MIN;
        break;
    case ENCODING_BY_ICONV:
        min = POINTS_DOUBLE_MIN;
        break;
    default:
        return false;
    }
    return e->points >= (is_doubted ? 1 : min) &&
           e->multi >= STRAY_PER_MULTI * (e->stray + e->broken);
}
