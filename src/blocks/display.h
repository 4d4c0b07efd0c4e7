/* display: how an element is laid out where its tag does not say: by its style, or as
   authors write paragraphs of spans and custom elements. */
#ifndef WINNOW_BLOCKS_DISPLAY_H
#define WINNOW_BLOCKS_DISPLAY_H

#include "page/page.h"

/* Whether an inline element is on lines of its own. */
bool display_is_block(const struct page *page, uint32_t node);

enum display_lines {
    DISPLAY_INHERIT,
    DISPLAY_COLLAPSE, /* line breaks of the source are spaces */
    DISPLAY_KEEP,     /* they are line breaks */
};

/* How the element's style treats line breaks in its text. */
enum display_lines display_lines_of(const struct page *page, uint32_t node);

/* Whether the element is a note, or another sentence, with a style that sets it apart
   from the sentence that ends right before it. */
bool display_is_note(const struct page *page, uint32_t node, struct slice before);

#endif
