/* content_model: what training has learned, as tables: content_model.inc, which `make
   model` writes. */
#ifndef WINNOW_MODEL_CONTENT_MODEL_H
#define WINNOW_MODEL_CONTENT_MODEL_H

#include "model/page_type.h"

struct content_model {
    struct lexicon lexicon;
    struct forest hints[TYPE_COUNT]; /* over a page's columns: its type at first sight */
    struct forest
        types[TYPE_COUNT]; /* over those of page_type.h, once its text is known */
    struct forest quick;   /* over a passage's columns; what it is sure of is settled */
    struct forest first;   /* asked about the rest */
    struct forest second;  /* asked about all, with what has been said of the others */
    int32_t cutoffs[SCORE_MAX];
};

extern const struct content_model CONTENT_MODEL;

#endif
