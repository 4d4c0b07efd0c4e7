#include "refresh/repair.h"

#include "archive/recovery.h"
#include "archive/text_tree.h"
#include "archive/warc_files.h"
#include "refresh/text_file.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

/* ---- texts ------------------------------------------------------------------------- */

bool repair_keep_text(struct repair *repair, struct store_page *page, const char *name,
                      struct error *err)
{
    struct text_content content;
    int64_t kept = 0;
    if (!text_file_find_unknown(repair->store, page, name, &repair->arena, &content))
        return true;
    struct store_version version = {
        .made = page->version ? repair->now : content.fetched,
        .cause = "found",
        .title = content.matter.title,
        .details = content.details,
    };
    if (!version.made)
        version.made = repair->now;
    if (!store_begin(repair->store, err) ||
        !recovery_keep_text(repair->store, page, &version, content.text, &kept, err))
        return false;
    console_news(repair->console,
                 "text/%s: not a text of the database; kept as version %lld", name,
                 (long long)kept);
    repair->is_repaired = true;
    return page->version ||
           store_load_page(repair->store, page->id, &repair->arena, page, err);
}

/* The page may have a file of another layout. */
static bool keep_other_text(struct repair *repair, struct store_page *page,
                            struct error *err)
{
    struct buffer other;
    buffer_open(&other, &repair->arena);
    text_tree_other_name(page->name, &other);
    return !text_tree_exists(repair->store->text, other.ptr) ||
           (repair_keep_text(repair, page, other.ptr, err) &&
            text_tree_remove(repair->store->text, other.ptr, err));
}

/* Writes the file if it differs from the rows. */
static bool write_text(struct repair *repair, struct store_page *page, struct error *err)
{
    struct store *store = repair->store;
    struct buffer content;
    buffer_open(&content, &repair->arena);
    if (!text_file_render(store, page, &repair->arena, &content, err))
        return false;
    enum text_tree_state state = text_file_check(store, page, buffer_slice(&content));
    if (state == TEXT_TREE_SAME)
        return true;
    if ((state == TEXT_TREE_CHANGED &&
         !repair_keep_text(repair, page, page->name, err)) ||
        !text_tree_write(store->text, page->name, buffer_slice(&content), err))
        return false;
    if (!repair->is_quiet)
        console_news(repair->console, "text/%s: %s; restored", page->name,
                     state == TEXT_TREE_MISSING ? "missing" : "modified");
    repair->is_repaired = true;
    return true;
}

bool repair_text(struct repair *repair, struct store_page *page, struct error *err)
{
    repair->is_repaired = false;
    if (!page->version && text_tree_exists(repair->store->text, page->name) &&
        !repair_keep_text(repair, page, page->name, err))
        return false;
    return keep_other_text(repair, page, err) &&
           (!page->version || write_text(repair, page, err));
}

void repair_open(struct repair *repair, struct store *store, struct console *console,
                 int64_t now)
{
    *repair = (struct repair){.store = store, .console = console, .now = now};
    arena_open(&repair->arena, SIZE_MAX);
}

void repair_close(struct repair *repair)
{
    arena_close(&repair->arena);
}

/* A killed run may have written files of text/ without committing their rows. Files that
   are older than that run need no check. */
static bool repair_texts(struct repair *repair, int64_t since, struct error *err)
{
    struct store *store = repair->store;
    struct id_list pages;
    struct arena ids;
    arena_open(&ids, SIZE_MAX);
    text_tree_sweep(store->text);
    bool done = store_list_pages(store, PAGES_ALL, 0, NULL, &ids, &pages, err);
    for (size_t i = 0; done && i < pages.count; i++) {
        struct store_page page;
        if (!store_load_page(store, pages.items[i], &repair->arena, &page, err))
            continue;
        done = text_tree_is_older(store->text, page.name, since)
                   ? keep_other_text(repair, &page, err)
                   : repair_text(repair, &page, err);
        arena_reset(&repair->arena);
    }
    arena_close(&ids);
    return done && store_commit(store, err);
}

/* ---- after a crash ----------------------------------------------------------------- */

static bool repair_all_texts(struct store *store, struct console *console, int64_t crash,
                             int64_t now, struct error *err)
{
    struct repair repair;
    repair_open(&repair, store, console, now);
    bool done = repair_texts(&repair, crash - 1, err);
    repair_close(&repair);
    return done && store_end_crashed_runs(store, err);
}

bool repair_crashed_run(struct store *store, struct console *console, int64_t now,
                        bool checks_texts, size_t *unread, struct error *err)
{
    int64_t crash = store_find_crashed_run(store);
    return warc_files_note_unread(store, crash != 0, unread, err) &&
           (!crash || !checks_texts || repair_all_texts(store, console, crash, now, err));
}

/* ---- lost WARC files --------------------------------------------------------------- */

struct damage {
    struct warc_place *items; /* files, with the size that is left as offset */
    size_t count, capacity;
    struct arena arena;
    int folder;
};

static bool find_truncated(void *context, const char *name, const char *unused,
                           int64_t size)
{
    struct damage *damage = context;
    struct stat info;
    struct warc_place left = {0};
    (void)unused;
    if (fstatat(damage->folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0)
        left.offset = info.st_size;
    if (left.offset >= size)
        return true;
    snprintf(left.file, sizeof left.file, "%s", name);
    ARENA_PUSH(&damage->arena, damage, left);
    return true;
}

static bool drop_truncated(struct store *store, struct console *console,
                           const struct damage *damage, struct error *err)
{
    for (size_t i = 0; i < damage->count; i++) {
        const struct warc_place *left = &damage->items[i];
        int64_t pages;
        if (!store_truncate_warc(store, left->file, left->offset, &pages, err))
            return false;
        if (console)
            console_error(console, "%s: warc/%s is %s: %lld pages will be fetched again",
                          store->path, left->file, left->offset ? "truncated" : "missing",
                          (long long)pages);
    }
    return true;
}

/* The validators of a body that is lost must not be sent any more. */
bool repair_lost_bodies(struct store *store, struct console *console, size_t *damaged,
                        struct error *err)
{
    struct damage damage = {.folder = store->warc};
    arena_open(&damage.arena, SIZE_MAX);
    bool done = store_each_warc(store, find_truncated, &damage, err) &&
                drop_truncated(store, console, &damage, err);
    *damaged = damage.count;
    arena_close(&damage.arena);
    return done;
}
