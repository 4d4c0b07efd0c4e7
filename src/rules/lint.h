/* lint: finds errors and probable mistakes in a rule file, without a page. */
#ifndef WINNOW_RULES_LINT_H
#define WINNOW_RULES_LINT_H

#include "rules/rulefile.h"

struct lint_options {
    const char *ascii_host; /* the host in Punycode if the file's name is not ASCII */
    bool is_shared;         /* the file is not for one site and is not named after one */
    bool explains_accepted; /* add a note for each directive that has no effect */
};

/* Returns the problems that were found when the file was read and those found here,
   sorted by line. The list lives in the arena. */
const struct problem_list *lint_file(struct arena *a, const struct rulefile *file,
                                     struct slice text, struct lint_options options);

/* The last component of a path. */
struct slice lint_file_name(struct slice path);

#endif
