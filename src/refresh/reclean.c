/* keeping.h's reclean: today's rules over the stored bodies. */
#include "refresh/maintenance.h"

#include "cli/printer.h"
#include "refresh/crawl.h"
#include "refresh/unified_diff.h"
#include <stdlib.h>
#include <string.h>

enum { OUT_MAX = 1 << 20 };

struct reclean {
    struct archive_command archived;
    struct recorder ledger;
    struct crawl round;
    size_t done, changed, emptied, untitled, failed, cut;
};

/* ---- one page ---------------------------------------------------------------------- */

static void show_diff(struct reclean *r, const struct store_page *page,
                      const struct winnow_record *record)
{
    struct buffer old;
    struct error err;
    buffer_open(&old, NULL);
    if (store_read_text(&r->archived.store, page->id, page->version, &old, &err)) {
        struct arena *a = &r->archived.arena;
        unified_diff_append(
            buffer_slice(&old), slice_of(record->text, record->text_length),
            arena_printf(a, "%s (now)", page->url),
            arena_printf(a, "%s (today's rules)", page->url), &r->archived.out);
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

static bool take(struct reclean *r, const struct outcome *outcome, struct error *err)
{
    if (r->archived.options.dry_run)
        return true;
    return outcome->part_error ? recorder_postpone(&r->ledger, outcome->page, err)
                               : recorder_take(&r->ledger, outcome, err);
}

static void settle(void *context, const struct outcome *outcome)
{
    struct reclean *r = context;
    struct error err = {0};
    if (!outcome->record->text_sha256) {
        console_error(&r->archived.console, "%s: %s", outcome->page->url,
                      outcome->record->error);
        r->failed++;
        return;
    }
    r->cut += outcome->part_error != NULL;
    count(r, outcome->page, outcome->record);
    recorder_note(&r->ledger, take(r, outcome, &err), &err);
}

static void show(void *context)
{
    struct reclean *r = context;
    console_progress(&r->archived.console, "winnow: %zu of %zu cleaned", r->done,
                     r->round.stored.count);
}

/* ---- all of them ------------------------------------------------------------------- */

static bool prepare(struct reclean *r, struct error *err)
{
    const struct options *options = &r->archived.options;
    return recorder_open(&r->ledger, &r->archived.store, &r->archived.console,
                         r->archived.now, (int64_t)options->warc_bytes, err) &&
           store_list_pages(&r->archived.store, PAGES_STORED, 0, options->host,
                            &r->round.arena, &r->round.stored, err);
}

static void tell_counts(struct reclean *r)
{
    struct buffer *out = &r->archived.out;
    buffer_printf(out,
                  "%zu pages change, %zu become empty, %zu lose their title (of %zu)\n",
                  r->changed, r->emptied, r->untitled, r->done);
    if (r->cut)
        buffer_printf(out,
                      "%zu want further pages that are not held: the next refresh asks "
                      "for them\n",
                      r->cut);
}

static int reclean(struct reclean *r)
{
    struct error err = {0};
    bool done = prepare(r, &err);
    if (done)
        crawl_run(&r->round);
    recorder_close(&r->ledger);
    if (!done)
        return archive_command_fail(&r->archived, &err);
    tell_counts(r);
    if (r->round.stop.number)
        return 128 + r->round.stop.number;
    return r->round.unreadable || r->failed || r->ledger.is_broken ? EXIT_FAILURE
                                                                   : EXIT_SUCCESS;
}

static int open_and_reclean(struct reclean *r)
{
    struct crawl_owner owner = {r, settle, show};
    int code = crawl_open(&r->round, &r->archived, &r->ledger, &owner);
    if (code == 0)
        code = reclean(r);
    crawl_close(&r->round);
    return code;
}

int reclean_run(const struct options *options)
{
    struct reclean *r = calloc(1, sizeof *r);
    if (!r)
        return EXIT_FAILURE;
    int code = archive_command_open(&r->archived, options,
                                    archive_command_write_access(options));
    if (code == 0)
        code = archive_command_close(&r->archived, open_and_reclean(r));
    free(r);
    return code;
}
