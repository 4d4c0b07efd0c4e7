/* The part of maintenance.h about compact: rewrites WARC files without what no version
   holds. A file is never changed: its records are copied to a new one, the rows are
   switched over in one transaction, and then it is removed. */
#include "upkeep/maintenance.h"

#include "archive/unfinished.h"
#include "archive/warc_files.h"
#include "base/rfc3339.h"
#include "container/warc_scan.h"
#include "refresh/archive_command.h"
#include "refresh/recorder.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct compact {
    struct archive_command *command;
    struct store *store;
    size_t files;   /* rewritten or removed */
    size_t skipped; /* that have records which the rows do not know */
    int64_t freed;  /* bytes */
};

/* A range of bytes of a file that is kept. */
struct range {
    int64_t start, end;
};
struct range_list {
    struct range *items;
    size_t count, capacity;
    int64_t bytes;
};

/* ---- what is kept ------------------------------------------------------------------ */

/* The length of the warcinfo record that a file begins with; 0 if there is none. */
static int64_t measure_info(struct compact *compact, const char *name)
{
    enum { INFO_MAX = 64 * 1024 };
    struct warc_scan scan;
    struct warc_record record;
    struct warc_place place = {0};
    if (!warc_scan_open(&scan, compact->store->warc, name, 0, NULL))
        return 0;
    warc_record_open(&record);
    bool has_info =
        warc_scan_next(&scan, INFO_MAX, &record, &place, NULL) == WARC_SCAN_RECORD &&
        slice_equal(warc_field(&record, "WARC-Type"), SLICE("warcinfo"));
    warc_record_close(&record);
    warc_scan_close(&scan);
    return has_info ? place.length : 0;
}

/* Joins the records, each with its request, to ranges that can be copied at once. */
static void join(int fd, const struct warc_part_list *held, struct arena *a,
                 struct range_list *out)
{
    for (size_t i = 0; i < held->count; i++) {
        const struct warc_place *place = &held->items[i];
        struct range next = {warc_scan_find_request(fd, place->offset),
                             place->offset + place->length};
        out->bytes += next.end - next.start;
        if (out->count && out->items[out->count - 1].end == next.start)
            out->items[out->count - 1].end = next.end;
        else
            ARENA_PUSH(a, out, next);
    }
}

/* ---- one file ---------------------------------------------------------------------- */

static bool copy_ranges(struct warc_writer *writer, int from,
                        const struct range_list *ranges, struct error *err)
{
    for (size_t i = 0; i < ranges->count; i++)
        if (!warc_copy(writer, from, ranges->items[i].start,
                       ranges->items[i].end - ranges->items[i].start, err))
            return false;
    return warc_sync(writer, err);
}

/* Sets the places that the records have in the new file, whose warcinfo record ends at
   `start`. */
static void place_records(struct warc_part_list *held, const struct range_list *ranges,
                          int64_t start)
{
    size_t range = 0;
    for (size_t i = 0; i < held->count; i++) {
        while (held->items[i].offset >= ranges->items[range].end) {
            start += ranges->items[range].end - ranges->items[range].start;
            range++;
        }
        held->items[i].offset += start - ranges->items[range].start;
    }
}

/* Copies the ranges to a new file, and has the rows refer to it. */
static bool rewrite(struct compact *compact, const struct warc_file *file, int from,
                    struct warc_part_list *held, const struct range_list *ranges,
                    struct arena *a, struct error *err)
{
    struct store *store = compact->store;
    struct warc_part_list before = {0};
    struct warc_writer writer;
    char date[RFC3339_SIZE];
    warc_writer_open(&writer, store->warc, INT64_MAX);
    bool done =
        warc_name_after(store->warc, file->name, writer.name, err) &&
        unfinished_begin_move(store, file, writer.name, err) &&
        warc_writer_begin(&writer, rfc3339_write(compact->command->now, date), err);
    int64_t start = writer.size;
    done = done && copy_ranges(&writer, from, ranges, err);
    if (done) {
        for (size_t i = 0; i < held->count; i++)
            ARENA_PUSH(a, &before, held->items[i]);
        place_records(held, ranges, start);
        struct warc_file target = {.size = writer.size};
        memcpy(target.name, writer.name, sizeof target.name);
        done = unfinished_switch_move(store, file, &target, &before, held, err);
    }
    compact->freed += done ? file->size + file->torn - writer.size : 0;
    warc_writer_close(&writer);
    return done;
}

static bool compact_open_file(struct compact *compact, const struct warc_file *file,
                              int from, struct arena *a, struct error *err)
{
    struct store *store = compact->store;
    struct warc_part_list held;
    struct range_list kept = {0};
    if (!warc_files_list_held(store, file->name, a, &held, err))
        return false;
    join(from, &held, a, &kept);
    if (kept.bytes + measure_info(compact, file->name) >= file->size && !file->torn)
        return true;
    compact->files++;
    if (held.count)
        return rewrite(compact, file, from, &held, &kept, a, err);
    compact->freed += file->size + file->torn;
    return unfinished_drop_warc(store, file, err) && unfinished_complete(store, err);
}

static bool compact_file(struct compact *compact, const struct warc_file *file,
                         struct arena *a, struct error *err)
{
    int from =
        openat(compact->store->warc, file->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (from < 0)
        return error_set(err, "warc/%s: %s", file->name, strerror(errno));
    bool done = compact_open_file(compact, file, from, a, err);
    close(from);
    return done;
}

/* A file with records that the rows do not know stays as it is. */
static bool is_known(struct compact *compact, const struct warc_file *file)
{
    if (warc_files_is_known(compact->store, file))
        return true;
    console_news(
        &compact->command->console,
        "warc/%s: has records that are not in the database; run winnow fsck first",
        file->name);
    compact->skipped++;
    return false;
}

/* ---- all files --------------------------------------------------------------------- */

static bool compact_files(struct compact *compact, struct error *err)
{
    struct warc_file_list files;
    struct arena a;
    bool done = warc_files_list(compact->store, &compact->command->arena, &files, err);
    arena_open(&a, SIZE_MAX);
    for (size_t i = 0; done && i < files.count; i++) {
        struct stat info;
        bool exists = fstatat(compact->store->warc, files.items[i].name, &info,
                              AT_SYMLINK_NOFOLLOW) == 0;
        done = !exists || !is_known(compact, &files.items[i]) ||
               compact_file(compact, &files.items[i], &a, err);
        arena_reset(&a);
    }
    arena_close(&a);
    return done;
}

static int compact(struct archive_command *command)
{
    struct compact compact = {.command = command, .store = &command->store};
    struct recorder recorder;
    struct error err = {0};
    unsigned files;
    if (!archive_command_read_settings(command, &err))
        return archive_command_fail(command, &err);
    bool done = recorder_open(&recorder, command, &err);
    recorder_close(&recorder);
    done = done && (!command->options.keep ||
                    store_prune(&command->store, command->options.keep, &files, &err));
    done = done && compact_files(&compact, &err) && store_vacuum(&command->store, &err);
    if (!done)
        return archive_command_fail(command, &err);
    console_detail(&command->console, "%zu WARC files rewritten, %lld bytes freed",
                   compact.files, (long long)compact.freed);
    return compact.skipped ? EXIT_FAILURE : EXIT_SUCCESS;
}

int compact_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options), compact);
}
