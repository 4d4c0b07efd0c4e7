/* http_url: the parts of an http or https URL. Only curl's URL API reads them, so that
   what is checked here is what is connected to later. */
#ifndef WINNOW_FETCH_HTTP_URL_H
#define WINNOW_FETCH_HTTP_URL_H

#include "base/error.h"
#include "winnow.h"
#include <stdbool.h>

/* Servers refuse request lines of 8 to 16 kB; the longest real links are close to
   that. */
enum { HTTP_URL_LENGTH_MAX = 32 * 1024 };

/* Strings are on the heap and ASCII: hosts in Punycode, paths percent-encoded. */
struct http_url {
    char *text;   /* all but the fragment, as it is requested */
    char *bare;   /* the same without user and password, for records and messages */
    char *scheme; /* "http" or "https" */
    char *host;   /* lower case, without the brackets of IPv6 */
    char *target; /* path and query: "/a?b" */
    char *origin; /* "https://host:443", for what belongs to an origin, as robots.txt does
                   */
    char *server; /* "host", or "host:port" if it is not the default port */
    unsigned port;
};

/* Reads a URL as people type it: without a scheme it is https, if it looks like a
   host. */
bool http_url_read(const char *text, struct http_url *out, struct error *err);
/* Reads an absolute URL (base NULL), or a Location header of a page at base. *status is
   refused for other schemes than http and https. Implemented in http_url_parse.c, the
   only file that uses libcurl's URL API. */
bool http_url_parse(const struct http_url *base, const char *text, struct http_url *out,
                    enum winnow_status *status, struct error *err);
/* Fills host, port, target, origin and server from a host, possibly in brackets, a path,
   and a query or NULL. The scheme is set already. False: no memory. */
bool http_url_assemble(struct http_url *url, const char *host, unsigned long port,
                       const char *path, const char *query);
bool http_url_copy(const struct http_url *url, struct http_url *out);
void http_url_free(struct http_url *url); /* leaves it empty */

/* Whether b is the server of a, or the https side of it: same host, scheme and port, or
   from http at port 80 to https at port 443. Only there may credentials for a be sent. */
bool http_url_is_same_server(const struct http_url *a, const struct http_url *b);

#endif
