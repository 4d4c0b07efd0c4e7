/* explain: `winnow explain`: which block of a page stays, which goes, and why. */
#ifndef WINNOW_COMMAND_EXPLAIN_H
#define WINNOW_COMMAND_EXPLAIN_H

#include "command/options.h"

/* Returns the exit code. */
int explain_run(const struct options *options);

#endif
