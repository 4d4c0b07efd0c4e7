/* scanner: a position in a text that is read digit by digit. The text ends with '\0'. */
#ifndef WINNOW_METADATA_SCANNER_H
#define WINNOW_METADATA_SCANNER_H

#include "phrases/phrases.h"

struct scanner {
    const char *at, *end;
};

struct slice scanner_rest(const struct scanner *c);

char scanner_peek(const struct scanner *c, size_t ahead);
bool scanner_has_digit(const struct scanner *c, size_t ahead);

/* Counts the consecutive digits here. */
size_t scanner_count_digits(const struct scanner *c);

/* Reads a number of exactly `count` digits, which must be here. */
unsigned scanner_read_digits(struct scanner *c, size_t count);

void scanner_skip_spaces(struct scanner *c);

/* Whether this byte is next; if so, moves past it. */
bool scanner_accept(struct scanner *c, char byte);
/* Like scanner_accept, for any one of several bytes. */
bool scanner_accept_any(struct scanner *c, const char *bytes);
/* Like scanner_accept, for the longest phrase of a sense that begins here. */
bool scanner_accept_phrase(struct scanner *c, enum phrase_sense sense);

#endif
