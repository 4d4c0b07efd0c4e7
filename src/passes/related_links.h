/* related_links: finds links to other texts by the phrase before them, as candidates for
   boilerplate. */
#ifndef WINNOW_PASSES_RELATED_LINKS_H
#define WINNOW_PASSES_RELATED_LINKS_H

#include "passes/pass_state.h"

/* "Read also: A new crane for the harbour", in one line. */
void related_links_find_lines(struct pass_state *s);
/* All below "You may also like". */
void related_links_find(struct pass_state *s);
/* All below "Most read". */
void related_links_find_latest(struct pass_state *s);

#endif
