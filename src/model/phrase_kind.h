/* phrase_kind: what a short text says by the files of rules/phrases/, as a number that a
   tree can divide. A language that has a file there is known to the model at once. */
#ifndef WINNOW_MODEL_PHRASE_KIND_H
#define WINNOW_MODEL_PHRASE_KIND_H

#include "base/slice.h"

enum { PHRASE_KIND_TEXT_MAX = 96 }; /* bytes; a longer text is no phrase */

/* From what may belong to a text to what never does. The model has learned the numbers:
   train it again after a change. */
enum phrase_kind {
    PHRASE_KIND_NONE,
    PHRASE_KIND_BYLINE,
    PHRASE_KIND_TOOL,
    PHRASE_KIND_ACTION,
    PHRASE_KIND_COMMENTS,
    PHRASE_KIND_RELATED,
    PHRASE_KIND_LATEST,
    PHRASE_KIND_PAGER,
    PHRASE_KIND_SHARE,
    PHRASE_KIND_MENU,
    PHRASE_KIND_LABEL,
    PHRASE_KIND_CONSENT,
    PHRASE_KIND_COPYRIGHT,
};

enum phrase_kind phrase_kind_read(struct slice text);

#endif
