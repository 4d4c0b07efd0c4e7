/* generated_text: what a browser shows for elements that is not in their text: quotation
   marks, emoji as pictures, check boxes of to-do lists. */
#ifndef WINNOW_BLOCKS_GENERATED_TEXT_H
#define WINNOW_BLOCKS_GENERATED_TEXT_H

#include "page/page.h"

/* The alternative text of a picture that replaces a character; empty for others. */
struct slice generated_text_emoji(const struct page *page, uint32_t node);

/* The alternative text of a picture of a word's first letter; empty for others. */
struct slice generated_text_initial(const struct page *page, uint32_t node);

/* Whether a picture at the start of a list's item is its bullet: a tick, an arrow. */
bool generated_text_is_bullet(const struct page *page, uint32_t node);

/* "[x]" or "[ ]" for a check box that shows whether something is done; empty for one that
   a reader can tick. */
struct slice generated_text_task(const struct page *page, uint32_t node);

struct quotation_marks {
    struct slice opening, closing;
};

/* The marks around a q element, by its language and by how many q elements are around it;
   none if the author has written marks. */
struct quotation_marks generated_text_quotation(const struct page *page, uint32_t node,
                                                unsigned depth);

#endif
