/* model_file: a trained model as a file: its layout, and the check that it is sound.

   All numbers are little endian. A header, a table of sections, and the sections, each at
   a multiple of 16 bytes. Bytes without a meaning are 0.

       offset  bytes  the header
            0      8  "winnowm" and a NUL
            8      4  version of this layout: 1
           12      4  size of the file in bytes
           16      4  number of sections
           20     12  kind of model, padded with NUL: "content", "lines"
           32     64  SHA-256 of what follows the header, as hexadecimal digits

       offset  bytes  an entry of the table, in the order that the kind of model has
            0     32  name of the section, padded with NUL
           32      4  its offset in the file
           36      4  count of its names, words, cutoffs or trees
           40      4  depth of the trees; else 0
           44      4  columns of the rows that the trees read; else 0

   Names and words are arrays of struct name_score and struct word_score, sorted by hash;
   cutoffs are SCORE_MAX int32_t; trees are all splits of all trees and after them all
   leaves, as in struct forest.

   The code reads sections where they are, so that opening a model copies nothing. The
   models of winnow are linked into it, and the build checks them once after linking
   (src/build/check_models.c). No start checks them again: that would take a millisecond
   each time, and the bytes of a program do not change. */
#ifndef WINNOW_MODEL_MODEL_FILE_H
#define WINNOW_MODEL_MODEL_FILE_H

#include "base/error.h"
#include "model/lexicon.h"
#include "model/trees.h"

enum {
    MODEL_VERSION = 1,
    MODEL_ALIGNMENT = 16, /* of the file in memory, and of the sections in it */
    TREE_DEPTH_MAX = 12,
    /* Of a forest: three times the sum of as many leaves is below 2^31. */
    TREES_MAX = 16384,
};

enum section_kind { SECTION_NAMES, SECTION_WORDS, SECTION_CUTOFFS, SECTION_TREES };

/* What the code that reads a model expects. */
struct section_spec {
    const char *name;
    enum section_kind kind;
    uint32_t columns; /* of the rows that trees read; else 0 */
};
struct model_spec {
    const char *kind;
    const struct section_spec *sections;
    uint32_t section_count;
};

/* Whether the file is a model of that kind, whole and unchanged, in which every offset,
   count and column is within its bounds: the functions below and the code that uses the
   model then read inside it. */
bool model_file_check(struct slice file, const struct model_spec *spec,
                      struct error *err);

/* The parts of a file that has been checked; a section is given by its place in the
   spec. */
struct lexicon model_file_lexicon(const char *file, uint32_t names, uint32_t words);
struct forest model_file_forest(const char *file, uint32_t section);
const int32_t *model_file_cutoffs(const char *file, uint32_t section);

#endif
