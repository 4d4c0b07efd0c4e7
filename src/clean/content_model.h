/* content_model: what training has learned, as tables: content_model.inc, which `make
   model` writes. */
#ifndef WINNOW_CLEAN_CONTENT_MODEL_H
#define WINNOW_CLEAN_CONTENT_MODEL_H

#include "clean/features.h"
#include "clean/trees.h"

struct content_model {
    struct lexicon lexicon;
    struct forest types[TYPE_COUNT]; /* over a page's columns */
    struct forest first, second;     /* over a passage's columns */
    int32_t cutoffs[SCORE_MAX];
};

extern const struct content_model CONTENT_MODEL;

#endif
