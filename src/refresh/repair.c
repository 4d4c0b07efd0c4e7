#include "refresh/repair.h"

#include "archive/text_tree.h"
#include "refresh/text_file.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- after a crash ----------------------------------------------------------------- */

static bool repair_text(struct store *store, const struct store_page *page, int64_t since,
                        struct arena *a, struct error *err)
{
    struct buffer text;
    if (!text_tree_remove_other(store->text, page->name, err))
        return false;
    if (!page->version)
        return text_tree_remove(store->text, page->name, err);
    if (text_tree_is_older(store->text, page->name, since))
        return true;
    buffer_open(&text, a);
    if (!text_file_render(store, page, a, &text, err))
        return false;
    return text_file_check(store, page, buffer_slice(&text)) == TEXT_TREE_SAME ||
           text_tree_write(store->text, page->name, buffer_slice(&text), err);
}

/* A crashed run may have written files of text/ without committing their rows. The rows
   are right, so such files are written again, or removed if their page has no text.
   Files older than the crashed run need no check. */
static bool repair_texts(struct store *store, int64_t since, struct error *err)
{
    struct id_list pages;
    struct arena ids, a;
    arena_open(&ids, SIZE_MAX);
    arena_open(&a, SIZE_MAX);
    text_tree_sweep(store->text);
    bool done = store_list_pages(store, PAGES_ALL, 0, NULL, &ids, &pages, err);
    for (size_t i = 0; done && i < pages.count; i++) {
        struct store_page page;
        done = !store_load_page(store, pages.items[i], &a, &page, err) ||
               repair_text(store, &page, since, &a, err);
        arena_reset(&a);
    }
    arena_close(&a);
    arena_close(&ids);
    return done;
}

struct unfinished {
    int folder;
    int64_t since;
};

static bool remove_unfinished(void *context, const char *name, const char *unused,
                              int64_t written)
{
    const struct unfinished *unfinished = context;
    (void)unused;
    if (written >= unfinished->since)
        unlinkat(unfinished->folder, name, 0);
    return true;
}

/* Removes WARC files that the crashed run began without committing a row for them. A file
   older than the run is not its work. */
static bool remove_unfinished_warcs(struct store *store, int64_t since, struct error *err)
{
    struct unfinished unfinished = {store->warc, since};
    return store_each_unreferenced_warc(store, remove_unfinished, &unfinished, err);
}

bool repair_crashed_run(struct store *store, struct error *err)
{
    int64_t crash = store_find_crashed_run(store);
    return !crash || (repair_texts(store, crash - 1, err) &&
                      remove_unfinished_warcs(store, crash - 1, err) &&
                      store_end_crashed_runs(store, err));
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
