/* rules_check: `winnow rules check`, which finds mistakes in rule files. */
#ifndef WINNOW_AUTHORING_RULES_CHECK_H
#define WINNOW_AUTHORING_RULES_CHECK_H

#include "cli/options.h"

/* Returns the exit code. */
int rules_check_run(const struct options *options);

#endif
