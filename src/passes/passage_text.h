/* passage_text: the text of a short passage, and what it means as a phrase that sites
   write around any text. */
#ifndef WINNOW_PASSES_PASSAGE_TEXT_H
#define WINNOW_PASSES_PASSAGE_TEXT_H

#include "passes/pass_state.h"
#include "phrases/normalize_phrase.h"

struct passage_text {
    char bytes[NORMALIZED_PHRASE_MAX + 1];
    size_t len;
};

/* The text of a passage, in out; empty for a long one. */
struct slice passage_text_read(const struct pass_state *s, size_t index,
                               struct passage_text *out);

/* What it means as a phrase; 0 for a passage that has digits. */
phrase_set passage_text_phrase(const struct pass_state *s, size_t index);

#endif
