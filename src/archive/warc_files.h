/* warc_files: what the rows of an archive know of its WARC files. A file that is longer
   than its row says has records that the rows do not describe: a run was killed before it
   committed them, or the database is an older copy. They are noted as unread, and never
   overwritten. */
#ifndef WINNOW_ARCHIVE_WARC_FILES_H
#define WINNOW_ARCHIVE_WARC_FILES_H

#include "archive/store.h"

/* A file, and what is known of it. */
struct warc_file {
    char name[WARC_NAME_SIZE];
    int64_t size; /* up to which rows describe it, or have noted it as unread */
    int64_t torn; /* bytes after that which are no record */
};
struct warc_file_list {
    struct warc_file *items;
    size_t count, capacity;
};
/* Lists the files that have a row, the oldest first. */
bool warc_files_list(struct store *store, struct arena *a, struct warc_file_list *out,
                     struct error *err);
bool warc_files_save(struct store *store, const struct warc_file *file,
                     struct error *err);

/* Parts of files whose records no row describes. */
struct warc_part_list {
    struct warc_place *items;
    size_t count, capacity;
};
bool warc_files_list_unread(struct store *store, struct arena *a,
                            struct warc_part_list *out, struct error *err);
bool warc_files_add_unread(struct store *store, const struct warc_place *part,
                           struct error *err);
bool warc_files_end_unread(struct store *store, struct error *err);

/* Looks at the end of each file. What is longer than its row says is noted as unread;
   *found receives the number of such files. If a run was killed (the database says so),
   a record in which the last file ends is cut off: it is what the run was writing. */
bool warc_files_note_unread(struct store *store, bool was_killed, size_t *found,
                            struct error *err);
/* Adds a row for each file of warc/ that has none, and notes its records as unread. */
bool warc_files_adopt(struct store *store, size_t *found, struct error *err);

/* Lists the records of a file that rows refer to, in their order. */
bool warc_files_list_held(struct store *store, const char *name, struct arena *a,
                          struct warc_part_list *out, struct error *err);
/* Whether rows describe all of a file: it has as many bytes as its row says, and none of
   them is unread. */
bool warc_files_is_known(struct store *store, const struct warc_file *file);

/* Says that a body which rows have lost is at this place again: versions of the page with
   these bytes, and the page if its current text comes from them. *known receives whether
   the page has such a version. */
bool warc_files_relink(struct store *store, int64_t page, const struct store_body *body,
                       bool *known, struct error *err);

#endif
