/* next_articles: what an article's page has of other articles below it: whole ones, as
   pages that never end do, and rows of teasers. */
#ifndef WINNOW_PASSES_NEXT_ARTICLES_H
#define WINNOW_PASSES_NEXT_ARTICLES_H

#include "passes/pass_state.h"

/* Refuses whole articles beside the one with the headline. */
void next_articles_refuse(struct pass_state *s);
/* Finds rows of teasers after the last paragraph: boxes of one form, each with a link
   and few words. */
void next_articles_find_teasers(struct pass_state *s);

#endif
