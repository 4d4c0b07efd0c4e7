/* unseen_language: what a page is whose language the model has hardly seen. The words of
   its short lines say nothing to the lexicon then, and a short text beside menus looks to
   the model like a list of things. */
#ifndef WINNOW_MODEL_UNSEEN_LANGUAGE_H
#define WINNOW_MODEL_UNSEEN_LANGUAGE_H

#include "model/features.h"

/* Whether the lexicon knows few of the page's words. */
bool unseen_language_detect(const struct passages *passages,
                            const struct lexicon *lexicon);

/* The guess about such a page, or an article where it has the shape of one. */
enum page_type unseen_language_page_type(const struct features *f, const int16_t *scores,
                                         struct arena *a, enum page_type guess);

#endif
