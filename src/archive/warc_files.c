#include "archive/warc_files.h"

#include "container/warc_scan.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEAD_MAX = 64 * 1024
}; /* bytes of a record that are kept while its end is found */

/* ---- rows -------------------------------------------------------------------------- */

bool warc_files_list(struct store *store, struct arena *a, struct warc_file_list *out,
                     struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err, "SELECT name, size, torn FROM warcs ORDER BY rowid", "");
    *out = (struct warc_file_list){0};
    while (rows && db_next(rows)) {
        struct warc_file file = {.size = db_number(rows, 1), .torn = db_number(rows, 2)};
        snprintf(file.name, sizeof file.name, "%s", db_text(rows, 0));
        ARENA_PUSH(a, out, file);
    }
    return db_finish(rows, err);
}

bool warc_files_save(struct store *store, const struct warc_file *file, struct error *err)
{
    return db_run(store->db, err,
                  "INSERT INTO warcs (name, size, torn) VALUES (?1, ?2, ?3)"
                  " ON CONFLICT (name) DO UPDATE SET size = ?2, torn = ?3",
                  "tnn", file->name, file->size, file->torn);
}

bool warc_files_list_unread(struct store *store, struct arena *a,
                            struct warc_part_list *out, struct error *err)
{
    struct db_rows *rows = db_query(
        store->db, err,
        "SELECT file, offset, length FROM unread_warcs ORDER BY file, offset", "");
    *out = (struct warc_part_list){0};
    while (rows && db_next(rows)) {
        struct warc_place part = {.offset = db_number(rows, 1),
                                  .length = db_number(rows, 2)};
        snprintf(part.file, sizeof part.file, "%s", db_text(rows, 0));
        ARENA_PUSH(a, out, part);
    }
    return db_finish(rows, err);
}

bool warc_files_add_unread(struct store *store, const struct warc_place *part,
                           struct error *err)
{
    return db_run(store->db, err,
                  "INSERT OR REPLACE INTO unread_warcs (file, offset, length)"
                  " VALUES (?, ?, ?)",
                  "tnn", part->file, part->offset, part->length);
}

bool warc_files_end_unread(struct store *store, struct error *err)
{
    return db_run(store->db, err, "DELETE FROM unread_warcs", "");
}

/* ---- the end of a file ------------------------------------------------------------- */

/* Finds where the last whole record ends, from `start` on. *is_torn receives whether the
   file ends inside the next one. */
static bool find_end(struct store *store, const char *name, int64_t start, int64_t *end,
                     bool *is_torn, struct error *err)
{
    struct warc_scan scan;
    struct warc_record record;
    struct warc_place place;
    enum warc_scan_result result = WARC_SCAN_RECORD;
    if (!warc_scan_open(&scan, store->warc, name, start, err))
        return false;
    warc_record_open(&record);
    *end = start;
    while (result == WARC_SCAN_RECORD || result == WARC_SCAN_DAMAGED) {
        result = warc_scan_next(&scan, HEAD_MAX, &record, &place, err);
        if (result == WARC_SCAN_RECORD)
            *end = scan.offset;
    }
    warc_record_close(&record);
    *is_torn = result == WARC_SCAN_TORN && place.offset == *end;
    warc_scan_close(&scan);
    return result != WARC_SCAN_BROKEN;
}

static bool cut(struct store *store, const char *name, int64_t size, struct error *err)
{
    int fd = openat(store->warc, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    bool done = fd >= 0 && ftruncate(fd, (off_t)size) == 0;
    if (!done)
        error_set(err, "warc/%s: %s", name, strerror(errno));
    if (fd >= 0)
        close(fd);
    return done;
}

/* size: of the file itself. */
static bool note_end(struct store *store, struct warc_file *file, int64_t size,
                     bool may_cut, struct error *err)
{
    struct warc_place part = {.offset = file->size};
    int64_t end;
    bool is_torn;
    if (!find_end(store, file->name, file->size, &end, &is_torn, err))
        return false;
    if (is_torn && may_cut) {
        if (!cut(store, file->name, end, err))
            return false;
        size = end;
    }
    memcpy(part.file, file->name, sizeof part.file);
    part.length = end - file->size;
    file->size = end;
    file->torn = size - end;
    return store_begin(store, err) &&
           (!part.length || warc_files_add_unread(store, &part, err)) &&
           warc_files_save(store, file, err) && store_commit(store, err);
}

bool warc_files_note_unread(struct store *store, bool was_killed, size_t *found,
                            struct error *err)
{
    struct warc_file_list files;
    struct stat info;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    *found = 0;
    bool done = warc_files_list(store, &a, &files, err);
    for (size_t i = 0; done && i < files.count; i++) {
        struct warc_file *file = &files.items[i];
        int64_t known = file->size, torn = file->torn;
        if (fstatat(store->warc, file->name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
            info.st_size <= known + torn)
            continue;
        done =
            note_end(store, file, info.st_size, was_killed && i + 1 == files.count, err);
        *found += done && file->size > known;
    }
    arena_close(&a);
    return done;
}

/* ---- files without a row ----------------------------------------------------------- */

struct unknown_files {
    struct warc_file_list files;
    struct arena arena;
};

static bool add_unknown(void *context, const char *name, const char *unused,
                        int64_t written)
{
    struct unknown_files *unknown = context;
    struct warc_file file = {0};
    (void)unused, (void)written;
    snprintf(file.name, sizeof file.name, "%s", name);
    ARENA_PUSH(&unknown->arena, &unknown->files, file);
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct warc_file *)a)->name,
                  ((const struct warc_file *)b)->name);
}

