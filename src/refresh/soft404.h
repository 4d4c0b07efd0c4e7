/* soft404: probes for soft 404s. A probe fetches a nonexistent path of a host, once per
   host and run, and only if a page is suspicious: a site that answers such a path with
   status 200 probably answers a removed page with the same text. */
#ifndef WINNOW_REFRESH_SOFT404_H
#define WINNOW_REFRESH_SOFT404_H

#include "archive/store.h"
#include "base/hash.h"
#include "winnow.h"

enum probe_state { PROBE_NEW, PROBE_SENT, PROBE_DONE };

struct page_job;

struct soft404_probe {
    char *host;
    enum probe_state state;
    char text_sha256[HASH_HEX_SIZE]; /* "": no text, as it should be */
    struct page_job *waiting;        /* jobs that wait for the probe; the caller's */
    struct soft404_probe *next;
};

struct soft404 {
    struct soft404_probe *first; /* a list is enough: probes are rare */
};

void soft404_close(struct soft404 *probes);
/* Returns the probe of a host, new if there is none yet; NULL if out of memory. */
struct soft404_probe *soft404_find(struct soft404 *probes, const char *host);
/* Sets the result of a probe, NULL for no text. Returns the jobs that waited for it. */
struct page_job *soft404_finish(struct soft404_probe *probe, const char *text_sha256);
/* Whether the host's probe returned this text. */
bool soft404_is_text(const struct soft404 *probes, const char *host,
                     const char *text_sha256);

/* Whether to compare a page's text with a probe: another page of the host has the same
   text, or the page's title has changed, or its text has become much shorter. */
bool soft404_is_suspicious(struct store *store, const struct store_page *page,
                           const struct winnow_record *record);
/* Returns the URL of a nonexistent page on the same host, for the caller to free; NULL if
   out of memory. */
char *soft404_url(const char *page_url, int64_t run);

#endif
