/* menu_lines: menus in text that was extracted earlier. It has no elements to recognise a
   menu by, only short lines in runs, and the words that menus are made of. */
#ifndef WINNOW_PLAINTEXT_MENU_LINES_H
#define WINNOW_PLAINTEXT_MENU_LINES_H

#include "blocks/block.h"

/* Drops the lines of menus, follow bars and footers, which it recognises only by their
   words. A short line that it does not know stays: a person may have written it. */
void menu_lines_drop(struct block_list *blocks, struct marks *marks);

#endif
