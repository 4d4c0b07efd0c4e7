/* watch: waiting until one of some files changes. */
#ifndef WINNOW_AUTHORING_WATCH_H
#define WINNOW_AUTHORING_WATCH_H

#include "cli/console.h"

/* Looks at the files' folders from now on. The descriptor to wait with and to close, or
   -1, which is told. */
int watch_open(const struct string_list *files, struct console *console);
/* Returns when something in the folders has been written, and nothing more has for a
   moment. False when that cannot be waited for. */
bool watch_wait(int watcher);

#endif
