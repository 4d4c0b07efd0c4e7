/* page_job: one page of an archive that is being processed, with all pages of its
   article: their stored bodies, their new bodies, and which page to fetch or clean
   next. */
#ifndef WINNOW_REFRESH_PAGE_JOB_H
#define WINNOW_REFRESH_PAGE_JOB_H

#include "archive/store.h"
#include "cli/multipage.h"
#include "fetch/fetch.h"
#include "refresh/archive_cleaner.h"

struct soft404_probe;

struct page_job {
    int64_t page;                /* 0: a soft 404 probe */
    struct soft404_probe *probe; /* the probe that this job fetches; NULL: it is a page */
    char *url, *host;
    char rules[ARCHIVE_CLEANER_REVISION_SIZE]; /* the current revision */
    bool is_reclean;                    /* uses stored bodies only, fetches nothing */
    struct arena arena;                 /* of what follows; unused until an answer */
    struct store_page *row;             /* NULL: not read recently */
    struct store_bodies stored, bodies; /* in the archive before; now */
    struct fetch_result answer;         /* to the first request, without its body */
    struct buffer bytes;                /* of the newest body */
    bool must_clean;                    /* false: the current text is up to date */
    size_t cleaned;                     /* the number of bodies that were cleaned */
    struct multipage article;
    char *failed_url; /* a page with a stored body that can no longer be fetched */
    char *failure;    /* and why */
    char *part_error; /* why a page is missing from the text; NULL: none is */
    struct winnow_record *record;
    struct page_job *next;          /* in a queue */
    struct page_job *older, *newer; /* in the list of all jobs */
};

/* Returns NULL if out of memory. */
struct page_job *page_job_new(int64_t page, const char *url, const char *host);
void page_job_free(struct page_job *job); /* NULL is allowed */

/* Reads the page's row and the rows of its stored bodies. */
bool page_job_load(struct page_job *job, struct store *store, struct error *err);
/* Returns the stored body of a URL, or NULL. */
const struct store_body *page_job_find_stored(const struct page_job *job,
                                              const char *url);
/* Adds a new body. Takes ownership of `bytes`, which is left empty. */
void page_job_add_body(struct page_job *job, const struct store_body *body,
                       struct buffer *bytes);
/* Reads the body that is to be cleaned into job->bytes, at most `most` bytes. Reads from
   the archive unless the bytes are those of the newest body. */
bool page_job_read_bytes(struct page_job *job, const struct store *store, size_t most,
                         struct error *err);

/* What to do next. */
enum page_job_step {
    PAGE_JOB_FETCH, /* page_job_next_url */
    PAGE_JOB_CLEAN, /* the next body */
    PAGE_JOB_DONE,  /* record is set, unless nothing has changed or memory ran out */
};
/* Returns the next step after a body was added, or the first step of a re-clean. */
enum page_job_step page_job_begin(struct page_job *job);
/* Returns the URL to fetch, borrowed. */
const char *page_job_next_url(const struct page_job *job);
/* Notes that this URL could not be fetched. */
enum page_job_step page_job_add_failure(struct page_job *job, const char *reason);
/* Adds the record of the body that was cleaned. Takes ownership of the record. */
enum page_job_step page_job_add_record(struct page_job *job,
                                       struct winnow_record *record);

#endif
