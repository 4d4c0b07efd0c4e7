/* lint: what is wrong with a rule file, and what in it is probably not meant, found
   without any page. */
#ifndef WINNOW_RULES_LINT_H
#define WINNOW_RULES_LINT_H

#include "rules/rulefile.h"

struct lint_options {
    const char *ascii_host; /* of a file whose name is not ASCII: its host in Punycode */
    bool is_shared;         /* belongs to no site: its name need not be a host's */
    bool explains_accepted; /* a note on each directive that has no effect here */
};

/* The file's own problems and those found here, by line; it lives in the arena. */
const struct problem_list *lint_file(struct arena *a, const struct rulefile *file,
                                     struct slice text, struct lint_options options);

/* The last part of a path. */
struct slice lint_file_name(struct slice path);

#endif
