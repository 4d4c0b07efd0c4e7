/* maintenance: the verbs that change an archive without using the network: quarantine,
   restore, pin, ignore, reclean, fsck, rebuild, compact, merge, forget. */
#ifndef WINNOW_UPKEEP_MAINTENANCE_H
#define WINNOW_UPKEEP_MAINTENANCE_H

#include "cli/options.h"

/* Each returns the exit code. */
int quarantine_run(const struct options *options);
int restore_run(const struct options *options);
int pin_run(const struct options *options);
int ignore_run(const struct options *options);
int forget_run(const struct options *options);
int fsck_run(const struct options *options);
int reclean_run(const struct options *options);
int rebuild_run(const struct options *options);
int compact_run(const struct options *options);
int merge_run(const struct options *options);

#endif
