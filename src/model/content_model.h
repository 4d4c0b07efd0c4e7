/* content_model: what training has learned from pages: tables in content.model, a file
   that `make model` writes and the build links as it is. */
#ifndef WINNOW_MODEL_CONTENT_MODEL_H
#define WINNOW_MODEL_CONTENT_MODEL_H

#include "model/model_file.h"
#include "model/page_type.h"

/* All tables are in the file. */
struct content_model {
    struct lexicon lexicon;
    const int32_t *cutoffs;          /* see trees_score */
    struct forest hints[TYPE_COUNT]; /* over a page's columns: its type at first sight */
    struct forest
        types[TYPE_COUNT]; /* over those of page_type.h, once its text is known */
    struct forest quick;   /* over a passage's columns: decides the clear cases */
    struct forest first;   /* for the other passages */
    struct forest second;  /* for all passages, with the scores of those around them */
};

/* The model that is linked into the program; see content_model_linked.c. Copies nothing
   and checks nothing, which the build has done. */
void content_model_open(struct content_model *out);
struct slice content_model_linked(void);

/* A file in memory that outlives *out, after the check of model_file.h. */
bool content_model_read(struct slice file, struct content_model *out, struct error *err);

#endif
