/* environment: reads the environment variables that apply to fetching. */
#ifndef WINNOW_CLI_ENVIRONMENT_H
#define WINNOW_CLI_ENVIRONMENT_H

#include "fetch/fetch.h"

/* Reads the proxy variables as curl(1) documents them: lower case before upper case, but
   http_proxy in lower case only, because a CGI program gets a request's "Proxy:" header
   in HTTP_PROXY. The strings point into the environment. */
void environment_read_proxies(struct fetch_options *out);

#endif
