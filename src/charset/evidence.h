/* evidence: what the bytes of a page show about their encoding, whatever is declared. */
#ifndef WINNOW_CHARSET_EVIDENCE_H
#define WINNOW_CHARSET_EVIDENCE_H

#include "charset/encoding.h"

/* The bytes from 80 to FF, read as UTF-8. */
struct evidence {
    size_t multi;        /* well-formed sequences */
    size_t points;       /* the same, where longer sequences count more */
    size_t replacements; /* of these, U+FFFD */
    size_t stray;        /* bytes that belong to no sequence */
    size_t broken; /* sequences that lack their last bytes, but not the end of the page */
};

void evidence_read(struct slice bytes, struct evidence *out);

/* Whether bytes without a label are UTF-8, with some bad bytes perhaps. */
bool evidence_is_utf8(const struct evidence *e);

/* Whether bytes that are labelled as UTF-8 are certainly not. */
bool evidence_refutes_utf8(const struct evidence *e);

/* Whether less than half of the sequences are well-formed. This refutes UTF-8 if another
   encoding fits: legacy encodings of two bytes look like UTF-8 in part. */
bool evidence_weakens_utf8(const struct evidence *e);

/* Whether bytes that are labelled with this encoding are certainly UTF-8. If the page
   also declares UTF-8, less is needed. */
bool evidence_refutes(const struct evidence *e, const struct encoding *labelled,
                      bool is_doubted);

#endif
