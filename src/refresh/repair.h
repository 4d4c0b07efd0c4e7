/* repair: brings the database of an archive in line with its files after a crash, after
   WARC files were lost, or after an older copy was put back. What the files have and the
   rows do not know is kept. */
#ifndef WINNOW_REFRESH_REPAIR_H
#define WINNOW_REFRESH_REPAIR_H

#include "archive/store.h"
#include "cli/console.h"

/* Repairs what the last run left if it was killed, and notes records of WARC files that
   no row describes. With checks_texts, texts are repaired too. *unread receives the
   number of files that have such records. */
bool repair_crashed_run(struct store *store, struct console *console, int64_t now,
                        bool checks_texts, size_t *unread, struct error *err);

struct repair {
    struct store *store;
    struct console *console;
    int64_t now;
    struct arena arena; /* of what is read; reset it between pages */
    bool is_quiet;      /* says nothing of files that are written */
    bool is_repaired;   /* the last text was not as it should be */
};
void repair_open(struct repair *repair, struct store *store, struct console *console,
                 int64_t now);
void repair_close(struct repair *repair);
/* Makes the text of a file in text/ a version of the page if no version has it: it may be
   newer than the database. Loads *page again if it had no text before. */
bool repair_keep_text(struct repair *repair, struct store_page *page, const char *name,
                      struct error *err);
/* Brings the file in text/ of a page in line with its rows, and reports what was wrong:
   writes the current text, after a text that no version has became one. Loads *page again
   if it had no text before. */
bool repair_text(struct repair *repair, struct store_page *page, struct error *err);

/* Drops bodies that are no longer in their WARC files, because a file is missing or
   truncated, and reports each file unless console is NULL. *damaged receives the number
   of such files. */
bool repair_lost_bodies(struct store *store, struct console *console, size_t *damaged,
                        struct error *err);

#endif
