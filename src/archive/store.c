#include "archive/store.h"

#include "archive/migrations.h"
#include "archive/search_index.h"
#include "archive/unfinished.h"
#include "base/array.h"
#include "base/file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SETTINGS_MAX = 1 << 20 }; /* bytes; all options together take a few kilobytes */

static const char settings_name[] = "winnow.conf";

/* ---- creation ---------------------------------------------------------------------- */

static bool make_folder(const char *path, struct error *err)
{
    if (mkdir(path, 0777) == 0)
        return true;
    return errno == EEXIST || error_set(err, "%s: %s", path, strerror(errno));
}

static bool make_subfolder(int folder, const char *path, const char *name,
                           struct error *err)
{
    if (mkdirat(folder, name, 0777) == 0 || errno == EEXIST)
        return true;
    return error_set(err, "%s/%s: %s", path, name, strerror(errno));
}

/* Called last: this file is what makes a folder an archive. */
static bool write_settings(int folder, const char *path, const char *settings,
                           mode_t mode, struct error *err)
{
    int fd = openat(folder, settings_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0)
        return errno == EEXIST
                   ? error_set(err, "%s: already an archive", path)
                   : error_set(err, "%s/%s: %s", path, settings_name, strerror(errno));
    bool done = file_write_all(fd, slice_of_string(settings)) && fsync(fd) == 0;
    if (!done) {
        error_set(err, "%s/%s: %s", path, settings_name, strerror(errno));
        unlinkat(folder, settings_name, 0); /* even a partial file would count */
    }
    close(fd);
    return done &&
           (fsync(folder) == 0 || error_set(err, "%s: %s", path, strerror(errno)));
}

static bool make_database(const char *path, struct error *err)
{
    struct db *db = NULL;
    char *file = NULL;
    if (asprintf(&file, "%s/winnow.db", path) < 0)
        return error_set(err, "out of memory");
    bool done = db_open(&db, file, err) && migrations_apply(db, err);
    db_close(db);
    free(file);
    return done;
}

bool store_create(const char *path, const char *settings, mode_t mode, struct error *err)
{
    if (!make_folder(path, err))
        return false;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return error_set(err, "%s: %s", path, strerror(errno));
    bool done = false;
    if (faccessat(folder, settings_name, F_OK, 0) == 0)
        error_set(err, "%s: already an archive", path);
    else
        done = make_subfolder(folder, path, "warc", err) &&
               make_subfolder(folder, path, "text", err) && make_database(path, err) &&
               write_settings(folder, path, settings, mode, err);
    close(folder);
    return done;
}

/* ---- the layout of text/ ----------------------------------------------------------- */

static void load_layout(struct store *store)
{
    store->layout = (enum text_layout)db_query_number(
        store->db, TEXT_LAYOUT_PLAIN, "SELECT value FROM facts WHERE name = 'layout'",
        "");
}

bool store_save_layout(struct store *store, struct error *err)
{
    return db_run(store->db, err,
                  "INSERT OR REPLACE INTO facts (name, value) VALUES ('layout', ?)", "n",
                  (int64_t)store->layout);
}

/* ---- opening ----------------------------------------------------------------------- */

static enum store_result lock(const struct store *store, const char *path,
                              enum store_access access, struct error *err)
{
    int how = access == STORE_WRITE_WAIT ? LOCK_EX : LOCK_EX | LOCK_NB;
    int state;
    do
        state = flock(store->folder, how);
    while (state != 0 && errno == EINTR);
    if (state == 0)
        return STORE_OPEN;
    if (errno != EWOULDBLOCK) {
        error_set(err, "%s: cannot be locked: %s", path, strerror(errno));
        return STORE_REFUSED;
    }
    error_set(err, "%s: the archive is locked by another winnow process", path);
    return STORE_LOCKED;
}

static bool is_read_only(const struct store *store)
{
    return faccessat(store->folder, ".", W_OK, AT_EACCESS) != 0 ||
           (faccessat(store->folder, STORE_DATABASE, W_OK, AT_EACCESS) != 0 &&
            errno != ENOENT); /* a database that is lost is made again */
}

static bool open_database(struct store *store, const char *file, enum store_access access,
                          struct error *err)
{
    if (access != STORE_READ || !is_read_only(store))
        return db_open(&store->db, file, err) && migrations_apply(store->db, err);
    return db_open_read_only(&store->db, file, err) &&
           (migrations_are_applied(store->db) ||
            error_set(err, "winnow.db is of another version of winnow, and cannot be "
                           "written; run winnow fsck as its owner first"));
}

