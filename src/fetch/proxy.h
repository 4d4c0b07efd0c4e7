/* proxy: which proxy a URL goes through, as curl(1) documents the variables. Decided here
   and not inside libcurl, because the address that is connected to is then the proxy's,
   and the check on it must know. */
#ifndef WINNOW_FETCH_PROXY_H
#define WINNOW_FETCH_PROXY_H

#include "base/slice.h"

struct fetch_options;

/* Copies of a fetch's own options. */
struct proxies {
    char *all, *http, *https, *bypassed; /* NULL for none */
};

/* False without memory: what has been copied is then still to be closed. */
bool proxies_copy(struct proxies *proxies, const struct fetch_options *options);
void proxies_close(struct proxies *proxies);
/* The one that a URL goes through, or NULL. */
const char *proxies_choose(const struct proxies *proxies, const char *scheme,
                           const char *host);

/* Does no_proxy ("localhost,.example.com,10.0.0.0/8,*") name the host? */
bool proxy_is_bypassed(const char *no_proxy, struct slice host);

#endif
