/* unfinished: work on the files of an archive that takes several steps. A row says what
   is to be done before the first step, so that the next process completes what a killed
   one has left. Nothing is deleted that a row does not name. */
#ifndef WINNOW_ARCHIVE_UNFINISHED_H
#define WINNOW_ARCHIVE_UNFINISHED_H

#include "archive/warc_files.h"

/* Completes what is unfinished. The archive is locked. */
bool unfinished_complete(struct store *store, struct error *err);
/* Whether there is anything to complete. */
bool unfinished_exists(struct store *store);

/* Notes, in the open transaction, that a file of text/ is to be removed. */
bool unfinished_remove_text(struct store *store, const char *name, struct error *err);

/* Commits that the file `target` is about to be written, with records of `source`. If
   that is not finished, the target is removed, but only while the source is there. */
bool unfinished_begin_move(struct store *store, const struct warc_file *source,
                           const char *target, struct error *err);
/* The target is on the disk: commits that each record which was at a place of `before` is
   at the same one of `after`, then removes the source. */
bool unfinished_switch_move(struct store *store, const struct warc_file *source,
                            const struct warc_file *target,
                            const struct warc_part_list *before,
                            const struct warc_part_list *after, struct error *err);
/* Notes that a file in which no row holds anything is to be removed, in the open
   transaction if there is one. */
bool unfinished_drop_warc(struct store *store, const struct warc_file *file,
                          struct error *err);

#endif
