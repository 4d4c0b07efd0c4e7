/* watch: waits until one of a list of files changes. */
#ifndef WINNOW_AUTHORING_WATCH_H
#define WINNOW_AUTHORING_WATCH_H

#include "cli/console.h"

/* Watches the folders of the files from now on. Returns a descriptor for watch_wait,
   which the caller closes, or -1 after reporting an error. */
int watch_open(const struct string_list *files, struct console *console);
/* Returns true when a file in the folders has been written and no other follows for a
   moment, and false on an error. */
bool watch_wait(int watcher);

#endif
