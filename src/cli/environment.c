#include "cli/environment.h"

#include <stdlib.h>

/* The value of the first variable that is set and not empty, or NULL. */
static const char *read_first(const char *const *names)
{
    for (; *names; names++) {
        const char *value = getenv(*names);
        if (value && *value)
            return value;
    }
    return NULL;
}

void environment_read_proxies(struct fetch_options *out)
{
    static const char *const http[] = {"http_proxy", "all_proxy", "ALL_PROXY", NULL};
    static const char *const https[] = {"https_proxy", "HTTPS_PROXY", "all_proxy",
                                        "ALL_PROXY", NULL};
    static const char *const none[] = {"no_proxy", "NO_PROXY", NULL};
    out->http_proxy = read_first(http);
    out->https_proxy = read_first(https);
    out->no_proxy = read_first(none);
}
