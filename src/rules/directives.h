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
};

/* What may stand in parentheses behind the name. */
enum directive_argument {
    ARGUMENT_NONE,
    ARGUMENT_LANGUAGE,     /* css or xpath */
    ARGUMENT_LANGUAGE_CUT, /* css, xpath, force */
    ARGUMENT_CUT,          /* force */
    ARGUMENT_PATTERN,      /* /re/flags, always there */
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
    DIRECTIVE_ACCEPTED,    /* of the FiveFilters language, and without a meaning here */
    DIRECTIVE_UNSUPPORTED, /* of the FiveFilters language, and not in this version */
    DIRECTIVE_UNKNOWN,
};
/* name in lower case. *kind is set for DIRECTIVE_KNOWN alone. */
enum directive_standing directive_find(struct slice name, enum directive_kind *kind);

#endif
