/* filter: winnow's main job. Inputs to records, through fetch and workers. */
#ifndef WINNOW_COMMAND_FILTER_H
#define WINNOW_COMMAND_FILTER_H

#include "cli/options.h"

/* Returns the exit code. */
int filter_run(const struct options *options);

#endif
