/* The part of maintenance.h about fsck: compares rows with files and WARC records. */
#include "upkeep/fsck.h"

#include "archive/recovery.h"
#include "archive/text_tree.h"
#include "archive/warc_files.h"
#include "base/hash.h"
#include "fetch/fetch.h"
#include "refresh/adopt.h"
#include "refresh/repair.h"
#include "refresh/text_file.h"
#include "upkeep/maintenance.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The largest value of --max-bytes. */
static const size_t BODY_MAX = (size_t)2 << 30;

struct check {
    struct archive_command *command;
    struct recorder *recorder;
    struct repair repair;
    const struct store_page *page; /* that is being checked */
    size_t repaired, lost;
    int code; /* 0, or that of what could not be done */
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
    buffer_close(&text);
    return true;
}

/* Whether a file has the text that waits in quarantine: it was accepted, but the rows do
   not say so, because they are older or were made again. */
static bool was_accepted(struct check *check, const struct store_page *page)
{
    struct repair *repair = &check->repair;
    struct text_content content;
    struct store_suspect suspect;
    struct buffer text;
    buffer_open(&text, &repair->arena);
    return store_find_suspect(repair->store, page->id, &repair->arena, &suspect, &text,
                              NULL) &&
           suspect.text_sha256 &&
           text_file_read(repair->store, page->name, &repair->arena, &content) &&
           (slice_equal(content.text, buffer_slice(&text)) ||
            (content.details.markdown.ptr && suspect.details.markdown.ptr &&
             slice_equal(content.details.markdown, suspect.details.markdown)));
}

static bool accept_written(struct check *check, struct store_page *page,
                           struct error *err)
{
    struct repair *repair = &check->repair;
    if (!was_accepted(check, page))
        return true;
    if (!recorder_accept(check->recorder, page, err) ||
        !store_load_page(repair->store, page->id, &check->command->arena, page, err))
        return false;
    console_news(repair->console, "text/%s: has the text in quarantine; accepted",
                 page->name);
    check->repaired++;
    return true;
}

/* Writes the file in text/ again if it differs from the rows. */
static void check_file(struct check *check, struct store_page *page)
{
    struct error err;
    arena_reset(&check->repair.arena);
    if (accept_written(check, page, &err) && repair_text(&check->repair, page, &err))
        check->repaired += check->repair.is_repaired;
    else
        report_lost(check, page->url, err.text);
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

/* ---- records and files that no row knows ------------------------------------------- */

/* Of the files that rows name, some may be missing, because another one has their records
   by now. */
static void report_bodiless(struct check *check)
{
    struct archive_command *command = check->command;
    int64_t pages = recovery_count_bodiless(&command->store);
    if (check->recorder->damaged_files && pages)
        console_error(
            &command->console,
            "%s: %zu files of warc/ are missing or truncated: %lld pages will be "
            "fetched again",
            command->store.path, check->recorder->damaged_files, (long long)pages);
    else
        check->recorder->damaged_files = 0;
}

/* The database may be an older copy that was restored: what it has forgotten is added. */
static bool adopt(struct check *check, struct error *err)
{
    struct archive_command *command = check->command;
    struct adoption adoption;
    size_t files;
    if (!warc_files_adopt(&command->store, &files, err) ||
        !adopt_unread(command, check->recorder, &adoption, err)) {
        check->code = adoption.code;
        return false;
    }
    if (adoption.records)
        console_news(&command->console,
                     "%s: %zu responses in warc/ were not in the database: %zu versions "
                     "added",
                     command->store.path, adoption.records, adoption.versions);
    check->repaired += adoption.versions;
    report_bodiless(check);
    return true;
}

/* Adds the page whose URL a file names. Returns false if it names none. */
static bool add_page(struct check *check, const struct text_content *content,
                     struct store_page *page)
{
    struct store *store = &check->command->store;
    struct arena *a = &check->repair.arena;
    const char *url = content->matter.url;
    struct error err;
    char *host = url ? fetch_url_host(url) : NULL;
    bool done = host && store_begin(store, &err) &&
                store_add_page(store, url, host, check->command->now, &err) &&
                store_find_page(store, url, a, page, &err) &&
                (page->version || page->layout == store->layout ||
                 store_set_page_layout(store, page, a, &err));
    free(host);
    return done;
}

/* A file of text/ that no page has stays as it is. Its text becomes that of a page if it
   says which one. */
static bool adopt_text(void *context, const char *name)
{
    struct check *check = context;
    struct repair *repair = &check->repair;
    struct text_content content;
    struct store_page page;
    arena_reset(&repair->arena);
    if (recovery_has_name(repair->store, name) ||
        !text_file_read(repair->store, name, &repair->arena, &content))
        return true;
    if (!add_page(check, &content, &page)) {
        console_news(repair->console,
                     "text/%s: no page of the archive has this text; it is kept", name);
        return true;
    }
    struct error err;
    repair->is_repaired = false;
    if (!repair_keep_text(repair, &page, name, &err))
        report_lost(check, page.url, err.text);
    check->repaired += repair->is_repaired;
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
    check_file(check, &page);
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
        store_list_pages(store, PAGES_ALL, 0, NULL, &check->command->arena, &pages, err);
    for (size_t i = 0; done && i < pages.count; i++) {
        done = check_page(check, pages.items[i], &a, err);
        arena_reset(&a);
    }
    arena_close(&a);
    return done;
}

static bool check_all(struct check *check, struct error *err)
{
    struct store *store = &check->command->store;
    if (!recorder_open(check->recorder, check->command, err) ||
        !store_check_rows(store, err) || !adopt(check, err))
        return false;
    text_tree_sweep(store->text); /* what a killed run was writing */
    text_tree_each(store->text, adopt_text, check);
    return recovery_end_new(store, err) && check_pages(check, err) &&
           store_end_crashed_runs(store, err);
}

int fsck_check(struct archive_command *command)
{
    struct recorder recorder;
    struct error err = {0};
    struct check check = {.command = command, .recorder = &recorder};
    repair_open(&check.repair, &command->store, &command->console, command->now);
    bool done = check_all(&check, &err);
    repair_close(&check.repair);
    recorder_close(&recorder);
    console_detail(&command->console, "%zu repaired, %zu lost", check.repaired,
                   check.lost);
    if (check.code)
        return check.code;
    if (!done && !recorder.is_broken)
        return archive_command_fail(command, &err);
    return done && !check.lost && !recorder.damaged_files ? EXIT_SUCCESS : EXIT_FAILURE;
}

int fsck_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options),
                               fsck_check);
}
