/* fetch: fetches many URLs at a time, politely. It knows nothing about pages. One engine,
   one thread, besides those in which names are looked up: the caller adds requests, runs
   fetch_step in its loop, and takes results. Memory grows with the number of pending
   requests, not with the number of finished ones. Every redirect is a request of its own:
   it is queued at its host and checked against the host's robots.txt and against the
   addresses that may be connected to. */
#ifndef WINNOW_FETCH_FETCH_H
#define WINNOW_FETCH_FETCH_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"
#include "winnow.h"
#include <poll.h>

struct fetch;

/* Decodes a body by its Content-Encoding header, whose codings are among FETCH_CODINGS.
   Returns false with err if a coding is unknown or the body is incomplete: libcurl
   accepts a truncated compressed body if its length is that of the headers. If out has
   more than `max` bytes, the body is too large. */
typedef bool (*fetch_decode)(struct slice codings, struct slice body, size_t max,
                             struct buffer *out, struct error *err);
/* Finds where an answer sends a browser to by its Refresh header or a meta element, and
   appends the URL, which may be relative. html is empty if the answer is no HTML. */
typedef bool (*fetch_find_refresh)(struct slice head, struct slice html,
                                   struct buffer *url);
#define FETCH_CODINGS "gzip, deflate, br, zstd"

struct fetch_options {
    unsigned hosts_at_once;      /* 8 */
    unsigned connections_a_host; /* 1 */
    double delay_s;              /* between requests to a host: 1 */
    unsigned retries;            /* after the first try: 2 */
    unsigned host_failures;   /* in a row, after which a host is given up: 5; 0: never */
    double max_wait_s;        /* longest Retry-After that is obeyed: 300 */
    double connect_timeout_s; /* 10 */
    double timeout_s;         /* whole request: 60 */
    size_t max_bytes;         /* of decoded body: 10 MiB */
    unsigned max_redirects;   /* 10 */
    bool robots;              /* obey robots.txt */
    bool any_type;            /* accept other types than pages */
    bool allow_private;       /* private addresses in lists and redirects too */
    const char *user_agent;   /* NULL: winnow's own */
    const char *const *headers; /* "[HOST=]NAME:VALUE" */
    size_t header_count;
    /* Names of headers that a result's request_head leaves out, besides those that are
       known to be secret. Must outlive the engine. */
    const char *const *secret_headers;
    size_t secret_header_count;
    const char *cookie_file;              /* Netscape format; NULL for none */
    const char *proxy;                    /* for all URLs; NULL: the two below */
    const char *http_proxy, *https_proxy; /* of the environment; NULL for none */
    const char *no_proxy; /* hosts that are reached without a proxy, or NULL */
    const char *ca_file;  /* NULL: the system's */
    const struct fetch_memory *memory; /* NULL: keep robots.txt for this run only */
    fetch_decode decode;               /* NULL: libcurl decodes */
    fetch_find_refresh find_refresh;   /* NULL: only HTTP redirects are followed */
};

/* The robots.txt of an origin. */
struct fetch_robots {
    enum winnow_status status; /* ok, or why no page of the origin may be fetched */
    const char *reason;        /* if status is not ok */
    struct slice text;         /* ptr NULL: there is none, and everything is allowed */
    int64_t seconds;           /* until it expires */
};

/* How the caller keeps robots.txt files from one run to the next. The strings that find
   returns are borrowed until the next call. */
struct fetch_memory {
    void *context;
    bool (*find)(void *context, const char *origin, struct fetch_robots *out);
    void (*keep)(void *context, const char *origin, const struct fetch_robots *robots);
};

/* The defaults, as in the comments above. */
struct fetch_options fetch_default_options(void);

struct fetch_request {
    const char *url; /* normalised by fetch_normalise_url; copied */
    bool typed;      /* given on the command line: may have a private address */
    const char *const
        *headers; /* "NAME: VALUE", sent to the exact host of the URL only */
    size_t header_count;
    /* Validators of a body that the caller has; NULL for none. They are sent unchanged,
       and only to the URL that gave them (a result's final_url). */
    const char *etag, *last_modified, *validated_url;
    void *tag; /* returned with the result */
};

struct fetch_result {
    void *tag;
    /* ok, or why there is no page. A 304 in answer to validators is ok, without a
       body. */
    enum winnow_status status;
    char *final_url; /* NULL if there was no answer */
    long http_status;
    char *content_type; /* NULL for none */
    struct buffer body; /* heap; empty unless status is ok */
    /* The body of a 401, 403, 405, 429 or 503: possibly the page of a bot check. */
    struct buffer refusal;
    /* The head of the last request and of its answer, as HTTP/1.1, without credentials.
       Empty if there was no answer. */
    struct buffer request_head, response_head;
    char *error;         /* one line; NULL when ok */
    char fetched_at[32]; /* RFC 3339, UTC; "" if nothing was fetched */
    unsigned tries;
};
void fetch_result_free(struct fetch_result *result);

/* Completes a URL as people type it: "example.com/x" becomes https, spaces at the ends
   are removed, IDN hosts and paths are encoded by curl's URL API. Writes a new string to
   *out (free it). Returns false with the reason if it is no http or https URL. */
bool fetch_normalise_url(const char *text, char **out, struct error *err);
/* The host of a normalised URL, lower case, without port or brackets; new, or NULL. */
char *fetch_url_host(const char *url);

/* The options are copied, except memory, which must outlive the engine. */
bool fetch_open(struct fetch **out, const struct fetch_options *options,
                struct error *err);
void fetch_close(struct fetch *fetch); /* NULL is allowed */

bool fetch_add(struct fetch *fetch, const struct fetch_request *request,
               struct error *err);
/* Requests that were added and not yet returned. */
size_t fetch_count_pending(const struct fetch *fetch);

/* Stops requests that have not begun. Those that have begun continue, over their
   redirects and retries; the others are never returned. */
void fetch_wind_down(struct fetch *fetch);
/* Pages that were requested at least once and are not yet returned. */
size_t fetch_count_begun(const struct fetch *fetch);

/* Limits requests while the caller is busy (has_enough): only the page with this tag
   (NULL: none) is requested, before its turn. Requests that are in flight complete: at
   most one body for each connection. Call it again when something changes. */
void fetch_restrain(struct fetch *fetch, bool has_enough, const void *tag);

/* Waits up to timeout_ms for the network, the delay of a host, or one of the caller's own
   descriptors (their revents are filled), and does what can be done. */
void fetch_step(struct fetch *fetch, struct pollfd *extra, size_t extra_count,
                int timeout_ms);
/* fetch_hold starts no request to the URL's server for `ms` milliseconds. fetch_held_for
   returns how long such a hold still lasts; 0 if there is none. */
void fetch_hold(struct fetch *fetch, const char *text, int64_t ms);
int64_t fetch_held_for(const struct fetch *fetch, const char *text);
/* The next finished request, to be freed by the caller; false if there is none. */
bool fetch_next(struct fetch *fetch, struct fetch_result *out);

/* "libcurl/7.88.1 OpenSSL/3.0 ...". A static string. */
const char *fetch_library_versions(void);

#endif
