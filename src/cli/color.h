/* color: colours on standard output, if it is a terminal and colour is not disabled. */
#ifndef WINNOW_CLI_COLOR_H
#define WINNOW_CLI_COLOR_H

#include "cli/options.h"

enum color { COLOR_BOLD, COLOR_DIM, COLOR_RED, COLOR_GREEN, COLOR_YELLOW, COLOR_CYAN };

/* Resolves --color auto: always if standard output is a terminal or the environment sets
   CLICOLOR_FORCE; never with NO_COLOR. */
void color_decide(struct options *options);

/* Whether --color is always, or auto was resolved to always. */
bool color_is_on(const struct options *options);

/* Append the escape sequences that begin and end a colour; nothing if colour is off. */
void color_begin(bool is_on, enum color color, struct buffer *out);
void color_end(bool is_on, struct buffer *out);

#endif
