/* notify: runs the command of the setting notify, once a refresh. */
#ifndef WINNOW_REFRESH_NOTIFY_H
#define WINNOW_REFRESH_NOTIFY_H

#include "base/error.h"
#include "base/slice.h"

/* Runs the command with /bin/sh -c, as cron does, with the input on its standard input
   and the rest of the environment of winnow. Its output goes to standard error. It has no
   other descriptor of winnow's, and a process group of its own, which is ended after
   `seconds`. Returns false with err if it could not be run, failed, or was ended. */
bool notify_run(const char *command, struct slice input, unsigned seconds,
                struct error *err);

#endif
