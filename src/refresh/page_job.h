/* page_job: a page of an archive on its way, with all pages of its article: what is held,
   what has come, and which of them is to be had or cleaned next. */
#ifndef WINNOW_REFRESH_PAGE_JOB_H
#define WINNOW_REFRESH_PAGE_JOB_H

#include "archive/store.h"
#include "cli/multipage.h"
#include "fetch/fetch.h"
#include "refresh/archive_cleaner.h"

struct soft404_probe;

struct page_job {
    int64_t page;                /* 0: a decoy */
    struct soft404_probe *decoy; /* whose page that cannot be there it is; NULL: none */
    char *url, *host;
    char rules[ARCHIVE_CLEANER_REVISION_SIZE]; /* today's revision */
    bool is_stored;                            /* nothing is asked for */
    struct arena arena; /* of what follows; nothing is taken from it before an answer */
    struct store_page *row;           /* as it was just read; NULL: some time ago */
    struct store_bodies held, bodies; /* what the archive had; what there is now */
    struct fetch_result answer;       /* to the first request, without its body */
    struct buffer bytes;              /* of the newest body */
    bool must_clean; /* something has changed since it was cleaned, or it never was */
    size_t cleaned;  /* of the bodies */
    struct multipage article;
    char *missed; /* the URL of a page that was held and cannot be had now, and why */
    char *missed_for;
    char *part_error; /* why a page is not in the text; NULL: it is whole */
    struct winnow_record *record;
    struct page_job *next;          /* in a queue */
    struct page_job *older, *newer; /* in the list of all */
};

/* NULL without memory. */
struct page_job *page_job_new(int64_t page, const char *url, const char *host);
void page_job_free(struct page_job *job); /* NULL is allowed */

/* Reads the page's row, and what the archive holds of it. */
bool page_job_load(struct page_job *job, struct store *store, struct error *err);
/* The body that is held of a URL, or NULL. */
const struct store_body *page_job_find_held(const struct page_job *job, const char *url);
/* A body has come: its bytes move here. */
void page_job_add_body(struct page_job *job, const struct store_body *body,
                       struct buffer *bytes);
/* The bytes of the body that is to be cleaned, from the archive unless they have just
   come; at most `most` of them. */
bool page_job_read_bytes(struct page_job *job, const struct store *store, size_t most,
                         struct error *err);

/* What is to be done next. */
enum page_job_step {
    PAGE_JOB_ASK,   /* fetch page_job_wanted */
    PAGE_JOB_CLEAN, /* the next body */
    PAGE_JOB_DONE,  /* record is there, unless nothing has changed or memory ran out */
};
/* A body has come, or what is held is to be cleaned. */
enum page_job_step page_job_begin(struct page_job *job);
/* The page that is to be fetched. */
const char *page_job_wanted(const struct page_job *job);
/* It cannot be had. */
enum page_job_step page_job_miss(struct page_job *job, const char *reason);
/* The next body has been cleaned: takes the record. */
enum page_job_step page_job_take_record(struct page_job *job,
                                        struct winnow_record *record);

#endif
