/* site_build: `winnow site`: writes an archive as a folder of plain pages. */
#ifndef WINNOW_SITE_SITE_BUILD_H
#define WINNOW_SITE_SITE_BUILD_H

#include "cli/options.h"

/* Returns the exit code. */
int site_run(const struct options *options);

#endif
