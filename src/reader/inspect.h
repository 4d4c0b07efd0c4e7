/* inspect: verbs that only read an archive: log, diff, show, health, export, status. */
#ifndef WINNOW_READER_INSPECT_H
#define WINNOW_READER_INSPECT_H

#include "cli/options.h"

/* Each returns the exit code. */
int log_run(const struct options *options);
int diff_run(const struct options *options);
int show_run(const struct options *options);
int health_run(const struct options *options);
int status_run(const struct options *options);

#endif
