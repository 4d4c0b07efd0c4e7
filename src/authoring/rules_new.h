/* rules_new: `winnow rules new`: a first rule file for a site, with its test. */
#ifndef WINNOW_AUTHORING_RULES_NEW_H
#define WINNOW_AUTHORING_RULES_NEW_H

#include "cli/options.h"

/* Returns the exit code. */
int rules_new_run(const struct options *options);

#endif
