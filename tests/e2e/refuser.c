/* refuser: a library for LD_PRELOAD with which libcurl does not know the option with the
   number REFUSED_OPTION. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

enum { UNKNOWN_OPTION = 48 }; /* curl.h: CURLE_UNKNOWN_OPTION */

int curl_easy_setopt(void *easy, int option, ...)
{
    static int (*next)(void *easy, int option, ...);
    const char *refused = getenv("REFUSED_OPTION");
    va_list rest;
    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "curl_easy_setopt");
    if (refused && atoi(refused) == option)
        return UNKNOWN_OPTION;
    va_start(rest, option);
    void *value = va_arg(rest, void *);
    va_end(rest);
    return next(easy, option, value);
}
