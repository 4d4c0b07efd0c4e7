/* soft404: pages that cannot be there, one a host and run, asked for only when a page is
   suspicious: a site that answers such a path with 200 answers a lost page so too. */
#ifndef WINNOW_REFRESH_SOFT404_H
#define WINNOW_REFRESH_SOFT404_H

#include "archive/store.h"
#include "base/hash.h"
#include "winnow.h"

enum decoy_state { DECOY_NEW, DECOY_ASKED, DECOY_KNOWN };

struct job;

struct decoy {
    char *host;
    enum decoy_state state;
    char text_sha256[HASH_HEX_SIZE]; /* "": it has none, as it should be */
    struct job *waiting;             /* the caller's */
    struct decoy *next;
};

struct decoys {
    struct decoy *first; /* suspicion is rare: a list will do */
};

void decoys_close(struct decoys *decoys);
/* The host's, made when there is none. NULL: no memory. */
struct decoy *decoys_find(struct decoys *decoys, const char *host);
/* Notes what came; NULL for no text. Returns those that waited. */
struct job *decoys_settle(struct decoy *decoy, const char *text_sha256);
/* Whether this is the text of the host's decoy. */
bool decoys_is_text(const struct decoys *decoys, const char *host,
                    const char *text_sha256);

/* Whether the text should be compared with a decoy's: another page of the archive has it
   too, or the page's title is another one now, or it has become much shorter. */
bool decoys_is_suspicious(struct store *store, const struct store_page *page,
                          const struct winnow_record *record);
/* An address beside that of a page; new, or NULL. */
char *decoys_url(const char *page_url, int64_t run);

#endif
