/* refresh: winnow refresh ARCHIVE: what is due is asked for, cleaned and judged. */
#ifndef WINNOW_REFRESH_REFRESH_H
#define WINNOW_REFRESH_REFRESH_H

#include "cli/options.h"

/* Returns the exit code. */
int refresh_run(const struct options *options);

#endif
