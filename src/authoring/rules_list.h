/* rules_list: `winnow rules list`, which prints the rule files for a URL. */
#ifndef WINNOW_AUTHORING_RULES_LIST_H
#define WINNOW_AUTHORING_RULES_LIST_H

#include "cli/options.h"

/* Returns the exit code. */
int rules_list_run(const struct options *options);

#endif
