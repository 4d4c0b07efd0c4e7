#include "refresh/page_job.h"

#include "base/note_codes.h"
#include "write/record.h"
#include <stdlib.h>
#include <string.h>

struct page_job *page_job_new(int64_t page, const char *url, const char *host)
{
    struct page_job *job = calloc(1, sizeof *job);
    if (!job)
        return NULL;
    job->page = page;
    job->url = strdup(url);
    job->host = strdup(host);
    arena_open(&job->arena, SIZE_MAX);
    buffer_open(&job->bytes, NULL);
    if (job->url && job->host)
        return job;
    page_job_free(job);
    return NULL;
}

void page_job_free(struct page_job *job)
{
    if (!job)
        return;
    fetch_result_free(&job->answer);
    multipage_close(&job->article);
    winnow_record_free(job->record);
    buffer_close(&job->bytes);
    arena_close(&job->arena);
    free(job->failed_url);
    free(job->failure);
    free(job->part_error);
    free(job->url);
    free(job->host);
    free(job);
}

/* ---- bodies ------------------------------------------------------------------------ */

bool page_job_load(struct page_job *job, struct store *store, struct error *err)
{
    struct store_page *page = arena_alloc(&job->arena, sizeof *page);
    if (!store_load_page(store, job->page, &job->arena, page, err))
        return false;
    job->row = page;
    job->must_clean = job->is_reclean || !page->version || page->is_partial ||
                      !page->rules || strcmp(page->rules, job->rules) != 0;
    if (!page->body.place.file[0])
        return true;
    ARENA_PUSH(&job->arena, &job->stored, page->body);
    return !page->further_pages ||
           store_load_bodies(store, page->id, OWNER_PAGE, &job->arena, &job->stored, err);
}

const struct store_body *page_job_find_stored(const struct page_job *job, const char *url)
{
    for (size_t i = 0; i < job->stored.count; i++)
        if (strcmp(job->stored.items[i].url, url) == 0)
            return &job->stored.items[i];
    return NULL;
}

void page_job_add_body(struct page_job *job, const struct store_body *body,
                       struct buffer *bytes)
{
    ARENA_PUSH(&job->arena, &job->bodies, *body);
    buffer_close(&job->bytes);
    job->bytes = *bytes;
    buffer_open(bytes, NULL);
}

bool page_job_read_bytes(struct page_job *job, const struct store *store, size_t most,
                         struct error *err)
{
    bool is_newest = job->cleaned + 1 == job->bodies.count;
    if (is_newest && job->bytes.len)
        return true;
    buffer_close(&job->bytes);
    return store_read_body(store, &job->bodies.items[job->cleaned], most, &job->bytes,
                           err);
}

/* ---- the pages of an article ------------------------------------------------------- */

const char *page_job_next_url(const struct page_job *job)
{
    if (job->article.wanted)
        return job->article.wanted;
    return job->bodies.count ? job->stored.items[job->bodies.count].url : job->url;
}

enum page_job_step page_job_begin(struct page_job *job)
{
    if (job->is_reclean && !job->bodies.count && job->stored.count)
        ARENA_PUSH(&job->arena, &job->bodies, job->stored.items[0]);
    if (job->must_clean)
        return PAGE_JOB_CLEAN;
    /* All bodies so far are unchanged, so the next page of the article is the same too.
     */
    return job->bodies.count < job->stored.count ? PAGE_JOB_FETCH : PAGE_JOB_DONE;
}

static enum page_job_step finish(struct page_job *job)
{
    job->bodies.count = job->cleaned;
    job->record = multipage_take(&job->article);
    return PAGE_JOB_DONE;
}

/* Ends an article with a page missing. */
static enum page_job_step finish_partial(struct page_job *job)
{
    const struct multipage *article = &job->article;
    if (article->note_count)
        job->part_error = strdup(article->notes[article->note_count - 1].text);
    return finish(job);
}

/* Returns why the wanted page is known to be unavailable, or NULL. */
static const char *find_failure(const struct page_job *job)
{
    const char *url = job->article.wanted;
    if (job->failed_url && strcmp(job->failed_url, url) == 0)
        return job->failure;
    return job->is_reclean && !page_job_find_stored(job, url) ? "not in the archive"
                                                              : NULL;
}

/* Continues with the wanted page, which may have been fetched or stored already. */
static enum page_job_step go_to_next_page(struct page_job *job)
{
    const char *failure;
    while ((failure = find_failure(job)))
        if (!multipage_fail(&job->article, failure))
            return finish_partial(job);
    const char *url = job->article.wanted;
    bool is_fetched = job->cleaned < job->bodies.count &&
                      strcmp(job->bodies.items[job->cleaned].url, url) == 0;
    if (is_fetched)
        return PAGE_JOB_CLEAN;
    job->bodies.count = job->cleaned;
    if (!job->is_reclean)
        return PAGE_JOB_FETCH;
    ARENA_PUSH(&job->arena, &job->bodies, *page_job_find_stored(job, url));
    return PAGE_JOB_CLEAN;
}

enum page_job_step page_job_add_failure(struct page_job *job, const char *reason)
{
    if (job->article.wanted)
        return multipage_fail(&job->article, reason) ? go_to_next_page(job)
                                                     : finish_partial(job);
    job->failed_url = strdup(page_job_next_url(job));
    job->failure = strdup(reason);
    job->must_clean = true;
    return PAGE_JOB_CLEAN;
}

enum page_job_step page_job_add_record(struct page_job *job, struct winnow_record *record)
{
    struct multipage *article = &job->article;
    size_t notes = article->note_count;
    record_set(record, &record->final_url, job->bodies.items[job->cleaned++].final_url);
    if (multipage_add(article, record, job->url))
        return go_to_next_page(job);
    bool is_partial = article->note_count > notes &&
                      strcmp(article->notes[article->note_count - 1].code,
                             note_code_name(NOTE_PAGE_FAILED)) == 0;
    return is_partial ? finish_partial(job) : finish(job);
}
