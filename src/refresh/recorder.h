/* recorder: writes the results of a run to the archive, page by page: bodies, texts,
   quarantine, failures, problems and events. Pages are committed in batches; the files of
   a batch are on the disk before its rows are committed.

   Functions that return bool return false with err on an error of the archive itself. */
#ifndef WINNOW_REFRESH_RECORDER_H
#define WINNOW_REFRESH_RECORDER_H

#include "refresh/archive_command.h"
#include "refresh/warc_append.h"
#include "winnow.h"

enum {
    RECORDER_TEXTS = 64, /* per batch, so that a crash loses little work */
    RECORDER_REVOKED_MAX = 8,
};

/* Texts that were accepted because they came again and again: one line for each host. */
struct recorder_acceptance {
    const char *host, *url, *reason; /* URL and reason of the first */
    unsigned runs;
    size_t count;
};
struct recorder_acceptances {
    struct recorder_acceptance *items;
    size_t count, capacity;
};

struct recorder {
    struct store *store;
    struct warc_writer warc;
    struct store_run run;
    int64_t now;          /* the time of the run */
    unsigned accept_runs; /* accept a suspect text after so many runs; 0: never */
    bool keeps_files;     /* writes no files of text/ */
    bool writes_revisits; /* WARC records for unchanged bodies */
    struct console *console;
    int64_t texts[RECORDER_TEXTS + RECORDER_REVOKED_MAX]; /* pages whose files in text/
                                                             are to be written */
    struct arena arena;                                   /* of the run */
    struct recorder_acceptances acceptances;
    size_t text_count, page_count; /* of the batch */
    bool reports;                  /* a refresh: it says which problems have ended */
    bool is_broken;                /* after an error, which has been reported */
    size_t damaged_files;          /* WARC files missing or truncated; reported */
};

/* Resumes the WARC file, repairs what a crashed run has left, and begins a run. */
bool recorder_open(struct recorder *recorder, struct archive_command *command,
                   struct error *err);
/* Commits the last batch and ends the run, unless the recorder is broken. */
void recorder_close(struct recorder *recorder);
/* Commits the batch. Returns false if that failed, after reporting it. */
bool recorder_flush(struct recorder *recorder);
/* Call after an operation: reports err if !done, and flushes a full batch. Returns false
   if the recorder is broken. */
bool recorder_check(struct recorder *recorder, bool done, const struct error *err);

/* Writes the file of a page in text/ with the batch; call recorder_check before the next.
   Returns true. */
bool recorder_write_text(struct recorder *recorder, int64_t page);

/* Appends a successful response to the WARC file, as warc_append_exchange. */
bool recorder_store_body(struct recorder *recorder, struct body_update *update,
                         struct arena *a, struct error *err);

/* The outcome of processing one page. */
struct page_outcome {
    struct store_page *page;
    const char *rules;                  /* the current revision */
    const struct fetch_result *fetched; /* NULL: the stored body was cleaned again */
    const struct store_bodies *bodies;  /* the current bodies of its article */
    const struct winnow_record *record; /* NULL: the page was not cleaned */
    const char *part_error; /* why a page of its article is missing from the text; NULL:
                               none is */
    bool is_soft404;
    const char *cause; /* of a new version; NULL: the site, or the rules */
};

/* Records that all bodies and the rules are the same as before. */
bool recorder_apply_unchanged(struct recorder *recorder,
                              const struct page_outcome *outcome, struct error *err);
/* Records a cleaned page or a failure. */
bool recorder_apply(struct recorder *recorder, const struct page_outcome *outcome,
                    struct error *err);
/* Returns what a record says about a version, with the strings of both. */
struct store_details recorder_details(const struct winnow_record *record,
                                      const struct store_bodies *bodies);
/* Makes a page due whose article needs a page that is not in the archive. Nothing else
   changes. */
bool recorder_postpone(struct recorder *recorder, struct store_page *page,
                       struct error *err);
/* Drops the stored bodies of a page, which cannot be read, and makes the page due. */
bool recorder_drop_bodies(struct recorder *recorder, struct store_page *page,
                          struct error *err);
/* Makes the text in quarantine the page's current text. */
bool recorder_accept(struct recorder *recorder, struct store_page *page,
                     struct error *err);
/* Makes an earlier version the page's current text, as a new version. The versions after
   it are rejected: they are not believed if the site sends them again. */
bool recorder_restore(struct recorder *recorder, struct store_page *page, int64_t number,
                      struct error *err);
/* Deletes the quarantine entry of a page. It is an error if there is none. */
bool recorder_discard(struct recorder *recorder, const struct store_page *page,
                      struct error *err);

#endif
