/* recovery: rows of pages and versions that are put together again from files. */
#ifndef WINNOW_ARCHIVE_RECOVERY_H
#define WINNOW_ARCHIVE_RECOVERY_H

#include "archive/store.h"

/* Returns the URL of the page that a response from `final_url` belongs to, by the rows of
   pages and of articles; NULL if there is none. *requested receives the URL that was
   requested. */
const char *recovery_find_page(struct store *store, const char *final_url,
                               struct arena *a, const char **requested);

/* Whether a version of the page has this text, or its quarantine entry. */
bool recovery_has_text(struct store *store, int64_t page, const char *text_sha256);
/* Whether a page has its text in this file of text/. */
bool recovery_has_name(struct store *store, const char *name);
int64_t recovery_count_versions(struct store *store);
/* Counts the pages whose body was lost, so that they are due. */
int64_t recovery_count_bodiless(struct store *store);

/* Numbers the versions of a page by their times. */
bool recovery_order_versions(struct store *store, int64_t page, struct error *err);

/* Adds a text that was found as a version of the page. It becomes the current one only if
   there is no other. *kept receives its number. */
bool recovery_keep_text(struct store *store, const struct store_page *page,
                        const struct store_version *found, struct slice text,
                        int64_t *kept, struct error *err);

/* Pages that have a text now are no longer new. */
bool recovery_end_new(struct store *store, struct error *err);

#endif
