/* environment: what applies to fetching and its results and is not on the command line:
   environment variables, and files of headers. */
#ifndef WINNOW_CLI_ENVIRONMENT_H
#define WINNOW_CLI_ENVIRONMENT_H

#include "cli/options.h"

/* Reads the proxy variables as curl(1) documents them: lower case before upper case, but
   http_proxy in lower case only, because a CGI program gets a request's "Proxy:" header
   in HTTP_PROXY. The strings point into the environment. */
void environment_read_proxies(struct fetch_options *out);

/* Replaces each @FILE among values of --header by the lines of the file, and adds those
   of the variable WINNOW_HEADERS: every user of the machine can read a command line.
   Empty lines and comments (#) are left out. Returns false with err. */
bool environment_add_headers(struct string_list *headers, struct arena *a,
                             struct error *err);

/* The folder for large temporary files: $TMPDIR, or /var/tmp, which is on a disk where
   /tmp may be memory. */
const char *environment_temporary_folder(void);
/* All variables, for a command that is run. Borrowed. */
char *const *environment_all(void);

#endif
