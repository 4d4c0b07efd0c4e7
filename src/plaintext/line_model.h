/* line_model: what training has learned from the lines of text that was extracted
   earlier: tables in line.model, a file that `make model-lines` writes and the build
   links as it is. */
#ifndef WINNOW_PLAINTEXT_LINE_MODEL_H
#define WINNOW_PLAINTEXT_LINE_MODEL_H

#include "model/model_file.h"
#include "plaintext/line_features.h"

/* All tables are in the file. */
struct line_model {
    struct lexicon lexicon;      /* of words and pairs of them alone; log-odds in 1/32 */
    const int32_t *cutoffs;      /* see trees_score */
    struct forest first, second; /* over a paragraph's columns */
};

/* As in content_model.h. */
void line_model_open(struct line_model *out);
struct slice line_model_linked(void);
bool line_model_read(struct slice file, struct line_model *out, struct error *err);

#endif
