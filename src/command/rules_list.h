/* rules_list: `winnow rules list`: the rule files for a URL. */
#ifndef WINNOW_COMMAND_RULES_LIST_H
#define WINNOW_COMMAND_RULES_LIST_H

#include "command/options.h"

/* Returns the exit code. */
int rules_list_run(const struct options *options);

#endif
