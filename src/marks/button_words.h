/* button_words: buttons whose words belong to the text: a word of a sentence, the heading
   of a column, a question that unfolds its answer. Others are controls. */
#ifndef WINNOW_MARKS_BUTTON_WORDS_H
#define WINNOW_MARKS_BUTTON_WORDS_H

#include "page/page.h"

/* Whether the words of a control are read with the text. */
bool button_words_are_text(const struct page *page, uint32_t node);

#endif
