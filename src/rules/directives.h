/* directives: the table of the rule language. The reader of rule files, its errors and
   the manual page use these rows. */
#ifndef WINNOW_RULES_DIRECTIVES_H
#define WINNOW_RULES_DIRECTIVES_H

#include "rules/rulefile.h"

/* What follows the colon. */
enum directive_value {
    VALUE_SELECTOR,
    VALUE_WORDS,       /* class or id names */
    VALUE_PATTERN,     /* /re/flags */
    VALUE_REPLACEMENT, /* text with $1; may be empty */
    VALUE_YES_NO,
    VALUE_FILE_NAME, /* of a shared file, with or without ".txt" */
    VALUE_TEXT,
    VALUE_QUOTABLE,   /* text; quotes around it are removed */
    VALUE_MAYBE_TEXT, /* text; may be empty */
    VALUE_HEADER,     /* of a request */
};

/* What may follow the name in parentheses. */
enum directive_argument {
    ARGUMENT_NONE,
    ARGUMENT_LANGUAGE,     /* css or xpath */
    ARGUMENT_LANGUAGE_CUT, /* css, xpath, force */
    ARGUMENT_CUT,          /* force */
    ARGUMENT_PATTERN,      /* /re/flags; required */
    ARGUMENT_FIND,         /* text, byte for byte; optional */
    ARGUMENT_HEADER,       /* the name of an HTTP header; required */
    ARGUMENT_ELEMENT,      /* the name of an element; required */
    ARGUMENT_SELECTOR,     /* required */
};

struct directive_row {
    const char *name;
    enum directive_value value;
    enum directive_argument argument;
    const char *help; /* for the manual page */
};

/* Never NULL; static. */
const struct directive_row *directive_row(enum directive_kind kind);

enum directive_support {
    DIRECTIVE_KNOWN,
    DIRECTIVE_ACCEPTED, /* a FiveFilters directive that has no effect here */
    DIRECTIVE_UNKNOWN,
};
/* name is in lower case. *kind is set only for DIRECTIVE_KNOWN. */
enum directive_support directive_find(struct slice name, enum directive_kind *kind);

/* What an accepted directive does, as a sentence; NULL for any other name. Static. */
const char *directive_accepted_help(struct slice name);
/* The names of the accepted directives in order; NULL after the last. Static. */
const char *directive_accepted(size_t index);

#endif
