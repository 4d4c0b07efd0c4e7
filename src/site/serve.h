/* serve: `winnow serve`: an archive as live pages, with what can be done beside each text
   that needs a decision. */
#ifndef WINNOW_SITE_SERVE_H
#define WINNOW_SITE_SERVE_H

#include "cli/options.h"

/* Returns the exit code. */
int serve_run(const struct options *options);

#endif
