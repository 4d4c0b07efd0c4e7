/* refresh: the verb refresh: fetches and cleans the pages of an archive that are due. */
#ifndef WINNOW_REFRESH_REFRESH_H
#define WINNOW_REFRESH_REFRESH_H

#include "cli/options.h"

/* Returns the exit code. */
int refresh_run(const struct options *options);

#endif
