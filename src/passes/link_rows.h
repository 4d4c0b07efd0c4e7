/* link_rows: rows of links in an article, in any language: menus and actions, and the
   links to other texts that stand below each other. */
#ifndef WINNOW_PASSES_LINK_ROWS_H
#define WINNOW_PASSES_LINK_ROWS_H

#include "passes/pass_state.h"

/* The host that the page is from, by its canonical link; empty if it does not say. */
struct slice link_rows_host(const struct page *page);
/* Whether a passage is a headline of another page of that host, as a link. */
bool link_rows_is_headline(const struct pass_state *s, size_t i, struct slice host);

/* Finds runs of passages that are links to other pages, with the label above them. */
void link_rows_find_runs(struct pass_state *s);
/* The same between paragraphs only, on pages that may be about links. */
void link_rows_find_runs_in_prose(struct pass_state *s);
/* Finds single ones between two paragraphs. */
void link_rows_find_lines(struct pass_state *s);
/* Refuses rows of short links where the model hardly knows the language. */
void link_rows_refuse(struct pass_state *s);

#endif
