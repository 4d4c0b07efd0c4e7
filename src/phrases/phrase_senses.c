#include "phrases/phrase_senses.h"

#include "phrases/name_senses.h"

const struct sense phrase_senses[SENSE_COUNT] = {
#define X(name, word, place, letters, argument)                                          \
    {word, PHRASE_##place, LETTERS_##letters, TAKES_##argument},
    PHRASE_SENSES(X)
#undef X
};

const struct sense name_senses[NAME_COUNT] = {
#define X(name, word, place, argument)                                                   \
    {word, PHRASE_##place, LETTERS_ASCII, TAKES_##argument},
    NAME_SENSES(X)
#undef X
};

/* Two bits of a set are for what no file says: see phrases.h. */
#define X(name, word, place, letters, argument)                                          \
    _Static_assert(PHRASE_##place != PHRASE_WHOLE || SENSE_##name < 62,                  \
                   "senses of whole phrases are bits of a set");
PHRASE_SENSES(X)
#undef X
