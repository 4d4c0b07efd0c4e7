/* lint: finds errors in a rule file, and what its author probably did not mean, without
   a page. */
#ifndef WINNOW_RULES_LINT_H
#define WINNOW_RULES_LINT_H

#include "rules/rulefile.h"

struct lint_options {
    const char *ascii_host; /* if the file's name is not ASCII: its host in Punycode */
    bool is_shared;         /* the file is not for one site, and is not named after it */
    bool explains_accepted; /* add a note for each directive that has no effect */
};

/* Returns the problems that reading the file has found and those found here, by line. The
   list lives in the arena. */
const struct problem_list *lint_file(struct arena *a, const struct rulefile *file,
                                     struct slice text, struct lint_options options);

/* The last part of a path. */
struct slice lint_file_name(struct slice path);

#endif
