/* proxy: which proxy a URL goes through, as curl(1) documents the variables. Decided here
   and not inside libcurl, because the address that is connected to is then the proxy's,
   and the check on it must know. */
#ifndef WINNOW_FETCH_PROXY_H
#define WINNOW_FETCH_PROXY_H

#include "base/slice.h"

/* Does no_proxy ("localhost,.example.com,10.0.0.0/8,*") name the host? */
bool proxy_is_bypassed(const char *no_proxy, struct slice host);

#endif
