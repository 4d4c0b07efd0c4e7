/* related_links: passes over links to other texts, known by the phrase before them. All
   are candidates for boilerplate. */
#ifndef WINNOW_PASSES_RELATED_LINKS_H
#define WINNOW_PASSES_RELATED_LINKS_H

#include "passes/pass_state.h"

/* "Read also: A new crane for the harbour", in one line. */
void related_links_find_lines(struct pass_state *s);
/* What is below "You may also like". */
void related_links_find(struct pass_state *s);
/* What is below "Most read". */
void related_links_find_latest(struct pass_state *s);

#endif
