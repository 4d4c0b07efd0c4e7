/* http_server: an HTTP server on loopback, and the only user of libmicrohttpd. It has no
   thread: the caller polls its descriptor and lets it run. It answers only for host names
   that mean this machine, so that a page on the web cannot read it through a name of its
   own (DNS rebinding), and takes forms only from its own pages. */
#ifndef WINNOW_HTTP_HTTP_SERVER_H
#define WINNOW_HTTP_HTTP_SERVER_H

#include "base/error.h"
#include "base/slice.h"
#include <stdbool.h>
#include <stdint.h>

struct MHD_Connection;

struct http_request {
    struct slice host; /* without a port, as the client wrote it */
    struct slice path; /* percent-decoded; begins with "/" */
    bool is_post;
    struct slice form; /* of a POST: see http/form.h */
    struct MHD_Connection *connection;
};
/* The value of an argument behind "?" in the address; empty if there is none. Borrowed
   for the duration of the call. */
struct slice http_request_argument(const struct http_request *request, const char *name);

/* Everything in it must stay valid until the server is closed, unless it is to be copied
   when the handler returns. */
struct http_response {
    unsigned status;
    const char *type;     /* the media type */
    const char *etag;     /* in quotes; NULL: none. A request that has it gets a 304. */
    const char *location; /* of a redirect; NULL: none */
    struct slice body;
    bool is_copied;
};

/* Fills a response that is empty, with status 404. */
typedef void http_handler(void *context, const struct http_request *request,
                          struct http_response *response);

struct MHD_Daemon;

struct http_server_options {
    const char *address; /* an IP address; NULL: 127.0.0.1 */
    uint16_t port;       /* 0: one that the kernel chooses */
    bool takes_forms;    /* answers POST, with at most HTTP_FORM_MAX bytes */
    const char *policy;  /* the Content-Security-Policy; NULL: nothing runs, styles may be
                            inline */
};
enum { HTTP_FORM_MAX = 1 << 20 };

struct http_server {
    struct MHD_Daemon *daemon;
    http_handler *handler;
    void *context;
    uint16_t port;
    bool is_loopback; /* only this machine can reach it */
    bool takes_forms;
    const char *policy;
};

/* False with err when it cannot listen; nothing has to be closed then. Beyond loopback,
   names of hosts are answered no more than on it, but any IP address is. */
bool http_server_open(struct http_server *server,
                      const struct http_server_options *options, http_handler *handler,
                      void *context, struct error *err);
/* Drops the connections that are open. */
void http_server_close(struct http_server *server);

/* To poll(2) for reading, for at most http_server_timeout_ms (-1: for ever); then
   http_server_run answers what has come. */
int http_server_fd(const struct http_server *server);
int http_server_timeout_ms(const struct http_server *server);
void http_server_run(struct http_server *server);
/* Does that until another descriptor can be read. False with err if waiting failed. */
bool http_server_run_until(struct http_server *server, int fd, struct error *err);

#endif
