/* filter: winnow's default command. Turns inputs into records, by fetching and cleaning
 * them. */
#ifndef WINNOW_COMMAND_FILTER_H
#define WINNOW_COMMAND_FILTER_H

#include "cli/options.h"

/* Returns the exit code. */
int filter_run(const struct options *options);

#endif
