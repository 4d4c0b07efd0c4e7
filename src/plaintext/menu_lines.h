/* menu_lines: menus in text form. An old scrape has no elements left to tell a menu by:
   what is left is short lines in runs, and the words that menus are made of. */
#ifndef WINNOW_PLAINTEXT_MENU_LINES_H
#define WINNOW_PLAINTEXT_MENU_LINES_H

#include "blocks/block.h"

/* Drops the lines of menus, follow bars and footers. It knows them by their words alone:
   a short line that it does not know stays, for a person may have written it. */
void menu_lines_drop(struct block_list *blocks, struct marks *marks);

#endif
