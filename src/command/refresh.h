/* refresh: winnow refresh ARCHIVE: what is due is asked for, cleaned and judged. */
#ifndef WINNOW_COMMAND_REFRESH_H
#define WINNOW_COMMAND_REFRESH_H

#include "command/options.h"

/* Returns the exit code. */
int refresh_run(const struct options *options);

#endif
