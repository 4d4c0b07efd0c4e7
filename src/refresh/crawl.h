/* crawl: one pass over pages of an archive. Each is fetched with all pages of its
   article, or read again from the archive, cleaned, and given back. */
#ifndef WINNOW_REFRESH_CRAWL_H
#define WINNOW_REFRESH_CRAWL_H

#include "cli/signals.h"
#include "refresh/archive_cleaner.h"
#include "refresh/archive_command.h"
#include "refresh/politeness.h"
#include "refresh/recorder.h"
#include "refresh/soft404.h"

struct page_job;
struct job_list {
    struct page_job *first, *last;
};

/* Whose round it is. */
struct crawl_owner {
    void *context;
    /* What came of a page, whose row has just been read. */
    void (*settle)(void *context, const struct outcome *outcome);
    void (*show)(void *context); /* now and then, while it goes on */
};

struct crawl {
    struct archive_command *archived;
    struct recorder *ledger;
    struct crawl_owner owner;
    struct archive_cleaner cleaner;
    struct arena arena;         /* of the lists */
    struct id_list stored, due; /* to clean again, and to ask for: the caller's to fill */
    size_t skipped, unreadable; /* pages whose servers want to be left alone; bodies */
    struct signals stop;

    size_t next_stored, next_due;
    struct fetch *fetch; /* NULL: nothing has been asked for yet */
    struct fetch_memory memory;
    struct politeness politeness;
    struct soft404 decoys;
    struct page_job *newest; /* of all on their way */
    struct job_list to_clean;
    size_t in_flight, waiting, waiting_bytes, cleaning;
    int64_t began_ms;   /* by clock_ms */
    int64_t flushed_ms; /* since then */
    bool is_winding_down;
};

/* archived is open: its settings are read, and its rules. 0, or the exit code when it
   cannot begin, which has been told. To be closed in either case. */
int crawl_open(struct crawl *round, struct archive_command *archived,
               struct recorder *ledger, const struct crawl_owner *owner);
void crawl_close(struct crawl *round);
/* Goes through both lists, until a signal or the longest time for a run ends it: then
   what is on its way may come home within the time of grace, and the rest stays due. */
void crawl_run(struct crawl *round);

/* The run's clock, which goes on from where --now has set it. */
int64_t crawl_now(const struct crawl *round);
/* Pages that are still to come. */
size_t crawl_count_left(const struct crawl *round);

#endif
