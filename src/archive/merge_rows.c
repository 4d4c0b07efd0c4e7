#include "archive/merge_rows.h"

#include "archive/migrations.h"
#include "archive/recovery.h"
#include "base/array.h"
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char copy_name[] = "winnow.db.merged";
static const char *const suffixes[] = {"", "-wal", "-shm"};

/* ---- the copy ---------------------------------------------------------------------- */

static void remove_copy(const struct store *store)
{
    char name[64];
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        snprintf(name, sizeof name, "%s%s", copy_name, suffixes[i]);
        unlinkat(store->folder, name, 0);
    }
}

static bool copy_bytes(int from, int to)
{
    enum { PIECE = 64 * 1024 };
    char bytes[PIECE];
    ssize_t count;
    while ((count = read(from, bytes, sizeof bytes)) > 0)
        if (!file_write_all(to, slice_of(bytes, (size_t)count)))
            return false;
    return count == 0;
}

/* Copies winnow.db or its journal, which need not exist. */
static bool copy_file(const struct store *store, int folder, const char *suffix,
                      struct error *err)
{
    char from_name[64], to_name[64];
    snprintf(from_name, sizeof from_name, "winnow.db%s", suffix);
    snprintf(to_name, sizeof to_name, "%s%s", copy_name, suffix);
    int from = openat(folder, from_name, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return (suffix[0] && errno == ENOENT) ||
               error_set(err, "%s: %s", from_name, strerror(errno));
    int to =
        openat(store->folder, to_name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool done = to >= 0 && copy_bytes(from, to);
    if (!done)
        error_set(err, "%s: %s", to_name, strerror(errno));
    close(from);
    if (to >= 0)
        close(to);
    return done;
}

static bool bring_up_to_date(const char *path, struct error *err)
{
    struct db *db;
    bool done = db_open(&db, path, err) && migrations_apply(db, err);
    db_close(db);
    return done;
}

bool merge_rows_open(struct store *store, int folder, struct error *err)
{
    char *path = NULL;
    remove_copy(store);
    if (asprintf(&path, "%s/%s", store->path, copy_name) < 0)
        return error_set(err, "out of memory");
    bool done = copy_file(store, folder, "", err) &&
                copy_file(store, folder, "-wal", err) && bring_up_to_date(path, err) &&
                store_commit(store, err) &&
                db_run(store->db, err, "ATTACH ? AS other", "t", path);
    free(path);
    return done;
}

void merge_rows_close(struct store *store)
{
    db_run(store->db, NULL, "DETACH other", "");
    remove_copy(store);
}

/* ---- names ------------------------------------------------------------------------- */

bool merge_rows_rename_warc(struct store *store, const char *name, const char *new_name,
                            struct error *err)
{
    static const char *const updates[] = {
        "UPDATE other.pages SET file = ?2 WHERE file = ?1",
        "UPDATE other.versions SET file = ?2 WHERE file = ?1",
        "UPDATE other.quarantine SET file = ?2 WHERE file = ?1",
        "UPDATE other.bodies SET file = ?2 WHERE file = ?1",
        "UPDATE other.unread_warcs SET file = ?2 WHERE file = ?1",
        "UPDATE other.warcs SET name = ?2 WHERE name = ?1",
    };
    bool done = true;
    for (size_t i = 0; done && i < COUNT_OF(updates); i++)
        done = db_run(store->db, err, updates[i], "tt", name, new_name);
    return done;
}

/* Reads a page of the other archive whose name another page of this one has. */
static bool find_collision(struct store *store, int64_t *id, struct buffer *name)
{
    struct db_rows *rows =
        db_query(store->db, NULL,
                 "SELECT o.id, o.name, o.url FROM other.pages o JOIN main.pages m"
                 " ON m.name = o.name AND m.url <> o.url LIMIT 1",
                 "");
    bool has = rows && db_next(rows);
    if (has) {
        enum { DIGITS = 64 }; /* all of the SHA-256 */
        struct slice old = slice_of_string(db_text(rows, 1));
        size_t dot = old.len;
        while (dot > 0 && old.ptr[dot - 1] != '.')
            dot--;
        *id = db_number(rows, 0);
        buffer_append(name, slice_of(old.ptr, dot ? dot - 1 : old.len));
        buffer_append_char(name, '-');
        file_append_digest(name, slice_of_string(db_text(rows, 2)), DIGITS);
        buffer_append(name, dot ? slice_after(old, dot - 1) : SLICE(""));
    }
    db_finish(rows, NULL);
    return has;
}

/* A page whose name is taken gets a longer one. */
static bool rename_collisions(struct store *store, struct error *err)
{
    struct buffer name;
    int64_t id;
    bool done = true;
    buffer_open(&name, NULL);
    while (done && find_collision(store, &id, &name)) {
        done = db_run(store->db, err, "UPDATE other.pages SET name = ? WHERE id = ?",
                      "tn", name.ptr, id);
        buffer_truncate(&name, 0);
    }
    buffer_close(&name);
    return done;
}

/* ---- rows of all columns ----------------------------------------------------------- */

/* Appends the columns of a table except these, which are separated by spaces: so that
   columns which later migrations add are copied too. */
static bool append_columns(struct store *store, const char *table, const char *except,
                           struct buffer *out)
{
    struct db_rows *rows =
        db_query(store->db, NULL,
                 "SELECT group_concat(name, ', ') FROM pragma_table_info(?1)"
                 " WHERE instr(' ' || ?2 || ' ', ' ' || name || ' ') = 0",
                 "tt", table, except);
    bool has = rows && db_next(rows) && db_text(rows, 0);
    if (has)
        buffer_append_string(out, db_text(rows, 0));
    db_finish(rows, NULL);
    return has;
}

/* Executes INSERT OR IGNORE INTO table (keys, all other columns) SELECT values, all other
   columns, and the rest of the statement. */
struct copying {
    const char *table;
    const char *keys;        /* columns with other values, separated by spaces */
    const char *key_columns; /* the same, separated by commas */
    const char *values;      /* of the keys */
    const char *rest;        /* FROM ... */
};

static bool copy_rows(struct store *store, const struct copying *copying,
                      struct error *err)
{
    struct buffer columns, sql;
    buffer_open(&columns, NULL);
    buffer_open(&sql, NULL);
    bool done = append_columns(store, copying->table, copying->keys, &columns);
    buffer_printf(&sql, "INSERT OR IGNORE INTO main.%s (%s%s%s) SELECT %s%s%s %s",
                  copying->table, copying->key_columns, columns.len ? ", " : "",
                  columns.ptr ? columns.ptr : "", copying->values,
                  columns.len ? ", " : "", columns.ptr ? columns.ptr : "", copying->rest);
    done = (done && !sql.failed) ||
           error_set(err, "cannot read the columns of %s", copying->table);
    done = done && db_execute(store->db, sql.ptr, err);
    buffer_close(&columns);
    buffer_close(&sql);
    return done;
}

/* ---- pages ------------------------------------------------------------------------- */

/* merged: a row for each page of the other archive. old is its id there, new its id here,
   is_new whether it was not here before, is_later whether its text here is older. */
static bool map_pages(struct store *store, struct error *err)
{
    static const struct copying pages = {
        "pages",
        "id",
        "id",
        "NULL",
        "FROM other.pages WHERE url NOT IN (SELECT url FROM main.pages)",
    };
    return db_execute(store->db,
                      "DROP TABLE IF EXISTS temp.merged;"
                      "CREATE TEMP TABLE merged (old INTEGER PRIMARY KEY,"
                      " new INTEGER, is_new INTEGER NOT NULL, is_later INTEGER NOT NULL);"
                      "INSERT INTO merged SELECT o.id, m.id, m.id IS NULL, o.version > 0"
                      " AND NOT coalesce(m.is_pinned, 0)"
                      " AND o.changed > coalesce(iif(m.version > 0, m.changed, 0), 0)"
                      " FROM other.pages o LEFT JOIN main.pages m ON m.url = o.url",
                      err) &&
           copy_rows(store, &pages, err) &&
           db_execute(
               store->db,
               "UPDATE merged SET new = (SELECT m.id FROM other.pages o JOIN"
               " main.pages m ON m.url = o.url WHERE o.id = old) WHERE new IS NULL",
               err);
}

/* The numbers of versions from the other archive, until all are numbered again. */
#define NUMBER_SHIFT "1000000000"

/* A version with the text that the page had here at that time, or had next, is none. */
static bool add_versions(struct store *store, struct error *err)
{
    static const struct copying copied = {
        "versions",
        "page number rejected_by",
        "page, number, rejected_by",
        "(SELECT new FROM merged WHERE old = o.page),"
        " iif((SELECT is_new FROM merged WHERE old = o.page), o.number,"
        "  o.number + " NUMBER_SHIFT "),"
        " iif((SELECT is_new FROM merged WHERE old = o.page), o.rejected_by,"
        "  o.rejected_by + " NUMBER_SHIFT ")",
        "FROM other.versions o WHERE (SELECT is_new FROM merged WHERE old = o.page) OR"
        " (o.text_sha256 IS NOT (SELECT text_sha256 FROM main.versions m WHERE m.page ="
        "   (SELECT new FROM merged WHERE old = o.page) AND m.made <= o.made"
        "   ORDER BY m.made DESC, m.number DESC LIMIT 1)"
        "  AND o.text_sha256 IS NOT (SELECT text_sha256 FROM main.versions m WHERE "
        "m.page ="
        "   (SELECT new FROM merged WHERE old = o.page) AND m.made > o.made"
        "   ORDER BY m.made, m.number LIMIT 1))",
    };
    return copy_rows(store, &copied, err);
}

/* Columns of a page that belong to its text, and those that belong to its last check. */
#define TEXT_COLUMNS                                                                     \
    "changed, usual_length, had_body, raw_sha256, content_type, final_url, fetched,"     \
    " file, offset, length, etag, modified, validated_url, rules, text_sha256, title,"   \
    " further, is_partial, is_garbled"
#define CHECK_COLUMNS "state, checked, due, interval, failures, missing"
#define FROM_OTHER                                                                       \
    " FROM other.pages o JOIN merged ON merged.old = o.id WHERE merged.new = pages.id)"

static bool update_pages(struct store *store, struct error *err)
{
    return db_execute(
        store->db,
        "UPDATE main.pages SET (" CHECK_COLUMNS ") = (SELECT " CHECK_COLUMNS FROM_OTHER
        " WHERE EXISTS (SELECT 1 FROM merged JOIN other.pages o ON o.id = old"
        "  WHERE new = pages.id AND NOT is_new AND o.checked > pages.checked);"
        "UPDATE main.pages SET (" TEXT_COLUMNS ") = (SELECT " TEXT_COLUMNS FROM_OTHER
        " WHERE EXISTS (SELECT 1 FROM merged WHERE new = pages.id AND NOT is_new"
        "  AND is_later);"
        "UPDATE main.pages SET version = coalesce((SELECT number FROM main.versions v"
        "  WHERE v.page = pages.id AND v.text_sha256 = pages.text_sha256"
        "  ORDER BY made DESC, number DESC LIMIT 1), version)"
        " WHERE EXISTS (SELECT 1 FROM merged WHERE new = pages.id AND NOT is_new"
        "  AND is_later)",
        err);
}

/* ---- what belongs to pages --------------------------------------------------------- */

#define NEW_PAGE "(SELECT new FROM merged WHERE old = o.page)"
#define IS_TAKEN "o.page IN (SELECT old FROM merged WHERE is_new OR is_later)"

static bool add_belongings(struct store *store, struct error *err)
{
    static const struct copying copied[] = {
        {"quarantine", "page", "page", NEW_PAGE,
         "FROM other.quarantine o WHERE " IS_TAKEN " AND NOT EXISTS"
         " (SELECT 1 FROM main.quarantine WHERE page = " NEW_PAGE ")"},
        {"bodies", "page", "page", NEW_PAGE,
         "FROM other.bodies o WHERE " IS_TAKEN " AND (shelf = 0 OR EXISTS (SELECT 1 FROM"
         " other.quarantine q JOIN main.quarantine m ON m.page = " NEW_PAGE
         " AND m.since = q.since WHERE q.page = o.page))"},
        {"events", "id page", "id, page", "NULL, " NEW_PAGE,
         "FROM other.events o WHERE page IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
         " main.events m WHERE m.page = " NEW_PAGE " AND m.at = o.at AND m.kind = o.kind"
         " AND m.text = o.text)"},
        {"hosts", "name", "name", "name", "FROM other.hosts"},
        {"unread_warcs", "file", "file", "file", "FROM other.unread_warcs"},
    };
    bool done = db_execute(store->db,
                           "DELETE FROM main.bodies WHERE shelf = 0 AND page IN"
                           " (SELECT new FROM merged WHERE NOT is_new AND is_later)",
                           err);
    for (size_t i = 0; done && i < COUNT_OF(copied); i++)
        done = copy_rows(store, &copied[i], err);
    return done;
}

/* The file that this archive is writing remains its last one. */
static bool add_warcs(struct store *store, struct error *err)
{
    return db_execute(
        store->db,
        "INSERT OR IGNORE INTO main.warcs (rowid, name, size, torn) SELECT"
        " (SELECT coalesce(min(rowid), 1) FROM main.warcs) - row_number() OVER"
        "  (ORDER BY o.rowid DESC), name, size, torn FROM other.warcs o"
        " WHERE name NOT IN (SELECT name FROM main.warcs)",
        err);
}

/* ---- all --------------------------------------------------------------------------- */

static bool order_versions(struct store *store, struct error *err)
{
    struct id_list pages = {0};
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct db_rows *rows = db_query(store->db, err,
                                    "SELECT DISTINCT page FROM main.versions"
                                    " WHERE number > " NUMBER_SHIFT,
                                    "");
    while (rows && db_next(rows))
        ARENA_PUSH(&a, &pages, db_number(rows, 0));
    bool done = db_finish(rows, err);
    for (size_t i = 0; done && i < pages.count; i++)
        done = recovery_order_versions(store, pages.items[i], err);
    arena_close(&a);
    return done;
}

static int64_t count_pages(struct store *store)
{
    return db_query_number(store->db, 0, "SELECT count(*) FROM main.pages", "");
}

bool merge_rows_add(struct store *store, struct merge_counts *out, struct error *err)
{
    struct merge_counts before = {count_pages(store), recovery_count_versions(store)};
    bool done = store_begin(store, err) && rename_collisions(store, err) &&
                map_pages(store, err) && add_versions(store, err) &&
                update_pages(store, err) && add_belongings(store, err) &&
                order_versions(store, err) && add_warcs(store, err) &&
                store_commit(store, err);
    out->pages = count_pages(store) - before.pages;
    out->versions = recovery_count_versions(store) - before.versions;
    return done;
}

bool merge_rows_list_pages(struct store *store, struct arena *a, struct id_list *out,
                           struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err, "SELECT new FROM merged ORDER BY new", "");
    *out = (struct id_list){0};
    while (rows && db_next(rows))
        ARENA_PUSH(a, out, db_number(rows, 0));
    return db_finish(rows, err);
}
