/* css_parser: the state of a parser that reads selector text into struct css. For the
   files that parse selectors: css_scan.c (characters, names), css_pseudo.c (":..."),
   css.c (the rest). */
#ifndef WINNOW_RULES_CSS_PARSER_H
#define WINNOW_RULES_CSS_PARSER_H

#include "rules/css.h"

struct css_parser {
    struct arena *arena;
    struct slice text;
    size_t at; /* offset of the next byte to read */
    unsigned nesting, parts;
    bool in_has, positional;
    struct error *err;
};

/* ---- css_scan.c -------------------------------------------------------------------- */

/* Always returns false, so that a parse function can end with `return css_fail(...)`. at
   is an offset. */
bool css_fail(struct css_parser *p, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

int css_peek_at(const struct css_parser *p, size_t at); /* -1 at the end */
int css_peek(const struct css_parser *p);
bool css_skip_spaces(struct css_parser *p); /* whether there were any */
bool css_take(struct css_parser *p, char c);

bool css_is_name_byte(int c);
bool css_at_name(const struct css_parser *p);
/* Reads the name at the current position and decodes its escapes. The caller has checked
   for css_at_name or a digit. */
struct slice css_take_name(struct css_parser *p);
/* Reads the quoted string at the current position. */
bool css_take_string(struct css_parser *p, struct slice *out);

/* ---- css_pseudo.c ------------------------------------------------------------------ */

bool css_parse_pseudo(struct css_parser *p, struct css_compound *compound);

/* ---- css.c ------------------------------------------------------------------------- */

/* Adds a test and keeps the tests sorted, cheapest first. */
bool css_add_test(struct css_parser *p, struct css_compound *compound,
                  struct css_test test);
bool css_parse_list(struct css_parser *p, bool is_relative, struct css_list *out);

#endif
