/* article_paragraphs: passes that keep what the model half doubts: paragraphs of an
   article, and text that the page's data has. */
#ifndef WINNOW_PASSES_ARTICLE_PARAGRAPHS_H
#define WINNOW_PASSES_ARTICLE_PARAGRAPHS_H

#include "passes/pass_state.h"

void article_paragraphs_keep(struct pass_state *s);
void article_paragraphs_keep_stated(struct pass_state *s);

#endif
