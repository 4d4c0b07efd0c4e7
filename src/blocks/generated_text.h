/* generated_text: what elements say to a reader that is in no text of theirs:
   quotation marks, emoji that are pictures, boxes of lists of things to do. */
#ifndef WINNOW_BLOCKS_GENERATED_TEXT_H
#define WINNOW_BLOCKS_GENERATED_TEXT_H

#include "page/page.h"

/* The alternative text of a picture that stands for a character; empty for others. */
struct slice generated_text_emoji(const struct page *page, uint32_t node);

/* The alternative text of a picture of a word's first letter; empty for others. */
struct slice generated_text_initial(const struct page *page, uint32_t node);

/* "[x]" or "[ ]" for a box that shows what is done and what is not; empty for one that a
   reader could tick. */
struct slice generated_text_task(const struct page *page, uint32_t node);

struct quotation_marks {
    struct slice opening, closing;
};

/* The marks around a q element, by its language and how many of its kind are around it;
   none where the author has set his own. */
struct quotation_marks generated_text_quotation(const struct page *page, uint32_t node,
                                                unsigned depth);

#endif
