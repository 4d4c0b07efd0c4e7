/* The part of maintenance.h about reclean: applies the current rules to stored bodies. */
#include "upkeep/maintenance.h"

#include "cli/color.h"
#include "cli/printer.h"
#include "refresh/crawl.h"
#include "refresh/unified_diff.h"
#include <stdlib.h>
#include <string.h>

enum { OUT_MAX = 1 << 20 };

struct reclean {
    struct archive_command command;
    struct recorder recorder;
    struct crawl crawl;
    size_t done, changed, emptied, untitled, failed, incomplete;
};

/* ---- one page ---------------------------------------------------------------------- */

static void show_diff(struct reclean *r, const struct store_page *page,
                      const struct winnow_record *record)
{
    struct buffer old;
    struct error err;
    buffer_open(&old, NULL);
    if (store_read_text(&r->command.store, page->id, page->version, &old, &err)) {
        struct arena *a = &r->command.arena;
        struct diff_side from = {arena_printf(a, "%s (current text)", page->url),
                                 buffer_slice(&old)};
        struct diff_side to = {arena_printf(a, "%s (current rules)", page->url),
                               slice_of(record->text, record->text_length)};
        unified_diff_append(from, to, color_is_on(r->command.given), &r->command.out);
    }
    buffer_close(&old);
    if (r->command.out.len > OUT_MAX)
        printer_write(&r->command.console, &r->command.out);
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
    if (r->command.options.shows_diff)
        show_diff(r, page, record);
}

static bool apply(struct reclean *r, const struct page_outcome *outcome,
                  struct error *err)
{
    if (r->command.options.dry_run)
        return true;
    return outcome->part_error ? recorder_postpone(&r->recorder, outcome->page, err)
                               : recorder_apply(&r->recorder, outcome, err);
}

static void handle_page(void *context, const struct page_outcome *outcome)
{
    struct reclean *r = context;
    struct error err = {0};
    if (!outcome->record->text_sha256) {
        console_error(&r->command.console, "%s: %s", outcome->page->url,
                      outcome->record->error);
        r->failed++;
        return;
    }
    r->incomplete += outcome->part_error != NULL;
    count(r, outcome->page, outcome->record);
    recorder_check(&r->recorder, apply(r, outcome, &err), &err);
}

static void show_progress(void *context)
{
    struct reclean *r = context;
    size_t all = r->crawl.to_reclean.count;
    struct console_count count = {r->done, all > r->done ? all - r->done : 0};
    console_progress(&r->command.console, count, "%zu of %zu cleaned", r->done, all);
}

/* ---- all pages --------------------------------------------------------------------- */

static bool prepare(struct reclean *r, struct error *err)
{
    const struct options *options = &r->command.options;
    return recorder_open(&r->recorder, &r->command, err) &&
           store_list_pages(&r->command.store, PAGES_STORED, 0, options->host,
                            &r->crawl.arena, &r->crawl.to_reclean, err);
}

static void print_counts(struct reclean *r)
{
    struct buffer *out = &r->command.out;
    buffer_printf(out,
                  "%zu pages change, %zu become empty, %zu lose their title (of %zu)\n",
                  r->changed, r->emptied, r->untitled, r->done);
    if (r->incomplete)
        buffer_printf(out,
                      "%zu need further pages that are not in the archive: the next "
                      "refresh fetches them\n",
                      r->incomplete);
}

static int reclean(struct reclean *r)
{
    struct error err = {0};
    bool done = prepare(r, &err);
    if (done)
        crawl_run(&r->crawl);
    recorder_close(&r->recorder);
    if (!done)
        return archive_command_fail(&r->command, &err);
    print_counts(r);
    if (r->crawl.stop.number)
        return 128 + r->crawl.stop.number;
    return r->crawl.unreadable || r->failed || r->recorder.is_broken ? EXIT_FAILURE
                                                                     : EXIT_SUCCESS;
}

static int open_and_reclean(struct reclean *r)
{
    struct crawl_callbacks callbacks = {r, handle_page, show_progress};
    int code = crawl_open(&r->crawl, &r->command, &r->recorder, &callbacks);
    if (code == 0)
        code = reclean(r);
    crawl_close(&r->crawl);
    return code;
}

int reclean_run(const struct options *options)
{
    struct reclean *r = calloc(1, sizeof *r);
    if (!r)
        return EXIT_FAILURE;
    int code =
        archive_command_open(&r->command, options, archive_command_write_access(options));
    if (code == 0)
        code = archive_command_close(&r->command, open_and_reclean(r));
    free(r);
    return code;
}
