/* links: `winnow links`: converts a page, a feed or a sitemap to a list of URLs, for
 * another winnow to read. */
#ifndef WINNOW_COMMAND_LINKS_H
#define WINNOW_COMMAND_LINKS_H

#include "cli/options.h"

int links_run(const struct options *options);

#endif
