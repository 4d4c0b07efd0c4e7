/* article_paragraphs: the pass that keeps paragraphs of an article which the model half
   doubts. */
#ifndef WINNOW_PASSES_ARTICLE_PARAGRAPHS_H
#define WINNOW_PASSES_ARTICLE_PARAGRAPHS_H

#include "passes/pass_state.h"

void article_paragraphs_keep(struct pass_state *s);

#endif
