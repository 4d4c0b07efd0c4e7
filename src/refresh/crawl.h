/* crawl: one pass over pages of an archive. Each page is fetched, or read from the
   archive, together with the other pages of its article; then it is cleaned, and the
   outcome is passed to the caller. */
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

struct crawl_callbacks {
    void *context;
    /* Called once a page is finished; outcome->page was read just before. */
    void (*handle_page)(void *context, const struct page_outcome *outcome);
    void (*show_progress)(void *context); /* called repeatedly */
};

struct crawl {
    struct archive_command *command;
    struct recorder *recorder;
    struct crawl_callbacks callbacks;
    struct archive_cleaner cleaner;
    struct arena arena; /* of the lists */
    /* Pages to clean again and pages to fetch. The caller fills both. */
    struct id_list to_reclean, due;
    size_t skipped;    /* pages that were not fetched because their server has to rest */
    size_t unreadable; /* stored bodies */
    struct signals stop;

    size_t next_reclean, next_due;
    struct fetch *fetch; /* NULL until the first request */
    struct fetch_memory memory;
    struct politeness politeness;
    struct soft404 probes;
    struct page_job *newest; /* the head of the list of all jobs */
    struct job_list to_clean;
    size_t in_flight;              /* jobs */
    size_t waiting, waiting_bytes; /* jobs in to_clean, and the bytes of their bodies */
    size_t cleaning;               /* jobs that a worker has */
    int64_t began_ms;              /* by clock_ms */
    int64_t flushed_ms;            /* after began_ms */
    bool is_winding_down;          /* no further page is begun */
};

/* Reads the settings and rules of the archive that `command` has opened. Returns 0, or
   the exit code if it failed, after reporting the error. Call crawl_close in either
   case. */
int crawl_open(struct crawl *crawl, struct archive_command *command,
               struct recorder *recorder, const struct crawl_callbacks *callbacks);
void crawl_close(struct crawl *crawl);
/* Processes both lists. A signal or --max-runtime ends it early: pages in flight may then
   finish within the grace period, and the others stay due. */
void crawl_run(struct crawl *crawl);

/* Returns the time of the run, which starts at --now. */
int64_t crawl_now(const struct crawl *crawl);
/* Returns the number of pages that are not finished. */
size_t crawl_count_left(const struct crawl *crawl);

#endif