/* A file of no bytes was created by a run that was killed, and holds nothing. */
static bool adopt_file(struct store *store, struct warc_file *file, size_t *found,
                       struct error *err)
{
    struct stat info;
    if (fstatat(store->warc, file->name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISREG(info.st_mode))
        return true;
    ++*found;
    return note_end(store, file, info.st_size, false, err);
}

bool warc_files_adopt(struct store *store, size_t *found, struct error *err)
{
    struct unknown_files unknown = {0};
    arena_open(&unknown.arena, SIZE_MAX);
    *found = 0;
    bool done = store_each_unreferenced_warc(store, add_unknown, &unknown, err);
    if (unknown.files.count)
        qsort(unknown.files.items, unknown.files.count, sizeof *unknown.files.items,
              compare_names);
    for (size_t i = 0; done && i < unknown.files.count; i++)
        done = adopt_file(store, &unknown.files.items[i], found, err);
    arena_close(&unknown.arena);
    return done;
}

/* ---- what rows refer to ------------------------------------------------------------ */

bool warc_files_list_held(struct store *store, const char *name, struct arena *a,
                          struct warc_part_list *out, struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err,
                 "SELECT offset, length FROM pages WHERE file = ?1"
                 " UNION SELECT offset, length FROM versions WHERE file = ?1"
                 " UNION SELECT offset, length FROM quarantine WHERE file = ?1"
                 " UNION SELECT offset, length FROM bodies WHERE file = ?1 ORDER BY 1",
                 "t", name);
    *out = (struct warc_part_list){0};
    while (rows && db_next(rows)) {
        struct warc_place place = {.offset = db_number(rows, 0),
                                   .length = db_number(rows, 1)};
        snprintf(place.file, sizeof place.file, "%s", name);
        ARENA_PUSH(a, out, place);
    }
    return db_finish(rows, err);
}

bool warc_files_is_known(struct store *store, const struct warc_file *file)
{
    struct stat info;
    return fstatat(store->warc, file->name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
           info.st_size == file->size + file->torn &&
           !db_query_number(store->db, 0, "SELECT 1 FROM unread_warcs WHERE file = ?",
                            "t", file->name);
}

/* ---- bodies that are back ---------------------------------------------------------- */

bool warc_files_relink(struct store *store, int64_t page, const struct store_body *body,
                       bool *known, struct error *err)
{
    const struct warc_place *place = &body->place;
    *known = db_query_number(store->db, 0,
                             "SELECT 1 FROM versions WHERE page = ? AND raw_sha256 = ?"
                             " LIMIT 1",
                             "nt", page, body->raw_sha256) != 0;
    return !*known ||
           (db_run(store->db, err,
                   "UPDATE versions SET file = ?3, offset = ?4, length = ?5"
                   " WHERE page = ?1 AND raw_sha256 = ?2 AND file IS NULL",
                   "nttnn", page, body->raw_sha256, place->file, place->offset,
                   place->length) &&
            db_run(store->db, err,
                   "UPDATE pages SET raw_sha256 = ?2, file = ?3, offset = ?4,"
                   " length = ?5, content_type = ?6, final_url = ?7, fetched = ?8"
                   " WHERE id = ?1 AND file IS NULL AND version = (SELECT number FROM"
                   " versions WHERE page = ?1 AND raw_sha256 = ?2 AND"
                   " number = pages.version)",
                   "nttnnttt", page, body->raw_sha256, place->file, place->offset,
                   place->length, body->content_type, body->final_url, body->fetched));
}
