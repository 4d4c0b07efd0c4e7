/* keeping.h's reclean: today's rules over the stored bodies. */
#include "command/keeping.h"

#include "command/archived.h"
#include "command/cleaner.h"
#include "command/ledger.h"
#include "command/printer.h"
#include "command/unified.h"
#include <stdlib.h>
#include <string.h>

enum { RECORD_SLACK = 1 << 20, POLLED_MAX = 256, OUT_MAX = 1 << 20 };

struct job {
    int64_t page;
    char rules[CLEANER_REVISION_SIZE];
};

struct reclean {
    struct archived archived;
    struct ledger ledger;
    struct cleaner cleaner;
    struct id_list pages;
    size_t next, cleaning;
    size_t done, changed, emptied, untitled, unreadable;
};

/* ---- one page ---------------------------------------------------------------------- */

static bool read_body(struct reclean *r, const struct store_page *page,
                      struct warc_response *out, struct error *err)
{
    struct warc_record record;
    size_t most = r->archived.options.fetch.max_bytes;
    warc_record_open(&record);
    bool done = warc_read_at(r->archived.store.warc, &page->place, most + RECORD_SLACK,
                             &record, err) &&
                warc_read_response(buffer_slice(&record.block), most, out, err);
    warc_record_close(&record);
    return done;
}

static void start(struct reclean *r, int64_t id)
{
    struct store_page page;
    struct arena a;
    struct error err = {0};
    struct warc_response response = {0};
    struct job *job = calloc(1, sizeof *job);
    arena_open(&a, SIZE_MAX);
    bool done = job && store_load_page(&r->archived.store, id, &a, &page, &err) &&
                read_body(r, &page, &response, &err);
    if (done) {
        job->page = id;
        cleaner_revision(&r->cleaner, page.host, job->rules);
        struct cleaner_page work = {page.final_url, page.content_type,
                                    buffer_slice(&response.body), job};
        done = cleaner_submit(&r->cleaner, &work, &err);
    }
    if (done) {
        r->cleaning++;
    } else {
        console_error(&r->archived.console, "%s", err.text);
        r->unreadable++;
        free(job);
    }
    buffer_close(&response.body);
    arena_close(&a);
}

static void show_diff(struct reclean *r, const struct store_page *page,
                      const struct winnow_record *record)
{
    struct buffer old;
    struct error err;
    buffer_open(&old, NULL);
    if (store_read_text(&r->archived.store, page->id, page->version, &old, &err)) {
        struct arena *a = &r->archived.arena;
        unified_append(buffer_slice(&old), slice_of(record->text, record->text_length),
                       arena_printf(a, "%s (now)", page->url),
                       arena_printf(a, "%s (today's rules)", page->url),
                       &r->archived.out);
    }
    buffer_close(&old);
    if (r->archived.out.len > OUT_MAX)
        printer_write(&r->archived.console, &r->archived.out);
}

static void count(struct reclean *r, const struct store_page *page,
                  const struct winnow_record *record)
{
    r->done++;
    if (!page->version || strcmp(page->text_sha256, record->text_sha256) == 0)
        return;
    r->changed++;
    r->emptied += record->text_length == 0;
    r->untitled += page->title && !record->title;
    if (r->archived.options.shows_diff)
        show_diff(r, page, record);
}

static void finish(struct reclean *r, struct job *job, struct winnow_record *record)
{
    struct store_page page;
    struct arena a;
    struct error err = {0};
    arena_open(&a, SIZE_MAX);
    if (store_load_page(&r->archived.store, job->page, &a, &page, &err)) {
        struct outcome outcome = {.page = &page, .rules = job->rules, .record = record};
        if (!record->text_sha256)
            r->unreadable++;
        else
            count(r, &page, record);
        if (record->text_sha256 && !r->archived.options.dry_run)
            ledger_note(&r->ledger, ledger_take(&r->ledger, &outcome, &err), &err);
    }
    arena_close(&a);
    winnow_record_free(record);
    free(job);
}

/* ---- all of them ------------------------------------------------------------------- */

static void work(struct reclean *r)
{
    struct pollfd polled[POLLED_MAX];
    struct worker_result result;
    while ((r->next < r->pages.count || r->cleaning) && !r->ledger.is_broken) {
        while (r->next < r->pages.count && worker_pool_count_free(r->cleaner.pool))
            start(r, r->pages.items[r->next++]);
        if (!r->cleaning)
            continue;
        int timeout = -1;
        size_t count = worker_pool_poll(r->cleaner.pool, polled, POLLED_MAX, &timeout);
        poll(polled, count, timeout);
        worker_pool_step(r->cleaner.pool);
        while (worker_pool_next(r->cleaner.pool, &result)) {
            r->cleaning--;
            finish(r, result.tag, result.record);
        }
        console_progress(&r->archived.console, "winnow: %zu of %zu cleaned", r->done,
                         r->pages.count);
    }
    console_clear_progress(&r->archived.console);
}

static bool prepare(struct reclean *r, struct error *err)
{
    return ledger_open(&r->ledger, &r->archived.store, &r->archived.console,
                       r->archived.now, (int64_t)r->archived.options.warc_bytes, err) &&
           store_list_pages(&r->archived.store, PAGES_HELD, 0, r->archived.options.host,
                            &r->archived.arena, &r->pages, err);
}

static int reclean(struct reclean *r)
{
    struct error err = {0};
    if (!archived_read_settings(&r->archived, &err)) {
        archived_fail(&r->archived, &err);
        return EXIT_ARCHIVE_USAGE;
    }
    if (!cleaner_open(&r->cleaner, &r->archived.options, &r->archived.console))
        return EXIT_ARCHIVE_USAGE;
    bool done = prepare(r, &err);
    if (done)
        work(r);
    ledger_close(&r->ledger);
    if (!done)
        return archived_fail(&r->archived, &err);
    buffer_printf(&r->archived.out,
                  "%zu pages change, %zu become empty, %zu lose their title (of %zu)\n",
                  r->changed, r->emptied, r->untitled, r->done);
    return r->unreadable || r->ledger.is_broken ? EXIT_FAILURE : EXIT_SUCCESS;
}

int reclean_run(const struct options *options)
{
    struct reclean *r = calloc(1, sizeof *r);
    if (!r)
        return EXIT_FAILURE;
    int code = archived_open(&r->archived, options,
                             options->waits ? STORE_WRITE_WAIT : STORE_WRITE);
    if (code == 0) {
        code = archived_close(&r->archived, reclean(r));
        cleaner_close(&r->cleaner);
    }
    free(r);
    return code;
}
