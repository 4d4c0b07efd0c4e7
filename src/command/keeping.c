#include "command/keeping.h"

#include "archive/tree.h"
#include "archive/when.h"
#include "command/archived.h"
#include "command/ledger.h"
#include <stdlib.h>

enum { RECORD_MAX = 64 << 20 };

static enum store_access access_of(const struct options *options)
{
    return options->waits ? STORE_WRITE_WAIT : STORE_WRITE;
}

/* ---- quarantine -------------------------------------------------------------------- */

static bool tell_suspect(void *context, const struct store_suspect *suspect)
{
    char date[WHEN_SIZE];
    when_write(suspect->since, date);
    buffer_printf(context, "%s  %s  %s  %u  %s\n", date, suspect->url, suspect->kind,
                  suspect->runs, suspect->reason);
    return true;
}

static int list_suspects(const struct options *options)
{
    struct archived archived;
    struct error err;
    int code = archived_open(&archived, options, STORE_READ);
    if (code)
        return code;
    if (!store_each_suspect(&archived.store, tell_suspect, &archived.out, &err))
        code = archived_fail(&archived, &err);
    return archived_close(&archived, code);
}

static bool discard(struct archived *archived, const struct store_page *page,
                    struct error *err)
{
    struct store_suspect suspect;
    if (!store_find_suspect(&archived->store, page->id, &archived->arena, &suspect, NULL,
                            err))
        return error_set(err, "%s: it is not in quarantine", page->url);
    return store_begin(&archived->store, err) &&
           store_drop_suspect(&archived->store, page->id, err) &&
           store_end_problem(
               &archived->store,
               arena_printf(&archived->arena, "suspect:%lld", (long long)page->id), 0,
               err) &&
           store_commit(&archived->store, err);
}

static int decide(const struct options *options)
{
    struct archived archived;
    struct ledger ledger;
    struct store_page page;
    struct error err = {0};
    int code = archived_open(&archived, options, access_of(options));
    if (code)
        return code;
    const char *url = options->accept ? options->accept : options->discard;
    archived.options.arguments.items = &url;
    archived.options.arguments.count = 1;
    if (!archived_find_page(&archived, 0, &page))
        return archived_close(&archived, EXIT_FAILURE);
    bool done = ledger_open(&ledger, &archived.store, &archived.console, archived.now,
                            (int64_t)options->warc_bytes, &err);
    if (done)
        done = options->accept ? ledger_accept(&ledger, &page, &err)
                               : discard(&archived, &page, &err);
    ledger_close(&ledger);
    done = done && !ledger.is_broken;
    return archived_close(&archived,
                          done ? EXIT_SUCCESS : archived_fail(&archived, &err));
}

int quarantine_run(const struct options *options)
{
    return options->accept || options->discard ? decide(options) : list_suspects(options);
}

/* ---- forget ------------------------------------------------------------------------ */

int forget_run(const struct options *options)
{
    struct archived archived;
    int code = archived_open(&archived, options, access_of(options));
    if (code)
        return code;
    for (size_t i = 1; i < options->arguments.count; i++) {
        struct store_page page;
        struct error err;
        if (!archived_find_page(&archived, i, &page))
            code = EXIT_FAILURE;
        else if (!store_forget_page(&archived.store, &page, &err))
            code = archived_fail(&archived, &err);
    }
    return archived_close(&archived, code);
}

/* ---- fsck -------------------------------------------------------------------------- */

struct check {
    struct archived *archived;
    size_t mended, lost;
};

static void tell_lost(struct check *check, const char *url, const char *what)
{
    console_error(&check->archived->console, "%s: lost: %s", url, what);
    check->lost++;
}

static void check_text(struct check *check, const struct store_page *page)
{
    struct store *store = &check->archived->store;
    struct buffer text;
    struct error err;
    char hex[HASH_HEX_SIZE];
    buffer_open(&text, NULL);
    bool is_whole = store_read_text(store, page->id, page->version, &text, &err);
    hash_sha256(buffer_slice(&text), hex);
    enum tree_state state = tree_check(store->text, page->name, page->text_sha256);
    if (!is_whole ||
        !slice_equal(slice_of_string(hex), slice_of_string(page->text_sha256))) {
        tell_lost(check, page->url,
                  state == TREE_SAME ? "the row of its text" : "its text");
    } else if (state != TREE_SAME) {
        if (tree_write(store->text, page->name, buffer_slice(&text), &err)) {
            console_news(&check->archived->console, "text/%s: %s; written again",
                         page->name, state == TREE_MISSING ? "missing" : "not as it was");
            check->mended++;
        } else {
            tell_lost(check, page->url, err.text);
        }
    }
    buffer_close(&text);
}

/* A page without its body is asked for anew, with no validators. */
static void check_body(struct check *check, struct store_page *page)
{
    struct store *store = &check->archived->store;
    struct warc_record record;
    struct warc_response response = {0};
    struct error err;
    char hex[HASH_HEX_SIZE];
    warc_record_open(&record);
    bool done =
        warc_read_at(store->warc, &page->place, RECORD_MAX, &record, &err) &&
        warc_read_response(buffer_slice(&record.block), RECORD_MAX, &response, &err);
    if (done) {
        hash_sha256(buffer_slice(&response.body), hex);
        done = page->raw_sha256 &&
               slice_equal(slice_of_string(hex), slice_of_string(page->raw_sha256));
        if (!done)
            error_set(&err, "not the bytes that were fetched");
    }
    if (!done) {
        tell_lost(check, page->url, err.text);
        page->place = (struct warc_place){0};
        page->etag = page->modified = page->raw_sha256 = NULL;
        page->due = 0;
        store_save_page(store, page, &err);
    }
    buffer_close(&response.body);
    warc_record_close(&record);
}

static bool check_pages(struct check *check, struct error *err)
{
    struct store *store = &check->archived->store;
    struct id_list pages;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    bool done =
        store_check_rows(store, err) &&
        store_list_pages(store, PAGES_ALL, 0, NULL, &check->archived->arena, &pages, err);
    for (size_t i = 0; done && i < pages.count; i++) {
        struct store_page page;
        if (store_load_page(store, pages.items[i], &a, &page, err)) {
            if (page.version)
                check_text(check, &page);
            if (page.place.file[0])
                check_body(check, &page);
        }
        arena_reset(&a);
    }
    arena_close(&a);
    return done;
}

int fsck_run(const struct options *options)
{
    struct archived archived;
    struct ledger ledger;
    struct error err = {0};
    int code = archived_open(&archived, options, access_of(options));
    if (code)
        return code;
    struct check check = {.archived = &archived};
    bool done = ledger_open(&ledger, &archived.store, &archived.console, archived.now,
                            (int64_t)options->warc_bytes, &err) &&
                check_pages(&check, &err) && store_end_crashes(&archived.store, &err);
    ledger_close(&ledger);
    if (!done)
        code = archived_fail(&archived, &err);
    else if (check.lost)
        code = EXIT_FAILURE;
    console_detail(&archived.console, "%zu mended, %zu lost", check.mended, check.lost);
    return archived_close(&archived, code);
}
