/* menu_vocabulary: lines that menus, follow bars and footers are made of, in text that
   was extracted earlier. */
#ifndef WINNOW_PHRASES_MENU_VOCABULARY_H
#define WINNOW_PHRASES_MENU_VOCABULARY_H

#include "phrases/phrases.h"

/* What a whole line means, of SENSES_OF_LINES: case and punctuation around it do not
   count, and "Opinion & Analysis" means what both of its parts mean. */
phrase_set menu_vocabulary_read(struct slice line);

#endif
