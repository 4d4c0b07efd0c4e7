/* explain: `winnow explain`, which prints why each block of a page is kept or dropped. */
#ifndef WINNOW_AUTHORING_EXPLAIN_H
#define WINNOW_AUTHORING_EXPLAIN_H

#include "cli/options.h"

/* Returns the exit code. */
int explain_run(const struct options *options);

#endif
