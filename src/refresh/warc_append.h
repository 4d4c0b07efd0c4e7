/* warc_append: appends a fetched response to an archive's WARC file. */
#ifndef WINNOW_REFRESH_WARC_APPEND_H
#define WINNOW_REFRESH_WARC_APPEND_H

#include "archive/store.h"
#include "fetch/fetch.h"

struct body_update {
    const char *page;                   /* the URL of the page in the archive */
    const char *url;                    /* as requested */
    const struct fetch_result *fetched; /* a successful response, or a 304 */
    const struct store_body *stored;    /* the stored body of the URL; NULL: none */
    bool writes_revisits;               /* write a record for a body that is the same */
    /* The result: the body that is now stored, and whether it is the same as before. */
    struct store_body body;
    bool is_same;
};

/* Writes a response at the time `now`. If its body is the stored one, writes nothing, or
   a revisit record if these are wanted. Fills the result, with strings in the arena. */
bool warc_append_exchange(struct warc_writer *warc, struct body_update *update,
                          int64_t now, struct arena *a, struct error *err);

#endif
