/* scanner: a place in a text that is read figure by figure. Behind its end there is '\0'.
 */
#ifndef WINNOW_METADATA_SCANNER_H
#define WINNOW_METADATA_SCANNER_H

#include "base/slice.h"

struct cursor {
    const char *at, *end;
};

struct slice cursor_rest(const struct cursor *c);

char cursor_peek(const struct cursor *c, size_t ahead);
bool cursor_has_digit(const struct cursor *c, size_t ahead);

/* The figures that stand here, one after another. */
size_t cursor_count_digits(const struct cursor *c);

/* The number of so many figures, which stand here. */
unsigned cursor_read_digits(struct cursor *c, size_t count);

void cursor_skip_spaces(struct cursor *c);

/* Whether this stands here; then it is passed. */
bool cursor_accept(struct cursor *c, char byte);
/* The first of the words that does, with capitals of ours or without. */
bool cursor_accept_any(struct cursor *c, const struct slice *words, size_t count);

#endif
