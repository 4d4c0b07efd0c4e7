#include "model/passage_kind.h"

enum {
    UNSTOPPED_MIN = 40, /* ideographs of a sentence whose end has no sign */
    LINE_WORDS_MIN = 3, /* of a short line that ends as a sentence does */
};

bool passage_kind_is_heading(const struct passage *p)
{
    return tag_is_heading(p->tag);
}

static bool is_bold_line(const struct page *page, const struct passage *p)
{
    uint16_t tag = page->nodes[page->nodes[p->first].parent].tag;
    return p->tag == TAG_P && (tag == TAG_STRONG || tag == TAG_B);
}

bool passage_kind_can_be_label(const struct page *page, const struct passage *p)
{
    return !passage_kind_is_heading(p) && !is_bold_line(page, p) && p->tag != TAG_LI &&
           p->tag != TAG_DT && p->tag != TAG_DD && p->code == 0 &&
           tag_kind((enum tag)p->tag) != TAG_CELL;
}

/* ---- links ------------------------------------------------------------------------- */

bool passage_kind_is_links(const struct passage *p)
{
    return p->linked * 10 >= p->chars * 9;
}

bool passage_kind_is_mostly_links(const struct passage *p)
{
    return p->linked * 10 >= p->chars * 8;
}

bool passage_kind_is_half_links(const struct passage *p)
{
    return p->linked * 2 > p->chars;
}

/* ---- prose ------------------------------------------------------------------------- */

bool passage_kind_is_prose(const struct passage *p, enum prose_words words_min)
{
    return p->words >= (uint32_t)words_min && p->linked * 2 < p->chars;
}

bool passage_kind_is_paragraph(const struct passage *p, enum prose_words words_min)
{
    return p->tag == TAG_P && passage_kind_is_prose(p, words_min);
}

bool passage_kind_is_plain_paragraph(const struct passage *p, enum prose_words words_min)
{
    return passage_kind_is_paragraph(p, words_min) && p->linked == 0 &&
           p->last_glyph == GLYPH_STOP;
}

/* Thai and Chinese may end a sentence without a stop. */
bool passage_kind_has_sentence(const struct passage *p, enum prose_words words_min)
{
    bool has_end = p->stops > 0 || p->ideographs >= UNSTOPPED_MIN;
    return has_end && p->tag != TAG_LI && p->tag != TAG_H1 &&
           passage_kind_is_prose(p, words_min);
}

bool passage_kind_is_running_text(const struct passage *p)
{
    return p->linked == 0 ||
           (p->tag == TAG_P && p->last_glyph == GLYPH_STOP && !passage_kind_is_links(p));
}

bool passage_kind_is_prose_line(size_t words, bool is_sentence)
{
    return words >= PROSE_WORDS_OF_LINE || (words >= LINE_WORDS_MIN && is_sentence);
}
