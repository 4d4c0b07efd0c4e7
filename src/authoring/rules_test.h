/* rules_test: `winnow rules test`, which runs the tests in rule files. */
#ifndef WINNOW_AUTHORING_RULES_TEST_H
#define WINNOW_AUTHORING_RULES_TEST_H

#include "cli/options.h"

/* Returns the exit code. */
int rules_test_run(const struct options *options);

#endif
