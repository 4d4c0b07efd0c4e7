/* merge_rows: the rows of another archive's database become rows of this one. */
#ifndef WINNOW_ARCHIVE_MERGE_ROWS_H
#define WINNOW_ARCHIVE_MERGE_ROWS_H

#include "archive/warc_files.h"

/* Copies the database in `folder`, with its journal, into the archive, brings the copy up
   to date and attaches it. The original is only read; nobody else may write to it. */
bool merge_rows_open(struct store *store, int folder, struct error *err);
/* Detaches the copy and removes it. */
void merge_rows_close(struct store *store);

/* A WARC file of the other archive has this name in the store. */
bool merge_rows_rename_warc(struct store *store, const char *name, const char *new_name,
                            struct error *err);

struct merge_counts {
    int64_t pages, versions; /* that were added */
};
/* Adds pages, versions, bodies, quarantine entries, events and WARC files, in one
   transaction. Versions of a page in both archives are in the order of their times, and
   the text that changed last is the current one. What the store has already is not added
   again. */
bool merge_rows_add(struct store *store, struct merge_counts *out, struct error *err);

/* Visits the ids of pages that the other archive has too. */
bool merge_rows_list_pages(struct store *store, struct arena *a, struct id_list *out,
                           struct error *err);

#endif
