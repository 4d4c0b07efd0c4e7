/* directives: the table of the rule language. Reading a file, its errors, the help and
   the manual page all go by these rows. */
#ifndef WINNOW_RULES_DIRECTIVES_H
#define WINNOW_RULES_DIRECTIVES_H

#include "rules/rulefile.h"

/* What stands behind the colon. */
enum directive_value {
    VALUE_SELECTOR,
    VALUE_WORDS,       /* class or id names */
    VALUE_PATTERN,     /* /re/flags */
    VALUE_REPLACEMENT, /* text with $1; may be empty */
    VALUE_YES_NO,
    VALUE_FILE_NAME, /* of a shared file, with or without ".txt" */
    VALUE_TEXT,
    VALUE_QUOTABLE,   /* text, perhaps in quotes that are no part of it */
    VALUE_MAYBE_TEXT, /* text; may be empty */
    VALUE_HEADER,     /* of a request */
};

/* What may stand in parentheses behind the name. */
enum directive_argument {
    ARGUMENT_NONE,
    ARGUMENT_LANGUAGE,     /* css or xpath */
    ARGUMENT_LANGUAGE_CUT, /* css, xpath, force */
    ARGUMENT_CUT,          /* force */
    ARGUMENT_PATTERN,      /* /re/flags, always there */
    ARGUMENT_FIND,         /* text, byte for byte; need not be there */
    ARGUMENT_HEADER,       /* the name of an HTTP header, always there */
    ARGUMENT_ELEMENT,      /* the name of an element, always there */
    ARGUMENT_SELECTOR,     /* always there */
};

struct directive_row {
    const char *name;
    enum directive_value value;
    enum directive_argument argument;
    const char *help; /* one sentence, for the manual page */
};

/* Never NULL; static. */
const struct directive_row *directive_row(enum directive_kind kind);

enum directive_standing {
    DIRECTIVE_KNOWN,
    DIRECTIVE_ACCEPTED, /* of the FiveFilters language, and without an effect here */
    DIRECTIVE_UNKNOWN,
};
/* name in lower case. *kind is set for DIRECTIVE_KNOWN alone. */
enum directive_standing directive_find(struct slice name, enum directive_kind *kind);

/* What an accepted directive does here, as a sentence; NULL for another name. Static. */
const char *directive_accepted_help(struct slice name);
/* Their names in order; NULL behind the last. Static. */
const char *directive_accepted(size_t index);

#endif
