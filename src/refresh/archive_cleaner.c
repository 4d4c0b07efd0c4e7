#include "refresh/archive_cleaner.h"

#include "base/array.h"
#include "cli/page_request.h"
#include "cli/rule_paths.h"
#include "cli/rulefiles.h"
#include "cli/sandboxed_pool.h"
#include "fetch/fetch.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* ---- revisions --------------------------------------------------------------------- */

static void append_file_hash(struct buffer *out, const char *path)
{
    struct buffer text;
    struct error err;
    char hex[HASH_HEX_SIZE];
    if (rulefiles_read(path, &text, &err)) {
        hash_sha256(buffer_slice(&text), hex);
        buffer_printf(out, "%s\n", hex);
    }
    buffer_close(&text);
}

static int is_rule_file(const struct dirent *entry)
{
    return slice_ends_with(slice_of_string(entry->d_name), SLICE(".txt"));
}

static void append_directory_hash(struct buffer *out, const char *directory)
{
    static const char *const names[] = {"default.txt", "global.txt"};
    struct dirent **entries = NULL;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        append_file_hash(out, arena_printf(&a, "%s/%s", directory, names[i]));
    const char *shared = arena_printf(&a, "%s/shared", directory);
    int count = scandir(shared, &entries, is_rule_file, alphasort);
    for (int i = 0; i < count; i++) {
        append_file_hash(out, arena_printf(&a, "%s/%s", shared, entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    arena_close(&a);
}

/* Hashes what applies to all hosts: files, and settings that affect the text. */
static void hash_shared_files(struct archive_cleaner *cleaner,
                              const struct string_list *directories)
{
    const struct options *options = cleaner->options;
    struct buffer hashes;
    buffer_open(&hashes, NULL);
    for (size_t i = 0; i < directories->count; i++)
        append_directory_hash(&hashes, directories->items[i]);
    for (size_t i = 0; i < options->community_directories.count; i++)
        append_directory_hash(&hashes, options->community_directories.items[i]);
    for (size_t i = 0; i < options->rule_files.count; i++)
        append_file_hash(&hashes, options->rule_files.items[i]);
    options_append_text_settings(options, &hashes);
    hash_sha256(buffer_slice(&hashes), cleaner->shared_revision);
    buffer_close(&hashes);
}

void archive_cleaner_revision(struct archive_cleaner *cleaner, const char *host,
                              char out[ARCHIVE_CLEANER_REVISION_SIZE])
{
    struct site_source source = site_files_find(&cleaner->sites, slice_of_string(host));
    struct buffer both;
    char hex[HASH_HEX_SIZE];
    hash_sha256(source.text, hex);
    buffer_open(&both, NULL);
    buffer_printf(&both, "%s%s%s", cleaner->shared_revision, source.path.len ? hex : "",
                  source.authority == AUTHORITY_COMMUNITY ? "checked" : "");
    hash_sha256(buffer_slice(&both), hex);
    buffer_close(&both);
    memcpy(out, hex, ARCHIVE_CLEANER_REVISION_SIZE - 1);
    out[ARCHIVE_CLEANER_REVISION_SIZE - 1] = '\0';
}

/* ---- beginning and end ------------------------------------------------------------- */

/* err is filled only with errors that have not been reported yet. */
static bool open_rules(struct archive_cleaner *cleaner, struct error *err)
{
    const struct options *options = cleaner->options;
    struct string_list directories;
    if (!rule_paths_find_rules(options, cleaner->console, &cleaner->arena, &directories,
                               err) ||
        !rule_paths_open_book(options, cleaner->console, &directories, &cleaner->book))
        return false;
    hash_shared_files(cleaner, &directories);
    return true;
}

static bool open_pool(struct archive_cleaner *cleaner, struct error *err)
{
    if (cleaner->pool)
        return true;
    struct worker_options workers = {
        .count = sandboxed_pool_count(cleaner->options),
        .book = cleaner->book,
    };
    return sandboxed_pool_open(cleaner->options, cleaner->console, workers,
                               &cleaner->pool, err);
}

bool archive_cleaner_open(struct archive_cleaner *cleaner, const struct options *options,
                          struct console *console)
{
    struct error err = {0};
    char line[ERROR_LINE_MAX];
    *cleaner = (struct archive_cleaner){.options = options, .console = console};
    arena_open(&cleaner->arena, SIZE_MAX);
    bool opened = open_rules(cleaner, &err);
    site_files_open(&cleaner->sites, cleaner->book, console);
    /* A required sandbox that is unavailable is reported before anything is done. */
    if (options->sandbox == SANDBOX_REQUIRED)
        opened = opened && open_pool(cleaner, &err);
    if (!opened && err.text[0])
        console_error(console, "%s", error_line(&err, line));
    return opened;
}

void archive_cleaner_close(struct archive_cleaner *cleaner)
{
    worker_pool_close(cleaner->pool);
    site_files_close(&cleaner->sites);
    rulebook_close(cleaner->book);
    arena_close(&cleaner->arena);
}

/* ---- pages ------------------------------------------------------------------------- */

bool archive_cleaner_has_room(const struct archive_cleaner *cleaner)
{
    return !cleaner->pool || worker_pool_count_free(cleaner->pool);
}

size_t archive_cleaner_poll(const struct archive_cleaner *cleaner, struct pollfd *out,
                            size_t max, int *timeout_ms)
{
    return cleaner->pool ? worker_pool_poll(cleaner->pool, out, max, timeout_ms) : 0;
}

bool archive_cleaner_next(struct archive_cleaner *cleaner, struct worker_result *out)
{
    if (!cleaner->pool)
        return false;
    bool has_one = worker_pool_next(cleaner->pool, out);
    if (!has_one)
        worker_pool_step(cleaner->pool);
    has_one = has_one || worker_pool_next(cleaner->pool, out);
    if (has_one)
        page_request_name_options(out->record);
    return has_one;
}

bool archive_cleaner_submit(struct archive_cleaner *cleaner,
                            const struct archive_cleaner_page *page, struct error *err)
{
    char *host = fetch_url_host(page->url);
    struct page_source source = {
        .kind = page_request_kind(page->content_type),
        .bytes = page->bytes,
        .url = page->url,
        .content_type = page->content_type,
        .is_continued = page->is_continued,
    };
    struct worker_job job = {.input = page_request_input(cleaner->options, &source),
                             .tag = page->tag};
    if (page->site)
        job.site = *page->site;
    else if (host)
        job.site = site_files_find(&cleaner->sites, slice_of_string(host));
    free(host);
    return open_pool(cleaner, err) && worker_submit(cleaner->pool, &job, err);
}
