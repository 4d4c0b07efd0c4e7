/* importer: brings captures into an archive: URLs, texts of exports, and responses with
   their times. Captures are cleaned a batch at a time, by the sandboxed processes that
   reclean uses, and applied in their order as refreshes of those times would have been.

   A response that is newer than the last fetch of its page is judged as an answer of the
   site is, and may go to quarantine. An older one is stored as an earlier version. A text
   without a response is the first text of a page that has none; if winnow has fetched the
   page itself, it is an earlier version whatever its time. A text that a version has
   already is not stored again. */
#ifndef WINNOW_EXCHANGE_IMPORTER_H
#define WINNOW_EXCHANGE_IMPORTER_H

#include "exchange/page_list.h"
#include "refresh/archive_cleaner.h"
#include "refresh/recorder.h"

enum capture_form {
    CAPTURE_URL,      /* nothing but the URL */
    CAPTURE_TEXT,     /* a text, which is taken as it is */
    CAPTURE_MARKDOWN, /* the same as Markdown */
    CAPTURE_FRAGMENT, /* the content of a page as HTML: all of it is kept */
    CAPTURE_RESPONSE, /* a page as its server sent it */
};

/* Everything is borrowed; empty slices and NULL: not known. */
struct capture {
    enum capture_form form;
    const char *place; /* the file, for messages */
    struct slice url, bytes;
    struct slice title, author, date, language, site; /* of a text or a fragment */
    struct slice content_type, head;                  /* of a response */
    int64_t time; /* when it was fetched or saved; 0: not known */
};

enum { IMPORTER_WINDOW = 64 }; /* captures that are cleaned at the same time */

struct importer_slot {
    struct capture capture;
    struct winnow_record *record; /* NULL until it is cleaned */
    char *failure;                /* why there is none; in the arena */
};

struct importer {
    struct archive_command *command;
    struct page_list pages;
    struct recorder recorder;
    struct archive_cleaner cleaner;
    bool is_open;       /* recorder and cleaner */
    bool is_broken;     /* after an error, which has been reported */
    struct arena arena; /* of the batch */
    struct importer_slot slots[IMPORTER_WINDOW];
    size_t slot_count, bytes;
    size_t versions, suspects, textless, failed;
};

void importer_open(struct importer *importer, struct archive_command *command);
/* Takes a capture. Returns false after an error of the archive, which has been
   reported. */
bool importer_add(struct importer *importer, const struct capture *capture);
/* Reports what could not be imported, and counts it. */
void importer_fail(struct importer *importer, const char *place, const char *why);
/* Applies the last batch, commits everything and prints the counts. Returns the exit
   code. */
int importer_close(struct importer *importer);

#endif
