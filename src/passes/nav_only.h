/* nav_only: drops all of a page if nothing but the entries of its menus is kept. */
#ifndef WINNOW_PASSES_NAV_ONLY_H
#define WINNOW_PASSES_NAV_ONLY_H

#include "passes/pass_state.h"

void nav_only_drop(struct pass_state *s);

#endif
