/* explain: `winnow explain`: which block of a page stays, which goes, and why. */
#ifndef WINNOW_AUTHORING_EXPLAIN_H
#define WINNOW_AUTHORING_EXPLAIN_H

#include "cli/options.h"

/* Returns the exit code. */
int explain_run(const struct options *options);

#endif
