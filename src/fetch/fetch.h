/* fetch: URLs to bytes, many at once, politely. It knows nothing of pages.
   One engine, one thread: the caller adds requests, runs fetch_step in its loop, and
   takes results. Memory grows with what is in flight, not with what has passed through.
   Every redirect is a request of its own: queued at its host, checked against that host's
   robots.txt and against the addresses that may be connected to. */
#ifndef WINNOW_FETCH_FETCH_H
#define WINNOW_FETCH_FETCH_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"
#include "winnow.h"
#include <poll.h>

struct fetch;

/* Undoes the codings of a Content-Encoding header; they are among those of FETCH_CODINGS.
   False with err where that cannot be done, or a part of the body is missing: libcurl
   takes what is cut inside for whole, when its length is what the headers say. With more
   than `max` bytes in out: the body is too large. */
typedef bool (*fetch_decode)(struct slice codings, struct slice body, size_t max,
                             struct buffer *out, struct error *err);
#define FETCH_CODINGS "gzip, deflate, br, zstd"

struct fetch_options {
    unsigned hosts_at_once;      /* 8 */
    unsigned connections_a_host; /* 1 */
    double delay_s;              /* between requests to a host: 1 */
    unsigned retries;            /* after the first try: 2 */
    double max_wait_s;           /* longest Retry-After that is waited for: 300 */
    double connect_timeout_s;    /* 10 */
    double timeout_s;            /* whole request: 60 */
    size_t max_bytes;            /* of decoded body: 10 MiB */
    unsigned max_redirects;      /* 10 */
    bool robots;                 /* heed robots.txt */
    bool any_type;               /* what is no page is read too */
    bool allow_private;          /* private addresses also from lists and redirects */
    const char *user_agent;      /* NULL: winnow's own */
    const char *const *headers;  /* "[HOST=]NAME:VALUE" */
    size_t header_count;
    const char *cookie_file;              /* Netscape format; NULL for none */
    const char *proxy;                    /* for all URLs; NULL: the two below */
    const char *http_proxy, *https_proxy; /* of the environment; NULL for none */
    const char *no_proxy;                 /* hosts that none of them is for, or NULL */
    const char *ca_file;                  /* NULL: the system's */
    const struct fetch_memory *memory;    /* NULL: a robots.txt is kept for this run */
    fetch_decode decode;                  /* NULL: libcurl's own */
};

/* What an origin's robots.txt has said. */
struct fetch_robots {
    enum winnow_status status; /* ok, or why no page of it may be asked for */
    const char *reason;        /* of another status than ok */
    struct slice text;         /* ptr NULL: there is none, and all is allowed */
    int64_t seconds;           /* that it still holds */
};

/* Where a caller keeps them from one run to the next. The strings found are borrowed
   until the next call. */
struct fetch_memory {
    void *context;
    bool (*find)(void *context, const char *origin, struct fetch_robots *out);
    void (*keep)(void *context, const char *origin, const struct fetch_robots *robots);
};

/* The defaults, as in the comments above. */
struct fetch_options fetch_default_options(void);

struct fetch_request {
    const char *url; /* normalised by fetch_normalise_url; copied */
    bool typed;      /* on the command line: may name a private address itself */
    const char *const *headers; /* "NAME: VALUE", sent to the URL's exact host only */
    size_t header_count;
    /* Of a body that the caller holds; NULL for none. Sent only to the URL that gave
       them (a result's final_url), and back as they came. */
    const char *etag, *last_modified, *validated_url;
    void *tag; /* given back with the result */
};

struct fetch_result {
    void *tag;
    /* ok, or why there is no page. A 304 to a request with validators is ok, without a
       body. */
    enum winnow_status status;
    char *final_url; /* NULL when nothing answered */
    long http_status;
    char *content_type; /* NULL for none */
    struct buffer body; /* heap; empty unless status is ok */
    /* What came instead of a page with a 401, 403, 405, 429 or 503: a guard's, perhaps.
     */
    struct buffer refusal;
    /* The last request and the head of its answer, as HTTP/1.1; credentials are left
       out. Empty where nothing answered. */
    struct buffer request_head, response_head;
    char *error;         /* one line; NULL when ok */
    char fetched_at[32]; /* RFC 3339, UTC; "" when nothing was fetched */
    unsigned tries;
};
void fetch_result_free(struct fetch_result *result);

/* A URL as a person types it, made whole: "example.com/x" becomes https, spaces at the
   ends go, IDN hosts and paths are encoded by curl's URL API. New string in *out (free
   it). False with the reason for what is no http or https URL. */
bool fetch_normalise_url(const char *text, char **out, struct error *err);
/* The host of a normalised URL, lower case, without port or brackets; new, or NULL. */
char *fetch_url_host(const char *url);

/* The options are copied, but for memory, which must outlive the engine. */
bool fetch_open(struct fetch **out, const struct fetch_options *options,
                struct error *err);
void fetch_close(struct fetch *fetch); /* NULL is allowed */

bool fetch_add(struct fetch *fetch, const struct fetch_request *request,
               struct error *err);
/* Requests added and not yet given back. */
size_t fetch_count_pending(const struct fetch *fetch);

/* From here on no page is asked for that was not begun: what is on its way comes, over
   its redirects and retries, and the others are never given back. */
void fetch_wind_down(struct fetch *fetch);
/* Pages that have been asked for at least once and are not yet given back. */
size_t fetch_count_begun(const struct fetch *fetch);

/* Whoever has enough to do says so, and that again when it changes: only the page with
   this tag (NULL: none) is then asked for, before its turn. What is in flight comes home:
   a body for each connection, and no more. */
void fetch_restrain(struct fetch *fetch, bool has_enough, const void *tag);

/* Waits up to timeout_ms for the network, a host's delay, or one of the caller's own
   descriptors (their revents are filled), and does what can be done. */
void fetch_step(struct fetch *fetch, struct pollfd *extra, size_t extra_count,
                int timeout_ms);
/* No request to this URL's server starts for so long; and how long that still holds: 0
   for not at all. */
void fetch_hold(struct fetch *fetch, const char *text, int64_t ms);
int64_t fetch_held_for(const struct fetch *fetch, const char *text);
/* The next finished request, the caller's to free; false when there is none. */
bool fetch_next(struct fetch *fetch, struct fetch_result *out);

/* "libcurl/7.88.1 OpenSSL/3.0 ..." Static. */
const char *fetch_library_versions(void);

#endif
