/* small_print: finds the copyright and the company's registers at the end of a page, and
   what follows them, as candidates for boilerplate. */
#ifndef WINNOW_PASSES_SMALL_PRINT_H
#define WINNOW_PASSES_SMALL_PRINT_H

#include "passes/pass_state.h"

void small_print_find(struct pass_state *s);

#endif
