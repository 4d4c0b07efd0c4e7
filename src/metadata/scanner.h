/* scanner: a place in a text that is read digit by digit. After its end there is '\0'. */
#ifndef WINNOW_METADATA_SCANNER_H
#define WINNOW_METADATA_SCANNER_H

#include "phrases/phrases.h"

struct scanner {
    const char *at, *end;
};

struct slice scanner_rest(const struct scanner *c);

char scanner_peek(const struct scanner *c, size_t ahead);
bool scanner_has_digit(const struct scanner *c, size_t ahead);

/* The digits here, one after another. */
size_t scanner_count_digits(const struct scanner *c);

/* The number that so many digits make, which are here. */
unsigned scanner_read_digits(struct scanner *c, size_t count);

void scanner_skip_spaces(struct scanner *c);

/* Whether this byte is here; then it is passed. */
bool scanner_accept(struct scanner *c, char byte);
/* The same for one of some bytes. */
bool scanner_accept_any(struct scanner *c, const char *bytes);
/* The same for the longest phrase of a sense that begins here. */
bool scanner_accept_phrase(struct scanner *c, enum phrase_sense sense);

#endif
