/* option_checks: checks that the options and arguments of a command line fit together. */
#ifndef WINNOW_CLI_OPTION_CHECKS_H
#define WINNOW_CLI_OPTION_CHECKS_H

#include "cli/options.h"

/* Whether the command accepts the given options and their words. Returns false with err.
   Also checked with --help. */
bool option_checks_given(const struct options *options, struct arena *a,
                         struct error *err);
/* Whether the number of arguments is right and the options fit together. Returns false
   with err. */
bool option_checks_all(const struct options *options, struct arena *a, struct error *err);

#endif
