/* environment: what the caller's environment says about fetching. */
#ifndef WINNOW_CLI_ENVIRONMENT_H
#define WINNOW_CLI_ENVIRONMENT_H

#include "fetch/fetch.h"

/* The proxy variables as curl(1) documents them: lower case before upper case, and
   http_proxy in lower case alone, because a CGI program finds a request's "Proxy:" header
   in HTTP_PROXY. Strings are the environment's own. */
void environment_read_proxies(struct fetch_options *out);

#endif