static bool open_folders(struct store *store, const char *path, enum store_access access,
                         struct error *err)
{
    store->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (store->folder < 0)
        return error_set(err, "%s: %s", path, strerror(errno));
    if (faccessat(store->folder, settings_name, F_OK, 0) != 0)
        return error_set(
            err, "%s: not a winnow archive; create one with winnow refresh --init %s",
            path, path);
    if (access != STORE_REBUILD && faccessat(store->folder, STORE_DATABASE, F_OK, 0) != 0)
        return error_set(err,
                         "%s: winnow.db is missing; restore it from a backup, or make it "
                         "again with winnow rebuild %s",
                         path, path);
    if (!is_read_only(store) && (!make_subfolder(store->folder, path, "warc", err) ||
                                 !make_subfolder(store->folder, path, "text", err)))
        return false;
    store->warc = openat(store->folder, "warc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    store->text = openat(store->folder, "text", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return (store->warc >= 0 && store->text >= 0) ||
           error_set(err, "%s: %s", path, strerror(errno));
}

/* Completes what a killed process has left. One that only reads does so too, unless
   another process holds the lock or the archive cannot be written. */
static bool complete(struct store *store, enum store_access access, struct error *err)
{
    if (access != STORE_READ)
        return unfinished_complete(store, err);
    if (unfinished_exists(store) && flock(store->folder, LOCK_EX | LOCK_NB) == 0) {
        unfinished_complete(store, NULL);
        flock(store->folder, LOCK_UN);
    }
    return true;
}

/* Removes what a rebuild that was killed has left. */
static void remove_rebuilt(const struct store *store)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    char name[64];
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        snprintf(name, sizeof name, "%s%s", STORE_REBUILT_DATABASE, suffixes[i]);
        unlinkat(store->folder, name, 0);
    }
}

enum store_result store_open(struct store *store, const char *path,
                             enum store_access access, struct error *err)
{
    char *file = NULL;
    *store = (struct store){.folder = -1, .text = -1, .warc = -1};
    if (!open_folders(store, path, access, err)) {
        store_close(store);
        return STORE_REFUSED;
    }
    enum store_result locked =
        access == STORE_READ ? STORE_OPEN : lock(store, path, access, err);
    if (locked != STORE_OPEN) {
        store_close(store);
        return locked;
    }
    struct error why;
    if (access == STORE_REBUILD)
        remove_rebuilt(store);
    store->path = strdup(path);
    bool done = store->path && asprintf(&file, "%s/%s", path,
                                        access == STORE_REBUILD ? STORE_REBUILT_DATABASE
                                                                : STORE_DATABASE) >= 0;
    if (!done) {
        file = NULL; /* asprintf(3) leaves it undefined */
        error_set(&why, "out of memory");
    }
    done =
        done && open_database(store, file, access, &why) && complete(store, access, &why);
    free(file);
    if (done) {
        load_layout(store);
        return STORE_OPEN;
    }
    error_set(err, "%s: %s", path, why.text);
    store_close(store);
    return STORE_REFUSED;
}

void store_close(struct store *store)
{
    if (store->in_transaction)
        db_execute(store->db, "ROLLBACK", NULL);
    db_close(store->db);
    free(store->path);
    if (store->text >= 0)
        close(store->text);
    if (store->warc >= 0)
        close(store->warc);
    if (store->folder >= 0)
        close(store->folder);
    *store = (struct store){.folder = -1, .text = -1, .warc = -1};
}

/* ---- a rebuilt database ------------------------------------------------------------ */

bool store_add_settings(const char *path, const char *settings, struct error *err)
{
    bool done = true;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return error_set(err, "%s: %s", path, strerror(errno));
    if (faccessat(folder, settings_name, F_OK, 0) != 0 &&
        (faccessat(folder, "warc", F_OK, 0) == 0 ||
         faccessat(folder, "text", F_OK, 0) == 0))
        done = write_settings(folder, path, settings, 0666, err);
    close(folder);
    return done;
}

/* ---- settings and transactions ----------------------------------------------------- */

