/* rules_new: `winnow rules new`, which begins a rule file for a site, with a test. */
#ifndef WINNOW_AUTHORING_RULES_NEW_H
#define WINNOW_AUTHORING_RULES_NEW_H

#include "cli/options.h"

/* Returns the exit code. */
int rules_new_run(const struct options *options);

#endif
