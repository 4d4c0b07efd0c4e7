/* warc_append: what was fetched, put into an archive's WARC file, and what is held of it
   then. */
#ifndef WINNOW_REFRESH_WARC_APPEND_H
#define WINNOW_REFRESH_WARC_APPEND_H

#include "archive/store.h"
#include "fetch/fetch.h"

/* Writes a good answer: as a revisit when it is the body that is held (NULL for none)
   over again, else whole. out is what is held of the URL now, its strings in the arena;
   *is_same says which. */
bool warc_append_exchange(struct warc_writer *warc, const char *url,
                          const struct fetch_result *fetched,
                          const struct store_body *held, int64_t now, struct arena *a,
                          struct store_body *out, bool *is_same, struct error *err);

#endif