bool store_read_settings(const struct store *store, struct buffer *out, struct error *err)
{
    int fd = openat(store->folder, settings_name, O_RDONLY | O_CLOEXEC);
    bool done = fd >= 0 && file_read(fd, SETTINGS_MAX, out);
    if (!done)
        error_set(err, "%s/%s: %s", store->path, settings_name, strerror(errno));
    else if (out->len > SETTINGS_MAX)
        done = error_set(err, "%s/%s: over %d bytes", store->path, settings_name,
                         SETTINGS_MAX);
    if (fd >= 0)
        close(fd);
    return done;
}

bool store_settings_are_public(const struct store *store)
{
    struct stat info;
    return fstatat(store->folder, settings_name, &info, 0) == 0 &&
           (info.st_mode & (S_IRGRP | S_IROTH));
}

bool store_settings_are_own(const struct store *store)
{
    struct stat info;
    return fstatat(store->folder, settings_name, &info, 0) == 0 &&
           (info.st_uid == geteuid() || info.st_uid == 0) &&
           !(info.st_mode & (S_IWGRP | S_IWOTH));
}

bool store_begin(struct store *store, struct error *err)
{
    if (store->in_transaction)
        return true;
    store->in_transaction = db_run(store->db, err, "BEGIN IMMEDIATE", "");
    return store->in_transaction;
}

bool store_commit(struct store *store, struct error *err)
{
    if (!store->in_transaction)
        return true;
    if (!search_index_update(store, err))
        return false;
    store->in_transaction = !db_run(store->db, err, "COMMIT", "");
    return !store->in_transaction;
}

/* ---- WARC files -------------------------------------------------------------------- */

static bool each_row(struct db_rows *rows, store_visit_row visit, void *context,
                     struct error *err)
{
    while (rows && db_next(rows) &&
           visit(context, db_text(rows, 0), db_text(rows, 1), db_number(rows, 2)))
        ;
    return db_finish(rows, err);
}

bool store_last_warc(struct store *store, struct warc_place *out)
{
    struct db_rows *rows = db_query(
        store->db, NULL, "SELECT name, size FROM warcs ORDER BY rowid DESC LIMIT 1", "");
    bool has = rows && db_next(rows);
    if (has) {
        snprintf(out->file, sizeof out->file, "%s", db_text(rows, 0));
        out->offset = db_number(rows, 1);
    }
    db_finish(rows, NULL);
    return has;
}

bool store_save_warc(struct store *store, const char *name, int64_t size,
                     struct error *err)
{
    return db_run(store->db, err,
                  "INSERT INTO warcs (name, size) VALUES (?1, ?2)"
                  " ON CONFLICT (name) DO UPDATE SET size = ?2",
                  "tn", name, size);
}

bool store_each_warc(struct store *store, store_visit_row visit, void *context,
                     struct error *err)
{
    return each_row(
        db_query(store->db, err, "SELECT name, NULL, size FROM warcs ORDER BY rowid", ""),
        visit, context, err);
}

static bool is_referenced(struct store *store, const char *name)
{
    return db_query_number(store->db, 0,
                           "SELECT EXISTS (SELECT 1 FROM warcs WHERE name = ?1)"
                           " OR EXISTS (SELECT 1 FROM pages WHERE file = ?1)"
                           " OR EXISTS (SELECT 1 FROM versions WHERE file = ?1)"
                           " OR EXISTS (SELECT 1 FROM quarantine WHERE file = ?1)"
                           " OR EXISTS (SELECT 1 FROM bodies WHERE file = ?1)",
                           "t", name) != 0;
}

