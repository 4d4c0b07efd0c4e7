/* menu_vocabulary: the words that menus, follow bars and footers are made of. */
#ifndef WINNOW_PHRASES_MENU_VOCABULARY_H
#define WINNOW_PHRASES_MENU_VOCABULARY_H

#include "base/slice.h"

enum word_kind {
    UI_MENU = 1,       /* an entry of menus; says something elsewhere */
    WORD_LABEL = 2,    /* says nothing to a reader wherever it stands as a line */
    WORD_NETWORK = 4,  /* a social network, a messenger, a way to share */
    WORD_LANGUAGE = 8, /* a language's name in itself */
    WORD_SHARE = 16,   /* what stands above a list of networks */
};

/* The kinds of a whole line, 0 for none: case and punctuation around it do not count, and
   "Opinion & Analysis" is of the kinds that both of its parts are. */
unsigned menu_vocabulary_kinds(struct slice line);

#endif
