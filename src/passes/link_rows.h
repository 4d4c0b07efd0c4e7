/* link_rows: refuses rows of short links in an article whose language the model hardly
   knows. Menus and actions are rows of links in all languages. */
#ifndef WINNOW_PASSES_LINK_ROWS_H
#define WINNOW_PASSES_LINK_ROWS_H

#include "passes/pass_state.h"

void link_rows_refuse(struct pass_state *s);

#endif
