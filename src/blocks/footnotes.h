/* footnotes: which links of a page lead to a note on it, what the notes are, and which
   links lead back from them. */
#ifndef WINNOW_BLOCKS_FOOTNOTES_H
#define WINNOW_BLOCKS_FOOTNOTES_H

#include "base/arena.h"
#include "page/page.h"

enum footnote_part {
    FOOTNOTE_NONE,
    FOOTNOTE_REFERENCE, /* an element whose only text is the number of the note */
    FOOTNOTE_NOTE,      /* the element that holds a note */
    FOOTNOTE_BACK, /* a link back, or to a note that is not kept: useless outside of the
                      page */
};

/* By node; both are NULL if a page has none. */
struct footnotes {
    uint8_t *parts;
    uint32_t *numbers; /* of references and notes, from 1, in the order of references */
};

/* Finds the footnotes in the text that the verdicts keep. */
void footnotes_find(const struct page *page, const uint8_t *verdicts, struct arena *a,
                    struct footnotes *out);

#endif
