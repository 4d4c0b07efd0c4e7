/* keeping.h's fsck: rows against files and WARC records. */
#include "refresh/maintenance.h"

#include "archive/text_tree.h"
#include "base/hash.h"
#include "refresh/archive_command.h"
#include "refresh/recorder.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The most that --max-bytes may have been. */
static const size_t BODY_MAX = (size_t)2 << 30;

struct check {
    struct archive_command *archived;
    struct recorder *ledger;
    const struct store_page *page; /* the one that is looked at */
    size_t mended, lost;
};

static void tell_lost(struct check *check, const char *url, const char *what)
{
    console_error(&check->archived->console, "%s: lost: %s", url, what);
    check->lost++;
}

static bool has_hash(const struct buffer *bytes, const char *sha256)
{
    char hex[HASH_HEX_SIZE];
    hash_sha256(buffer_slice(bytes), hex);
    return sha256 && strcmp(hex, sha256) == 0;
}

/* ---- texts ------------------------------------------------------------------------- */

/* The file in text/ follows the row. */
static void mend_file(struct check *check, const struct store_page *page,
                      struct slice text)
{
    const struct store *store = &check->archived->store;
    struct error err;
    enum text_tree_state state =
        text_tree_check(store->text, page->name, page->text_sha256);
    if (state == TEXT_TREE_SAME)
        return;
    if (!text_tree_write(store->text, page->name, text, &err)) {
        tell_lost(check, page->url, err.text);
        return;
    }
    console_news(&check->archived->console, "text/%s: %s; written again", page->name,
                 state == TEXT_TREE_MISSING ? "missing" : "not as it was");
    check->mended++;
}

static bool check_version(void *context, const struct store_version *version)
{
    struct check *check = context;
    const struct store_page *page = check->page;
    struct buffer text;
    struct error err = {0};
    char what[64];
    buffer_open(&text, NULL);
    bool is_whole = store_read_text(&check->archived->store, page->id, version->number,
                                    &text, &err) &&
                    has_hash(&text, version->text_sha256);
    snprintf(what, sizeof what, "the text of version %lld", (long long)version->number);
    if (!is_whole)
        tell_lost(check, page->url, what);
    else if (version->number == page->version)
        mend_file(check, page, buffer_slice(&text));
    buffer_close(&text);
    return true;
}

/* ---- bodies ------------------------------------------------------------------------ */

static bool is_whole(struct check *check, const char *url, const struct store_body *body)
{
    struct buffer bytes;
    struct error err;
    buffer_open(&bytes, NULL);
    bool done =
        store_read_body(&check->archived->store, body, BODY_MAX, &bytes, &err) &&
        (has_hash(&bytes, body->raw_sha256) ||
         error_set(&err, "warc/%s: not the bytes that were fetched", body->place.file));
    if (!done)
        tell_lost(check, url, err.text);
    buffer_close(&bytes);
    return done;
}

static bool are_whole(struct check *check, const char *url,
                      const struct store_bodies *bodies)
{
    bool all = true;
    for (size_t i = 0; i < bodies->count; i++)
        all = is_whole(check, url, &bodies->items[i]) && all;
    return all;
}

/* A page without its body is asked for anew, with no validators. */
static bool check_bodies(struct check *check, struct store_page *page, struct arena *a,
                         struct error *err)
{
    struct store *store = &check->archived->store;
    struct store_bodies bodies = {0};
    if (!page->body.place.file[0])
        return true;
    ARENA_PUSH(a, &bodies, page->body);
    if (!store_load_bodies(store, page->id, OWNER_PAGE, a, &bodies, err))
        return false;
    if (are_whole(check, page->url, &bodies))
        return true;
    return recorder_lose_bodies(check->ledger, page, err);
}

/* What waits for a decision and cannot be adopted any more will come again. */
static bool check_suspect(struct check *check, const struct store_page *page,
                          struct arena *a, struct error *err)
{
    struct store *store = &check->archived->store;
    struct store_suspect suspect;
    struct store_bodies bodies = {0};
    bool existed;
    if (!store_find_suspect(store, page->id, a, &suspect, NULL, NULL) ||
        !suspect.body.place.file[0])
        return true;
    ARENA_PUSH(a, &bodies, suspect.body);
    return store_load_bodies(store, page->id, OWNER_QUARANTINE, a, &bodies, err) &&
           (are_whole(check, page->url, &bodies) ||
            store_delete_suspect(store, page->id, &existed, err));
}

/* ---- files that no row knows ------------------------------------------------------- */

/* It may hold what an older copy of the database does not know yet: it is not ours to
   remove. */
static bool tell_stray(void *context, const char *name, const char *unused,
                       int64_t written)
{
    struct check *check = context;
    (void)unused, (void)written;
    console_news(&check->archived->console,
                 "%s: warc/%s: no page needs it; remove it, or read it with"
                 " --input warc",
                 check->archived->store.path, name);
    return true;
}

/* ---- all pages --------------------------------------------------------------------- */

static bool check_page(struct check *check, int64_t id, struct arena *a,
                       struct error *err)
{
    struct store *store = &check->archived->store;
    struct store_page page;
    if (!store_load_page(store, id, a, &page, err))
        return false;
    check->page = &page;
    return store_each_version(store, page.id, check_version, check, err) &&
           check_bodies(check, &page, a, err) && check_suspect(check, &page, a, err);
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
        done = check_page(check, pages.items[i], &a, err);
        arena_reset(&a);
    }
    arena_close(&a);
    return done;
}

static int fsck(struct archive_command *archived)
{
    struct recorder ledger;
    struct error err = {0};
    struct check check = {.archived = archived, .ledger = &ledger};
    bool done =
        recorder_open(&ledger, &archived->store, &archived->console, archived->now,
                      (int64_t)archived->options.warc_bytes, &err) &&
        check_pages(&check, &err) &&
        store_each_stray_warc(&archived->store, tell_stray, &check, &err) &&
        store_end_crashed_runs(&archived->store, &err);
    recorder_close(&ledger);
    console_detail(&archived->console, "%zu mended, %zu lost", check.mended, check.lost);
    if (!done && !ledger.is_broken)
        return archive_command_fail(archived, &err);
    return done && !check.lost && !ledger.lost_files ? EXIT_SUCCESS : EXIT_FAILURE;
}

int fsck_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options), fsck);
}
