/* exchange: the verbs that bring pages into an archive and take them out of it. */
#ifndef WINNOW_EXCHANGE_EXCHANGE_H
#define WINNOW_EXCHANGE_EXCHANGE_H

#include "cli/options.h"

/* Each returns the exit code. */
int add_run(const struct options *options);
int import_run(const struct options *options);
int export_run(const struct options *options);

#endif
