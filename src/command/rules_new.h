/* rules_new: `winnow rules new`: a first rule file for a site, with its test. */
#ifndef WINNOW_COMMAND_RULES_NEW_H
#define WINNOW_COMMAND_RULES_NEW_H

#include "command/options.h"

/* Returns the exit code. */
int rules_new_run(const struct options *options);

#endif
