/* recorder: what a run does to the archive, page by page: new bodies and texts,
   quarantine, failures, problems and events. Everything of a batch is on the disk before
   its rows are. */
#ifndef WINNOW_REFRESH_RECORDER_H
#define WINNOW_REFRESH_RECORDER_H

#include "archive/store.h"
#include "cli/console.h"
#include "fetch/fetch.h"
#include "winnow.h"

struct pending_text {
    char *name, *text;
    size_t len;
};

enum { RECORDER_TEXTS = 64 }; /* of a batch: what a crash may cost is small */

struct recorder {
    struct store *store;
    struct warc_writer warc;
    struct store_run run;
    int64_t now;          /* of the run: seconds */
    unsigned accept_runs; /* the same suspect so often is accepted; 0: never */
    struct console *console;
    struct pending_text texts[RECORDER_TEXTS];
    size_t text_count, page_count; /* of the batch */
    bool is_broken;                /* it cannot go on: told */
    size_t lost_files;             /* WARC files that are not what they were: told */
};

/* Resumes the WARC file, mends what a crash has left, and begins a run. */
bool recorder_open(struct recorder *ledger, struct store *store, struct console *console,
                   int64_t now, int64_t warc_bytes, struct error *err);
/* Ends the run unless it broke. */
void recorder_close(struct recorder *ledger);
/* Puts the batch on the disk. False when that failed, which has been told. */
bool recorder_flush(struct recorder *ledger);
/* After an operation: flushes full batches, tells an error. */
bool recorder_note(struct recorder *ledger, bool done, const struct error *err);

/* Puts a good answer into the WARC file of the batch; as warc_append_exchange. */
bool recorder_keep(struct recorder *ledger, const char *url,
                   const struct fetch_result *fetched, const struct store_body *held,
                   struct arena *a, struct store_body *out, bool *is_same,
                   struct error *err);

/* What came of one page. */
struct outcome {
    struct store_page *page;
    const char *rules;                  /* today's revision */
    const struct fetch_result *fetched; /* NULL: what is held was cleaned again */
    const struct store_bodies *bodies;  /* what its article consists of now */
    const struct winnow_record *record; /* NULL: it was not cleaned */
    /* Why a page of its article is not in the text; NULL: it is whole. */
    const char *part_error;
    bool is_soft404;
};

/* All bodies are those that are held, under the same rules. */
bool recorder_take_unchanged(struct recorder *ledger, const struct outcome *outcome,
                             struct error *err);
/* A cleaned page, or a failure. True unless the archive could not be written. */
bool recorder_take(struct recorder *ledger, const struct outcome *outcome,
                   struct error *err);
/* Its rules want a page that is not held: it is due, and all else stays. */
bool recorder_postpone(struct recorder *ledger, struct store_page *page,
                       struct error *err);
/* What is held of it cannot be read: nothing is, and it is asked for anew. */
bool recorder_lose_bodies(struct recorder *ledger, struct store_page *page,
                          struct error *err);
/* The suspect becomes the page's text. */
bool recorder_accept(struct recorder *ledger, struct store_page *page, struct error *err);

#endif
