/* line_model: what training on old scrapes has learned, as tables: scrape_model.inc,
   which `make model-lines` writes. */
#ifndef WINNOW_PLAINTEXT_LINE_MODEL_H
#define WINNOW_PLAINTEXT_LINE_MODEL_H

#include "model/trees.h"
#include "plaintext/line_features.h"

struct line_model {
    struct lexicon lexicon;      /* of words and pairs of them alone; log-odds in 1/32 */
    struct forest first, second; /* over a paragraph's columns */
    int32_t cutoffs[SCORE_MAX];
};

extern const struct line_model LINE_MODEL;

#endif
