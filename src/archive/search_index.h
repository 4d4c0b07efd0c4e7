/* search_index: the index of the current texts for winnow search. Triggers note the pages
   whose text, title or date changes, whichever function changes them; the index follows
   in the same transaction, when it is committed. Pages that an older winnow stored are
   noted by the migration. */
#ifndef WINNOW_ARCHIVE_SEARCH_INDEX_H
#define WINNOW_ARCHIVE_SEARCH_INDEX_H

#include "archive/store.h"

/* Returns how many pages are noted. */
int64_t search_index_count_stale(struct store *store);
/* Indexes pages that are noted, in the open transaction: all, or a batch if there are
   many. */
bool search_index_update(struct store *store, struct error *err);
/* Indexes all pages that are noted, in several transactions. None is open. */
bool search_index_complete(struct store *store, struct error *err);
/* Removes a page from the index, in the open transaction, before it is deleted. */
bool search_index_remove(struct store *store, int64_t page, struct error *err);

/* Appends a host as a word of the index for each of its labels, the last one first, so
   that the names below a host begin with its words. */
void search_index_append_host(const char *host, struct buffer *out);

#endif
