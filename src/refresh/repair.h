/* repair: brings the files of an archive back in line with its database after a crash or
   after WARC files were lost. */
#ifndef WINNOW_REFRESH_REPAIR_H
#define WINNOW_REFRESH_REPAIR_H

#include "archive/store.h"
#include "cli/console.h"

/* Repairs what the last run left if it crashed: texts and WARC files that were written
   before their rows were committed. */
bool repair_crashed_run(struct store *store, struct error *err);

/* Drops bodies that are no longer in their WARC files, because a file is missing or
   truncated, and reports each file. *damaged receives the number of such files. */
bool repair_lost_bodies(struct store *store, struct console *console, size_t *damaged,
                        struct error *err);

#endif
