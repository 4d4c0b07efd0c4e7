/* demo: `winnow demo`, a few small sites on loopback to try winnow on. */
#ifndef WINNOW_COMMAND_DEMO_H
#define WINNOW_COMMAND_DEMO_H

#include "cli/options.h"

int demo_run(const struct options *options);

#endif
