/* The part of maintenance.h about merge: what another archive has becomes part of this
   one. The files come first: until the rows are committed, nothing refers to them, and a
   merge that was killed is done again from its beginning. */
#include "upkeep/maintenance.h"

#include "archive/merge_rows.h"
#include "base/file.h"
#include "base/hash.h"
#include "cli/exit_codes.h"
#include "refresh/recorder.h"
#include "refresh/repair.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 256 * 1024 };

struct merge {
    struct archive_command *command;
    struct store *store;
    const char *path; /* of the other archive */
    int folder, warc; /* its descriptors; -1: not open */
};

/* ---- the other archive ------------------------------------------------------------- */

/* The other archive is only read. A run must not be writing to it meanwhile. */
static int open_other(struct merge *merge, struct error *err)
{
    struct stat mine, other;
    int how = merge->command->given->waits ? LOCK_SH : LOCK_SH | LOCK_NB;
    merge->folder = open(merge->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (merge->folder < 0 || fstat(merge->folder, &other) != 0 ||
        fstat(merge->store->folder, &mine) != 0) {
        error_set(err, "%s: %s", merge->path, strerror(errno));
        return EXIT_USAGE;
    }
    if (mine.st_dev == other.st_dev && mine.st_ino == other.st_ino) {
        error_set(err, "%s: is the same archive", merge->path);
        return EXIT_USAGE;
    }
    if (faccessat(merge->folder, "winnow.conf", F_OK, 0) != 0 ||
        faccessat(merge->folder, "winnow.db", F_OK, 0) != 0) {
        error_set(err, "%s: not a winnow archive", merge->path);
        return EXIT_USAGE;
    }
    if (flock(merge->folder, how) != 0) {
        error_set(err, "%s: the archive is locked by another winnow process",
                  merge->path);
        return EXIT_LOCKED;
    }
    merge->warc = openat(merge->folder, "warc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return 0;
}

static void close_other(struct merge *merge)
{
    if (merge->warc >= 0)
        close(merge->warc);
    if (merge->folder >= 0)
        close(merge->folder);
}

/* ---- WARC files -------------------------------------------------------------------- */

enum sameness { FILE_SAME, FILE_OTHER, FILE_MISSING, FILE_UNREADABLE };

/* Compares descriptors' bytes: whether `mine` begins with all that `other` has. */
static enum sameness compare_bytes(int mine, int other)
{
    static char a[PIECE], b[PIECE];
    int64_t offset = 0;
    ssize_t count;
    while ((count = pread(other, b, sizeof b, (off_t)offset)) > 0) {
        ssize_t got = pread(mine, a, (size_t)count, (off_t)offset);
        if (got != count || memcmp(a, b, (size_t)count) != 0)
            return got < 0 ? FILE_UNREADABLE : FILE_OTHER;
        offset += count;
    }
    return count < 0 ? FILE_UNREADABLE : FILE_SAME;
}

/* Whether this archive has the file under a name. A copy of an archive that has gone on
   has longer files. */
static enum sameness compare(struct merge *merge, const char *name, int other)
{
    int mine = openat(merge->store->warc, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (mine < 0)
        return errno == ENOENT ? FILE_MISSING : FILE_UNREADABLE;
    enum sameness result = compare_bytes(mine, other);
    close(mine);
    return result;
}

/* Makes a longer name from what a file has: a second merge finds the same one. */
static bool name_longer(const char *name, int other, char out[WARC_NAME_SIZE])
{
    enum { DIGITS = 12, STEM_MAX = WARC_NAME_SIZE - DIGITS - 1 - 9 };
    static const char ending[] = ".warc.gz";
    static char bytes[PIECE];
    struct slice stem = slice_of_string(name);
    struct buffer digests;
    char hex[HASH_HEX_SIZE];
    int64_t offset = 0;
    ssize_t count;
    buffer_open(&digests, NULL);
    while ((count = pread(other, bytes, sizeof bytes, (off_t)offset)) > 0) {
        hash_sha256(slice_of(bytes, (size_t)count), hex);
        buffer_append_string(&digests, hex);
        offset += count;
    }
    hash_sha256(buffer_slice(&digests), hex);
    bool done = count == 0 && !digests.failed;
    buffer_close(&digests);
    stem.len -= sizeof ending - 1;
    stem.len = stem.len < STEM_MAX ? stem.len : STEM_MAX;
    snprintf(out, WARC_NAME_SIZE, "%.*s-%.*s%s", SLICE_ARG(stem), DIGITS, hex, ending);
    return done;
}

static bool copy_bytes(int from, int to)
{
    static char bytes[PIECE];
    int64_t offset = 0;
    ssize_t count;
    while ((count = pread(from, bytes, sizeof bytes, (off_t)offset)) > 0) {
        if (!file_write_all(to, slice_of(bytes, (size_t)count)))
            return false;
        offset += count;
    }
    return count == 0 && fsync(to) == 0;
}

/* Copies the file; it has its name only once it is complete. */
static bool copy_warc(struct merge *merge, int from, const char *name, struct error *err)
{
    struct file_target target = {.folder = merge->store->warc, .name = name};
    char *temporary = NULL;
    int to = file_create_temporary(&target, &temporary);
    bool done = to >= 0 && copy_bytes(from, to) &&
                renameat(target.folder, temporary, target.folder, name) == 0 &&
                fsync(target.folder) == 0;
    if (!done)
        error_set(err, "warc/%s: %s", name, strerror(errno));
    if (!done && temporary)
        unlinkat(target.folder, temporary, 0);
    if (to >= 0)
        close(to);
    free(temporary);
    return done;
}

/* Copies a file unless this archive has it, and notes its name here if that is longer. */
static bool merge_warc(struct merge *merge, const char *name, struct error *err)
{
    char as[WARC_NAME_SIZE];
    int from = openat(merge->warc, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (from < 0)
        return error_set(err, "%s/warc/%s: %s", merge->path, name, strerror(errno));
    snprintf(as, sizeof as, "%.*s", WARC_NAME_SIZE - 1, name); /* warc_is_name */
    enum sameness found = compare(merge, as, from);
    if (found == FILE_OTHER)
        found = name_longer(name, from, as) ? compare(merge, as, from) : FILE_UNREADABLE;
    bool done = found == FILE_SAME;
    if (found == FILE_MISSING)
        done = copy_warc(merge, from, as, err);
    else if (!done)
        error_set(err, "warc/%s: cannot be compared with that of %s", as, merge->path);
    close(from);
    return done &&
           (strcmp(as, name) == 0 || merge_rows_rename_warc(merge->store, name, as, err));
}

static bool merge_warcs(struct merge *merge, struct error *err)
{
    enum { AHEAD_S = 1 << 30 }; /* the archive is locked: all are left by killed runs */
    bool done = true;
    DIR *files = merge->warc < 0 ? NULL : file_open_entries(merge->warc);
    file_sweep_temporaries(merge->store->warc, time(NULL) + AHEAD_S);
    if (!files)
        return merge->warc < 0 ||
               error_set(err, "%s/warc: %s", merge->path, strerror(errno));
    for (struct dirent *entry; done && (entry = readdir(files));)
        if (warc_is_name(entry->d_name))
            done = merge_warc(merge, entry->d_name, err);
    closedir(files);
    return done;
}

/* ---- texts ------------------------------------------------------------------------- */

static bool write_text(struct merge *merge, struct repair *repair, int64_t id,
                       struct error *err)
{
    struct store_page page;
    if (!store_load_page(merge->store, id, &repair->arena, &page, err))
        return false;
    bool has_file = text_tree_exists(merge->store->text, page.name);
    if (!has_file && page.layout != merge->store->layout &&
        !store_set_page_layout(merge->store, &page, &repair->arena, err))
        return false;
    return repair_text(repair, &page, err);
}

static bool write_texts(struct merge *merge, struct error *err)
{
    struct id_list pages;
    struct repair repair;
    repair_open(&repair, merge->store, &merge->command->console, merge->command->now);
    repair.is_quiet = true;
    bool done = merge_rows_list_pages(merge->store, &merge->command->arena, &pages, err);
    for (size_t i = 0; done && i < pages.count; i++) {
        done = write_text(merge, &repair, pages.items[i], err);
        arena_reset(&repair.arena);
    }
    repair_close(&repair);
    return done && store_commit(merge->store, err);
}

/* ---- all --------------------------------------------------------------------------- */

static bool merge_all(struct merge *merge, struct merge_counts *counts, struct error *err)
{
    bool done = merge_rows_open(merge->store, merge->folder, err);
    done = done && merge_warcs(merge, err) && merge_rows_add(merge->store, counts, err) &&
           write_texts(merge, err);
    merge_rows_close(merge->store);
    return done;
}

static int merge(struct archive_command *command)
{
    struct merge merge = {
        .command = command,
        .store = &command->store,
        .path = command->given->arguments.items[1],
        .folder = -1,
        .warc = -1,
    };
    struct recorder recorder;
    struct merge_counts counts;
    struct error err = {0};
    int code = open_other(&merge, &err);
    if (code == 0) {
        bool done = recorder_open(&recorder, command, &err);
        recorder_close(&recorder);
        done = done && merge_all(&merge, &counts, &err);
        code = done ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    close_other(&merge);
    if (code)
        console_error(&command->console, "%s", err.text);
    else
        console_detail(&command->console, "%lld pages and %lld versions added from %s",
                       (long long)counts.pages, (long long)counts.versions, merge.path);
    return code;
}

int merge_run(const struct options *options)
{
    return archive_command_run(options, archive_command_write_access(options), merge);
}
