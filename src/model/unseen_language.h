/* unseen_language: the type of a page in a language that the model has hardly seen. Its
   lexicon does not have the words of short lines then, and a short text next to menus
   looks like a list of things to it. */
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