bool store_each_unreferenced_warc(struct store *store, store_visit_row visit,
                                  void *context, struct error *err)
{
    struct stat info;
    DIR *files = file_open_entries(store->warc);
    if (!files)
        return error_set(err, "warc: %s", strerror(errno));
    for (struct dirent *entry; (entry = readdir(files));)
        if (warc_is_name(entry->d_name) && !is_referenced(store, entry->d_name) &&
            fstatat(store->warc, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
            !visit(context, entry->d_name, NULL, info.st_mtime))
            break;
    closedir(files);
    return true;
}

/* File ?1 has only ?2 bytes left: delete everything that refers to bytes after that. */
static const char *const truncations[] = {
    "UPDATE pages SET file = NULL, raw_sha256 = NULL, etag = NULL, modified = NULL,"
    " further = 0, due = 0 WHERE (file = ?1 AND offset + length > ?2) OR id IN"
    " (SELECT page FROM bodies WHERE file = ?1 AND offset + length > ?2 AND shelf = 0)",
    "UPDATE quarantine SET file = NULL, further = 0, etag = NULL, modified = NULL"
    " WHERE (file = ?1 AND offset + length > ?2) OR page IN"
    " (SELECT page FROM bodies WHERE file = ?1 AND offset + length > ?2 AND shelf = 1)",
    ("DELETE FROM bodies WHERE (page, shelf) IN"
     " (SELECT page, shelf FROM bodies WHERE file = ?1 AND offset + length > ?2)"),
    "UPDATE versions SET file = NULL WHERE file = ?1 AND offset + length > ?2",
    /* The file ends inside a record: nothing may be appended to it. */
    "DELETE FROM warcs WHERE name = ?1 AND ?2 = ?2",
};

bool store_truncate_warc(struct store *store, const char *name, int64_t size,
                         int64_t *pages, struct error *err)
{
    bool done = store_begin(store, err);
    for (size_t i = 0; done && i < COUNT_OF(truncations); i++) {
        done = db_run(store->db, err, truncations[i], "tn", name, size);
        if (i == 0)
            *pages = db_count_changes(store->db);
    }
    return done && store_commit(store, err);
}

/* ---- runs -------------------------------------------------------------------------- */

bool store_begin_run(struct store *store, struct store_run *run, struct error *err)
{
    bool done =
        db_run(store->db, err, "INSERT INTO runs (began, real_began) VALUES (?, ?)", "nn",
               run->began, (int64_t)time(NULL));
    run->id = db_last_id(store->db);
    return done;
}

bool store_end_run(struct store *store, const struct store_run *run, struct error *err)
{
    return db_run(store->db, err,
                  "UPDATE runs SET ended = ?, asked = ?, changed = ?, unchanged = ?,"
                  " failed = ?, suspect = ?, recleaned = ? WHERE id = ?",
                  "nnnnnnnn", run->ended, run->asked, run->changed, run->unchanged,
                  run->failed, run->suspect, run->recleaned, run->id);
}

int64_t store_find_crashed_run(struct store *store)
{
    return db_query_number(store->db, 0,
                           "SELECT real_began FROM runs WHERE ended IS NULL"
                           " ORDER BY id LIMIT 1",
                           "");
}

/* ---- hosts ------------------------------------------------------------------------- */

struct store_host store_find_host(struct store *store, const char *name)
{
    struct store_host host = {0};
    struct db_rows *rows = db_query(store->db, NULL,
                                    "SELECT not_before, back_off, failed_runs, failed_at,"
                                    " saved FROM hosts WHERE name = ?",
                                    "t", name);
    if (rows && db_next(rows))
        host = (struct store_host){db_number(rows, 0), db_number(rows, 1),
                                   (unsigned)db_number(rows, 2), db_number(rows, 3),
                                   db_number(rows, 4)};
    db_finish(rows, NULL);
    return host;
}

bool store_save_host(struct store *store, const char *name, const struct store_host *host,
                     struct error *err)
{
    return db_run(
        store->db, err,
        "INSERT INTO hosts (name, not_before, back_off, failed_runs, failed_at,"
        " saved) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name) DO UPDATE SET"
        " not_before = ?2, back_off = ?3, failed_runs = ?4, failed_at = ?5,"
        " saved = ?6",
        "tnnnnn", name, host->not_before, host->back_off, (int64_t)host->failed_runs,
        host->failed_at, host->saved);
}

bool store_find_robots(struct store *store, const char *origin, int64_t now,
                       struct arena *a, struct store_robots *out)
{
    struct db_rows *rows =
        db_query(store->db, NULL,
                 "SELECT expires, status, reason, text FROM robots WHERE origin = ?"
                 " AND expires > ?",
                 "tn", origin, now);
    bool has = rows && db_next(rows);
    if (has) {
        struct slice text = db_bytes(rows, 3);
        const char *reason = db_text(rows, 2);
        *out = (struct store_robots){
            .expires = db_number(rows, 0),
            .status = (int)db_number(rows, 1),
            .reason = reason ? arena_string(a, slice_of_string(reason)) : NULL,
        };
        if (text.ptr)
            out->text = arena_copy(a, text);
    }
    db_finish(rows, NULL);
    return has;
}

bool store_save_robots(struct store *store, const char *origin,
                       const struct store_robots *robots, struct error *err)
{
    return db_run(store->db, err,
                  "INSERT OR REPLACE INTO robots (origin, expires, status, reason, text)"
                  " VALUES (?, ?, ?, ?, ?)",
                  "tnntb", origin, robots->expires, (int64_t)robots->status,
                  robots->reason, robots->text);
}

/* ---- reports ----------------------------------------------------------------------- */

bool store_each_changed(struct store *store, int64_t since, store_visit_row visit,
                        void *context, struct error *err)
{
    return each_row(
        db_query(store->db, err,
                 "SELECT p.url, v.title, v.number FROM versions v JOIN pages p"
                 " ON p.id = v.page WHERE v.made >= ? ORDER BY p.url",
                 "n", since),
        visit, context, err);
}

bool store_each_day(struct store *store, int64_t since, store_visit_row visit,
                    void *context, struct error *err)
{
    return each_row(db_query(store->db, err,
                             "SELECT date(made, 'unixepoch') day, NULL, count(*)"
                             " FROM versions WHERE made >= ? GROUP BY day",
                             "n", since),
                    visit, context, err);
}

bool store_each_count(struct store *store, int64_t now, store_visit_row visit,
                      void *context, struct error *err)
{
    return each_row(
        db_query(store->db, err,
                 "SELECT 'pages', NULL, count(*) FROM pages"
                 " UNION ALL SELECT 'new', NULL, count(*) FROM pages WHERE state = 0"
                 " UNION ALL SELECT 'ok', NULL, count(*) FROM pages WHERE state = 1"
                 " UNION ALL SELECT 'failing', NULL, count(*) FROM pages WHERE state = 2"
                 " UNION ALL SELECT 'missing', NULL, count(*) FROM pages WHERE state = 3"
                 " UNION ALL SELECT 'gone', NULL, count(*) FROM pages WHERE state = 4"
                 " UNION ALL SELECT 'quarantine', NULL, count(*) FROM quarantine"
                 " UNION ALL SELECT 'pinned', NULL, count(*) FROM pages WHERE is_pinned"
                 " UNION ALL SELECT 'ignored', NULL, count(*) FROM pages WHERE is_ignored"
                 " UNION ALL SELECT 'due', NULL, count(*) FROM pages WHERE due <= ?"
                 " AND NOT is_ignored"
                 " UNION ALL SELECT 'versions', NULL, count(*) FROM versions",
                 "n", now),
        visit, context, err);
}

/* ---- wrong clocks ------------------------------------------------------------------ */

int64_t store_latest_time(struct store *store, int64_t bound)
{
    return db_query_number(store->db, 0,
                           "SELECT coalesce(max(checked), 0) FROM pages WHERE checked > ?"
                           " AND NOT is_ignored",
                           "n", bound);
}

bool store_end_times_ahead(struct store *store, int64_t now, struct error *err)
{
    return db_run(store->db, err,
                  "UPDATE problems SET since = ?1 WHERE since > ?1 + 86400", "n", now) &&
           db_run(store->db, err,
                  "UPDATE rules SET first = min(first, ?1), asked = min(asked, ?1),"
                  " hit = min(hit, ?1), missing_since = min(missing_since, ?1)"
                  " WHERE asked > ?1 + 86400",
                  "n", now);
}

/* ---- single facts ------------------------------------------------------------------ */

int64_t store_version_before(struct store *store, int64_t page, int64_t version)
{
    return db_query_number(store->db, 0,
                           "SELECT coalesce(max(number), 0) FROM versions WHERE page = ?"
                           " AND number < ?",
                           "nn", page, version);
}

bool store_end_crashed_runs(struct store *store, struct error *err)
{
    return db_run(store->db, err, "UPDATE runs SET ended = began WHERE ended IS NULL",
                  "");
}

bool store_vacuum(struct store *store, struct error *err)
{
    return store_commit(store, err) && db_execute(store->db, "VACUUM", err) &&
           db_execute(store->db, "PRAGMA wal_checkpoint(TRUNCATE)", err);
}

bool store_check_rows(struct store *store, struct error *err)
{
    struct db_rows *rows = db_query(store->db, err, "PRAGMA quick_check(1)", "");
    char text[128] = "";
    if (rows && db_next(rows))
        snprintf(text, sizeof text, "%s", db_text(rows, 0));
    if (!db_finish(rows, err))
        return false;
    return strcmp(text, "ok") == 0 || error_set(err, "winnow.db is damaged: %s", text);
}
