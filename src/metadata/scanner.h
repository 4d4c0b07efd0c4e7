/* scanner: a place in a text that is read figure by figure. Behind its end there is '\0'.
 */
#ifndef WINNOW_METADATA_SCANNER_H
#define WINNOW_METADATA_SCANNER_H

#include "base/slice.h"

struct scanner {
    const char *at, *end;
};

struct slice scanner_rest(const struct scanner *c);

char scanner_peek(const struct scanner *c, size_t ahead);
bool scanner_has_digit(const struct scanner *c, size_t ahead);

/* The figures that stand here, one after another. */
size_t scanner_count_digits(const struct scanner *c);

/* The number of so many figures, which stand here. */
unsigned scanner_read_digits(struct scanner *c, size_t count);

void scanner_skip_spaces(struct scanner *c);

/* Whether this stands here; then it is passed. */
bool scanner_accept(struct scanner *c, char byte);
/* The first of the words that does, with capitals of ours or without. */
bool scanner_accept_any(struct scanner *c, const struct slice *words, size_t count);

#endif
