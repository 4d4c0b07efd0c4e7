/* page_job: a page of an archive on its way, with all pages of its article: what is held, what
   has come, and which of them is to be had or cleaned next. */
#ifndef WINNOW_REFRESH_PAGE_JOB_H
#define WINNOW_REFRESH_PAGE_JOB_H

#include "archive/store.h"
#include "cli/multipage.h"
#include "refresh/archive_cleaner.h"
#include "fetch/fetch.h"

struct decoy;

struct job {
    int64_t page;        /* 0: a decoy */
    struct decoy *decoy; /* whose page that cannot be there it is; NULL: none */
    char *url, *host;
    char rules[CLEANER_REVISION_SIZE]; /* today's revision */
    bool is_stored;                    /* nothing is asked for */
    struct arena arena; /* of what follows; nothing is taken from it before an answer */
    struct store_page *row;           /* as it was just read; NULL: some time ago */
    struct store_bodies held, bodies; /* what the archive had; what there is now */
    struct fetch_result answer;       /* to the first request, without its body */
    struct buffer bytes;              /* of the newest body */
    bool must_clean; /* something has changed since it was cleaned, or it never was */
    size_t cleaned;  /* of the bodies */
    struct article article;
    char *missed; /* the URL of a page that was held and cannot be had now, and why */
    char *missed_for;
    char *fault; /* why a page is not in the text; NULL: it is whole */
    struct winnow_record *record;
    struct job *next;          /* in a queue */
    struct job *older, *newer; /* in the list of all */
};

/* NULL without memory. */
struct job *job_new(int64_t page, const char *url, const char *host);
void job_free(struct job *job); /* NULL is allowed */

/* Reads the page's row, and what the archive holds of it. */
bool job_load(struct job *job, struct store *store, struct error *err);
/* The body that is held of a URL, or NULL. */
const struct store_body *job_find_held(const struct job *job, const char *url);
/* A body has come: its bytes move here. */
void job_add_body(struct job *job, const struct store_body *body, struct buffer *bytes);
/* The bytes of the body that is to be cleaned, from the archive unless they have just
   come; at most `most` of them. */
bool job_read_bytes(struct job *job, const struct store *store, size_t most,
                    struct error *err);

/* What is to be done next. */
enum job_step {
    JOB_ASK,   /* fetch job_wanted */
    JOB_CLEAN, /* the next body */
    JOB_DONE,  /* record is there, unless nothing has changed or memory ran out */
};
/* A body has come, or what is held is to be cleaned. */
enum job_step job_begin(struct job *job);
/* The page that is to be fetched. */
const char *job_wanted(const struct job *job);
/* It cannot be had. */
enum job_step job_miss(struct job *job, const char *reason);
/* The next body has been cleaned: takes the record. */
enum job_step job_take_record(struct job *job, struct winnow_record *record);

#endif
