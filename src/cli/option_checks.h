/* option_checks: what the options and arguments of a command line must be together. */
#ifndef WINNOW_CLI_OPTION_CHECKS_H
#define WINNOW_CLI_OPTION_CHECKS_H

#include "cli/options.h"

/* Whether the verb takes the options that were given, and these words for them. False
   with err. Checked for --help too. */
bool option_checks_given(const struct options *options, struct arena *a,
                         struct error *err);
/* Whether the arguments are as many as the verb takes, and the options agree. False with
   err. */
bool option_checks_all(const struct options *options, struct arena *a, struct error *err);

#endif
