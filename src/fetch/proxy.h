/* proxy: the proxy of a URL, as curl(1) documents the variables. It is chosen here and
   not by libcurl, because the address that is connected to is then the proxy's, and the
   check of addresses must know that. */
#ifndef WINNOW_FETCH_PROXY_H
#define WINNOW_FETCH_PROXY_H

#include "base/slice.h"

struct fetch_options;

/* Copies of the options of a fetch. */
struct proxies {
    char *all, *http, *https, *bypassed; /* NULL for none */
};

/* False: no memory; close what has been copied. */
bool proxies_copy(struct proxies *proxies, const struct fetch_options *options);
void proxies_close(struct proxies *proxies);
/* The proxy for a URL, or NULL. */
const char *proxies_choose(const struct proxies *proxies, const char *scheme,
                           const char *host);

/* Whether no_proxy ("localhost,.example.com,10.0.0.0/8,*") matches the host. */
bool proxy_is_bypassed(const char *no_proxy, struct slice host);

#endif
