/* rules_check: `winnow rules check`, the linter. */
#ifndef WINNOW_COMMAND_RULES_CHECK_H
#define WINNOW_COMMAND_RULES_CHECK_H

#include "command/options.h"

/* Returns the exit code. */
int rules_check_run(const struct options *options);

#endif
