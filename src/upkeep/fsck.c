/* The part of maintenance.h about fsck: compares rows with files and WARC records. */
#include "upkeep/maintenance.h"

#include "archive/text_tree.h"
#include "base/hash.h"
#include "refresh/archive_command.h"
#include "refresh/recorder.h"
#include "refresh/text_file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The largest value of --max-bytes. */
static const size_t BODY_MAX = (size_t)2 << 30;

struct check {
    struct archive_command *command;
    struct recorder *recorder;
    const struct store_page *page; /* that is being checked */
    size_t repaired, lost;
};

static void report_lost(struct check *check, const char *url, const char *what)
{
    console_error(&check->command->console, "%s: lost: %s", url, what);
    check->lost++;
}

static bool has_hash(const struct buffer *bytes, const char *sha256)
{
    char hex[HASH_HEX_SIZE];
    hash_sha256(buffer_slice(bytes), hex);
    return sha256 && strcmp(hex, sha256) == 0;
}

/* ---- texts ------------------------------------------------------------------------- */

/* Writes the file in text/ again if it differs from the rows. */
static void repair_file(struct check *check, const struct store_page *page)
{
    struct store *store = &check->command->store;
    struct buffer content;
    struct arena a;
    struct error err;
    arena_open(&a, SIZE_MAX);
    buffer_open(&content, &a);
    enum text_tree_state state = TEXT_TREE_MISSING;
    bool done = text_file_render(store, page, &a, &content, &err);
    if (done)
        state = text_file_check(store, page, buffer_slice(&content));
    done =
        done && (state == TEXT_TREE_SAME ||
                 text_tree_write(store->text, page->name, buffer_slice(&content), &err));
    arena_close(&a);
    if (!done)
        report_lost(check, page->url, err.text);
    if (!done || state == TEXT_TREE_SAME)
        return;
    console_news(&check->command->console, "text/%s: %s; restored", page->name,
                 state == TEXT_TREE_MISSING ? "missing" : "modified");
    check->repaired++;
}

static bool check_version(void *context, const struct store_version *version)
{
    struct check *check = context;
    const struct store_page *page = check->page;
    struct buffer text;
    struct error err = {0};
    char what[64];
    buffer_open(&text, NULL);
    bool is_intact =
        store_read_text(&check->command->store, page->id, version->number, &text, &err) &&
        has_hash(&text, version->text_sha256);
    snprintf(what, sizeof what, "the text of version %lld", (long long)version->number);
    if (!is_intact)
        report_lost(check, page->url, what);
    else if (version->number == page->version)
        repair_file(check, page);
    buffer_close(&text);
    return true;
}

/* ---- bodies ------------------------------------------------------------------------ */

static bool is_intact(struct check *check, const char *url, const struct store_body *body)
{
    struct buffer bytes;
    struct error err;
    buffer_open(&bytes, NULL);
    bool done = store_read_body(&check->command->store, body, BODY_MAX, &bytes, &err) &&
                (has_hash(&bytes, body->raw_sha256) ||
                 error_set(&err, "warc/%s: checksum mismatch", body->place.file));
    if (!done)
        report_lost(check, url, err.text);
    buffer_close(&bytes);
    return done;
}

static bool are_intact(struct check *check, const char *url,
                       const struct store_bodies *bodies)
{
    bool all = true;
    for (size_t i = 0; i < bodies->count; i++)
        all = is_intact(check, url, &bodies->items[i]) && all;
    return all;
}

/* A page whose body is lost becomes due, and is fetched without validators. */
static bool check_bodies(struct check *check, struct store_page *page, struct arena *a,
                         struct error *err)
{
    struct store *store = &check->command->store;
    struct store_bodies bodies = {0};
    if (!page->body.place.file[0])
        return true;
    ARENA_PUSH(a, &bodies, page->body);
    if (!store_load_bodies(store, page->id, OWNER_PAGE, a, &bodies, err))
        return false;
    if (are_intact(check, page->url, &bodies))
        return true;
    return recorder_drop_bodies(check->recorder, page, err);
}

/* A suspect whose body is lost can no longer be accepted: its entry is deleted. The next
   refresh fetches the page again. */
static bool check_suspect(struct check *check, const struct store_page *page,
                          struct arena *a, struct error *err)
{
    struct store *store = &check->command->store;
    struct store_suspect suspect;
    struct store_bodies bodies = {0};
    bool existed;
    if (!store_find_suspect(store, page->id, a, &suspect, NULL, NULL) ||
        !suspect.body.place.file[0])
        return true;
    ARENA_PUSH(a, &bodies, suspect.body);
    return store_load_bodies(store, page->id, OWNER_QUARANTINE, a, &bodies, err) &&
           (are_intact(check, page->url, &bodies) ||
            store_delete_suspect(store, page->id, &existed, err));
}

/* ---- unreferenced files ------------------------------------------------------------ */

/* Such a file is not removed: the database may be an older copy that was restored, and
   the file have records that are newer. */
static bool report_unreferenced(void *context, const char *name, const char *unused,
                                int64_t written)
{
    struct check *check = context;
    (void)unused, (void)written;
    console_news(&check->command->console,
                 "%s: warc/%s: not referenced by any page; remove it, or read it with"
                 " --input warc",
                 check->command->store.path, name);
    return true;
}

/* ---- all pages --------------------------------------------------------------------- */

static bool check_page(struct check *check, int64_t id, struct arena *a,
                       struct error *err)
{
    struct store *store = &check->command->store;
    struct store_page page;
    if (!store_load_page(store, id, a, &page, err))
        return false;
    check->page = &page;
    return store_each_version(store, page.id, check_version, check, err) &&
           check_bodies(check, &page, a, err) && check_suspect(check, &page, a, err);
}

static bool check_pages(struct check *check, struct error *err)
{
    struct store *store = &check->command->store;
    struct id_list pages;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    bool done =
        store_check_rows(store, err) &&
        store_list_pages(store, PAGES_ALL, 0, NULL, &check->command->arena, &pages, err);
    for (size_t i = 0; done && i < pages.count; i++) {
        done = check_page(check, pages.items[i], &a, err);
        arena_reset(&a);
    }
    arena_close(&a);
    return done;
}

static int fsck(struct archive_command *command)
{
    struct recorder recorder;
    struct error err = {0};
    struct check check = {.command = command, .recorder = &recorder};
    bool done = recorder_open(&recorder, command, &err) && check_pages(&check, &err) &&
                store_each_unreferenced_warc(&command->store, report_unreferenced, &check,
                                             &err) &&
                store_end_crashed_runs(&command->store, &err);
    recorder_close(&recorder);
    console_detail(&command->console, "%zu repaired, %zu lost", check.repaired,
                   check.lost);
    if (!done && !recorder.is_broken)
        return archive_command_fail(command, &err);
    return done && !check.lost && !recorder.damaged_files ? EXIT_SUCCESS : EXIT_FAILURE;
}

int fsck_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options), fsck);
}
