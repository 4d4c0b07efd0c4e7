/* http_url: an http or https address in its parts, as curl's URL API alone reads it: what
   is checked here is what is connected to later. */
#ifndef WINNOW_FETCH_HTTP_URL_H
#define WINNOW_FETCH_HTTP_URL_H

#include "base/error.h"
#include "winnow.h"
#include <stdbool.h>

/* Servers refuse request lines of 8 to 16 kB; the longest real links are near that. */
enum { HTTP_URL_LENGTH_MAX = 32 * 1024 };

/* All strings are on the heap and ASCII: hosts in Punycode, paths percent-encoded. */
struct http_url {
    char *text;   /* all of it but the fragment, as it is asked for */
    char *bare;   /* the same without user and password, for records and messages */
    char *scheme; /* "http" or "https" */
    char *host;   /* lower case, without the brackets of IPv6 */
    char *target; /* path and query: "/a?b" */
    char *origin; /* "https://host:443", for robots.txt and what belongs to an origin */
    char *server; /* "host", or "host:port" where the port is not the scheme's own */
    unsigned port;
};

/* A person's spelling: without a scheme it is https, if it looks like a host at all. */
bool http_url_read(const char *text, struct http_url *out, struct error *err);
/* An absolute URL (base NULL), or where a Location header leads from base;
   *status is refused for another scheme than http and https. Implemented
   in http_url_parse.c, the door to libcurl's URL API. */
bool http_url_parse(const struct http_url *base, const char *text, struct http_url *out,
                    enum winnow_status *status, struct error *err);
/* What http_url_parse's parts make together: host, port, target, origin and server, from
   a host that may stand in brackets, a path, and a query or NULL. The scheme is there
   already. False: no memory. */
bool http_url_assemble(struct http_url *url, const char *host, unsigned long port,
                       const char *path, const char *query);
bool http_url_copy(const struct http_url *url, struct http_url *out);
void http_url_free(struct http_url *url); /* leaves it empty */

/* Is b the server that a names, or its https side? Only there goes what was meant for a:
   same host, scheme and port, or from http at port 80 to https at port 443. */
bool http_url_is_same_server(const struct http_url *a, const struct http_url *b);

#endif
