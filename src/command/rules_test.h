/* rules_test: `winnow rules test`: the tests in rule files, run. */
#ifndef WINNOW_COMMAND_RULES_TEST_H
#define WINNOW_COMMAND_RULES_TEST_H

#include "command/options.h"

/* Returns the exit code. */
int rules_test_run(const struct options *options);

#endif
