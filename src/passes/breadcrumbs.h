/* breadcrumbs: finds the path to the page, before its headline, as a candidate for
   boilerplate. */
#ifndef WINNOW_PASSES_BREADCRUMBS_H
#define WINNOW_PASSES_BREADCRUMBS_H

#include "passes/pass_state.h"

/* "Home › News › A new crane", or a list of these. */
void breadcrumbs_find(struct pass_state *s);

#endif
