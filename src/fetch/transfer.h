/* transfer: single HTTP requests, many at a time, on one curl multi handle. A transfer
   does not follow redirects, retry or wait; fetch.c, redirect.c and retry.c do. */
#ifndef WINNOW_FETCH_TRANSFER_H
#define WINNOW_FETCH_TRANSFER_H

#include "base/buffer.h"
#include "base/error.h"
#include "fetch/fetch.h"
#include "fetch/http_url.h"
#include "winnow.h"
#include <poll.h>
#include <stdint.h>

struct transfers;

struct transfer_options {
    const char *user_agent, *cookie_file, *ca_file; /* must outlive the transfers */
    double connect_timeout_s, timeout_s;
    unsigned connections; /* that are kept open for reuse */
    fetch_decode decode;  /* NULL: libcurl decodes */
};

/* Which cookies of --cookie-file a request may send, if they are for its host. */
enum transfer_cookies {
    TRANSFER_COOKIES_NONE,
    TRANSFER_COOKIES_PLAIN, /* not those marked as secure; curl sends them to localhost */
    TRANSFER_COOKIES_ALL,
};

/* One request. Everything is borrowed until transfer_start returns. */
struct transfer_request {
    const struct http_url *url;
    const char *addresses; /* of its host, "192.0.2.1,[::1]"; NULL: curl looks them up */
    const char *proxy;     /* NULL for none */
    const char *const *headers; /* "NAME: VALUE" */
    size_t header_count;
    enum transfer_cookies cookies;
    size_t max_bytes;      /* of decoded body */
    bool may_be_private;   /* whether the peer may have a private address */
    bool is_page;          /* bodies that cannot be a page are not read */
    bool cut_at_max_bytes; /* a longer body is cut without an error */
};

struct transfer_answer {
    enum winnow_status status; /* ok: there was an answer, with any HTTP status */
    bool is_temporary;         /* may succeed when tried again */
    long http_status;          /* 0 for no answer */
    char *content_type;        /* NULL for none */
    char *location;            /* NULL for none */
    int64_t retry_after_s;     /* 0 for none */
    int64_t sent_at;           /* clock_ms() when the request was sent; 0: never */
    struct buffer head;        /* as received: status line, headers, blank line */
    struct buffer body;        /* of a 2xx answer or a refusal */
    struct error error;
};

/* One request at a time. Requests of the same transfer share its cookies. */
struct transfer {
    void *owner; /* the caller's */
    struct transfer_answer answer;
};

bool transfers_open(struct transfers **out, const struct transfer_options *options,
                    struct error *err);
void transfers_close(struct transfers *transfers); /* after all transfers are closed */

struct transfer *transfer_open(struct transfers *transfers); /* NULL: no memory */
void transfer_close(struct transfer *transfer);              /* stops a running request */
/* False, with the answer's error set, if the request could not start. */
bool transfer_start(struct transfer *transfer, const struct transfer_request *request);

/* Has transfers_step return when fd, which is the caller's, can be read. */
bool transfers_wake_by(struct transfers *transfers, int fd, struct error *err);

/* Waits, as fetch_step describes, and continues all transfers. */
void transfers_step(struct transfers *transfers, struct pollfd *extra, size_t extra_count,
                    int timeout_ms);
/* A transfer that has ended; its answer is valid until its next start. NULL for none. */
struct transfer *transfers_next(struct transfers *transfers);

#endif
