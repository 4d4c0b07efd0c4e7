/* soft404: pages that cannot be there, one a host and run, asked for only when a page is
   suspicious: a site that answers such a path with 200 answers a lost page so too. */
#ifndef WINNOW_REFRESH_SOFT404_H
#define WINNOW_REFRESH_SOFT404_H

#include "archive/store.h"
#include "base/hash.h"
#include "winnow.h"

enum probe_state { PROBE_NEW, PROBE_ASKED, PROBE_KNOWN };

struct page_job;

struct soft404_probe {
    char *host;
    enum probe_state state;
    char text_sha256[HASH_HEX_SIZE]; /* "": it has none, as it should be */
    struct page_job *waiting;        /* the caller's */
    struct soft404_probe *next;
};

struct soft404 {
    struct soft404_probe *first; /* suspicion is rare: a list will do */
};

void soft404_close(struct soft404 *decoys);
/* The host's, made when there is none. NULL: no memory. */
struct soft404_probe *soft404_find(struct soft404 *decoys, const char *host);
/* Notes what came; NULL for no text. Returns those that waited. */
struct page_job *soft404_settle(struct soft404_probe *decoy, const char *text_sha256);
/* Whether this is the text of the host's decoy. */
bool soft404_is_text(const struct soft404 *decoys, const char *host,
                     const char *text_sha256);

/* Whether the text should be compared with a decoy's: another page of the archive has it
   too, or the page's title is another one now, or it has become much shorter. */
bool soft404_is_suspicious(struct store *store, const struct store_page *page,
                           const struct winnow_record *record);
/* An address beside that of a page; new, or NULL. */
char *soft404_url(const char *page_url, int64_t run);

#endif
