/* http_server: an HTTP server on loopback, and the only user of libmicrohttpd. It has no
   thread: the caller polls its descriptor and lets it run. It answers GET and HEAD, and
   only for host names that mean this machine, so that a page on the web cannot read it
   through a name of its own (DNS rebinding). */
#ifndef WINNOW_HTTP_HTTP_SERVER_H
#define WINNOW_HTTP_HTTP_SERVER_H

#include "base/error.h"
#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

struct http_request {
    struct slice host; /* without a port, as the client wrote it */
    struct slice path; /* percent-decoded; begins with "/" */
};

/* Everything in it must stay valid until the server is closed: nothing is copied. */
struct http_response {
    unsigned status;
    const char *type; /* the media type */
    const char *etag; /* in quotes; NULL: none. A request that has it gets a 304. */
    struct slice body;
};

/* Fills a response that is empty, with status 404. */
typedef void http_handler(void *context, const struct http_request *request,
                          struct http_response *response);

struct MHD_Daemon;

struct http_server {
    struct MHD_Daemon *daemon;
    http_handler *handler;
    void *context;
    uint16_t port;
};

/* Listens on 127.0.0.1; port 0 lets the kernel choose one. False with err when it cannot;
   nothing has to be closed then. */
bool http_server_open(struct http_server *server, uint16_t port, http_handler *handler,
                      void *context, struct error *err);
/* Drops the connections that are open. */
void http_server_close(struct http_server *server);

/* To poll(2) for reading, for at most http_server_timeout_ms (-1: for ever); then
   http_server_run answers what has come. */
int http_server_fd(const struct http_server *server);
int http_server_timeout_ms(const struct http_server *server);
void http_server_run(struct http_server *server);

#endif
