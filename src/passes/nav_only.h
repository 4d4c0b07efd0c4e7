/* nav_only: the pass over a page of which nothing is left but the entries of its menus.
 */
#ifndef WINNOW_PASSES_NAV_ONLY_H
#define WINNOW_PASSES_NAV_ONLY_H

#include "passes/pass_state.h"

void nav_only_drop(struct pass_state *s);

#endif
