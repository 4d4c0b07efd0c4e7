/* unfinished: work on the files of an archive that takes several steps. A row says what
   is to be done before the first step, so that the next process completes what a killed
   one has left. Nothing is deleted that a row does not name. */
#ifndef WINNOW_ARCHIVE_UNFINISHED_H
#define WINNOW_ARCHIVE_UNFINISHED_H

#include "archive/store.h"

/* Completes what is unfinished. The archive is locked. */
bool unfinished_complete(struct store *store, struct error *err);
/* Whether there is anything to complete. */
bool unfinished_exists(struct store *store);

/* Notes, in the open transaction, that a file of text/ is to be removed. */
bool unfinished_remove_text(struct store *store, const char *name, struct error *err);

#endif
