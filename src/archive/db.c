#include "archive/db.h"

#include "base/array.h"
#include "base/buffer.h"
#include <limits.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>

enum {
    STATEMENTS_MAX = 192, /* the archive has fewer SQL literals */
    BUSY_MS = 10 * 1000,  /* how long a reader waits while a run commits */
};

struct db_rows {
    const char *sql;
    sqlite3_stmt *statement;
    struct db *db;
    int state; /* of the last step */
};

struct db {
    sqlite3 *handle;
    struct db_rows statements[STATEMENTS_MAX];
    size_t count;
    fts5_tokenizer words;     /* unicode61 */
    Fts5Tokenizer *tokenizer; /* NULL until it is needed */
};

static bool fail(struct db *db, struct error *err)
{
    int code = sqlite3_errcode(db->handle) & 0xff;
    bool is_damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
    return error_set(err, "winnow.db: %s%s", sqlite3_errmsg(db->handle),
                     is_damaged ? "; restore it from a backup, or make it again with "
                                  "winnow rebuild"
                                : "");
}

bool db_open(struct db **out, const char *path, struct error *err)
{
    struct db *db = calloc(1, sizeof *db);
    *out = NULL;
    if (!db)
        return error_set(err, "out of memory");
    if (sqlite3_open_v2(path, &db->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                        NULL) != SQLITE_OK) {
        error_set(err, "%s: %s", path, sqlite3_errmsg(db->handle));
        db_close(db);
        return false;
    }
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    if (!db_execute(db,
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                    "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;",
                    err)) {
        db_close(db);
        return false;
    }
    *out = db;
    return true;
}

/* ---- without write permission ------------------------------------------------------ */

/* Appends "file:PATH?QUERY", with the characters escaped that a URI gives a sense to. */
static void append_uri(struct buffer *out, const char *path, const char *query)
{
    buffer_append_string(out, "file:");
    for (; *path; path++) {
        if (*path == '%' || *path == '?' || *path == '#')
            buffer_printf(out, "%%%02X", (unsigned)(unsigned char)*path);
        else
            buffer_append_char(out, *path);
    }
    buffer_printf(out, "?%s", query);
}

static bool open_uri(struct db *db, const char *path, const char *query,
                     struct error *err)
{
    struct buffer uri;
    buffer_open(&uri, NULL);
    append_uri(&uri, path, query);
    bool done =
        !uri.failed &&
        sqlite3_open_v2(uri.ptr, &db->handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
                        NULL) == SQLITE_OK &&
        sqlite3_busy_timeout(db->handle, BUSY_MS) == SQLITE_OK &&
        db_execute(db, "SELECT count(*) FROM sqlite_master", NULL);
    if (!done && db->handle) {
        fail(db, err);
        sqlite3_close(db->handle);
        db->handle = NULL;
    }
    buffer_close(&uri);
    return done;
}

/* The first way also sees what a run of the owner has committed but not yet moved from
   the log into the file; it needs the log's index, which cannot be made here. The second
   one takes the file as it is. */
bool db_open_read_only(struct db **out, const char *path, struct error *err)
{
    struct db *db = calloc(1, sizeof *db);
    *out = NULL;
    if (!db)
        return error_set(err, "out of memory");
    if (open_uri(db, path, "mode=ro", err) || open_uri(db, path, "immutable=1", err)) {
        *out = db;
        return true;
    }
    db_close(db);
    return false;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    for (size_t i = 0; i < db->count; i++)
        sqlite3_finalize(db->statements[i].statement);
    if (db->tokenizer)
        db->words.xDelete(db->tokenizer);
    sqlite3_close(db->handle);
    free(db);
}

bool db_execute(struct db *db, const char *sql, struct error *err)
{
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK || fail(db, err);
}

/* ---- statements -------------------------------------------------------------------- */

static struct db_rows *prepare(struct db *db, const char *sql, struct error *err)
{
    for (size_t i = 0; i < db->count; i++)
        if (db->statements[i].sql == sql)
            return &db->statements[i];
    if (db->count == STATEMENTS_MAX) {
        error_set(err, "winnow.db: more than %d statements", STATEMENTS_MAX);
        return NULL;
    }
    struct db_rows *rows = &db->statements[db->count];
    *rows = (struct db_rows){.sql = sql, .db = db};
    if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                           &rows->statement, NULL) != SQLITE_OK) {
        fail(db, err);
        return NULL;
    }
    db->count++;
    return rows;
}

/* A failure must not be ignored: a parameter that is not bound is written as null. */
static bool bind(sqlite3_stmt *statement, const char *kinds, va_list values)
{
    int state = SQLITE_OK;
    for (int i = 1; *kinds && state == SQLITE_OK; kinds++, i++) {
        if (*kinds == 't') {
            state = sqlite3_bind_text(statement, i, va_arg(values, const char *), -1,
                                      SQLITE_TRANSIENT);
        } else if (*kinds == 'n') {
            state = sqlite3_bind_int64(statement, i, va_arg(values, int64_t));
        } else {
            struct slice bytes = va_arg(values, struct slice);
            state =
                sqlite3_bind_blob64(statement, i, bytes.ptr, bytes.len, SQLITE_TRANSIENT);
        }
    }
    return state == SQLITE_OK;
}

static struct db_rows *start_query(struct db *db, struct error *err, const char *sql,
                                   const char *kinds, va_list values)
{
    struct db_rows *rows = prepare(db, sql, err);
    if (!rows)
        return NULL;
    sqlite3_reset(rows->statement);
    rows->state = SQLITE_OK;
    if (bind(rows->statement, kinds, values))
        return rows;
    fail(db, err);
    return NULL;
}

bool db_run(struct db *db, struct error *err, const char *sql, const char *kinds, ...)
{
    va_list values;
    va_start(values, kinds);
    struct db_rows *rows = start_query(db, err, sql, kinds, values);
    va_end(values);
    while (rows && db_next(rows))
        ;
    return db_finish(rows, err);
}

struct db_rows *db_query(struct db *db, struct error *err, const char *sql,
                         const char *kinds, ...)
{
    va_list values;
    va_start(values, kinds);
    struct db_rows *rows = start_query(db, err, sql, kinds, values);
    va_end(values);
    return rows;
}

bool db_next(struct db_rows *rows)
{
    rows->state = sqlite3_step(rows->statement);
    return rows->state == SQLITE_ROW;
}

bool db_finish(struct db_rows *rows, struct error *err)
{
    if (!rows)
        return false;
    bool done = rows->state == SQLITE_DONE || rows->state == SQLITE_ROW ||
                rows->state == SQLITE_OK;
    if (!done)
        fail(rows->db, err);
    sqlite3_reset(rows->statement);
    sqlite3_clear_bindings(rows->statement);
    return done;
}

/* ---- columns ----------------------------------------------------------------------- */

int64_t db_number(const struct db_rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement, column);
}

const char *db_text(const struct db_rows *rows, int column)
{
    return (const char *)sqlite3_column_text(rows->statement, column);
}

struct slice db_bytes(const struct db_rows *rows, int column)
{
    const char *bytes = sqlite3_column_blob(rows->statement, column);
    return slice_of(bytes, (size_t)sqlite3_column_bytes(rows->statement, column));
}

int64_t db_query_number(struct db *db, int64_t fallback, const char *sql,
                        const char *kinds, ...)
{
    va_list values;
    va_start(values, kinds);
    struct db_rows *rows = start_query(db, NULL, sql, kinds, values);
    va_end(values);
    if (rows && db_next(rows))
        fallback = db_number(rows, 0);
    db_finish(rows, NULL);
    return fallback;
}

/* ---- words ------------------------------------------------------------------------- */

static fts5_api *find_fts5(struct db *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db->handle, "SELECT fts5(?1)", -1, &statement, NULL) ==
            SQLITE_OK &&
        sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL) ==
            SQLITE_OK)
        sqlite3_step(statement);
    sqlite3_finalize(statement);
    return api;
}

/* Marks are part of a word: the vowel signs of Indic scripts and of Thai are. */
static bool open_tokenizer(struct db *db, struct error *err)
{
    const char *options[] = {"remove_diacritics", "2", "categories", "L* N* M* Co"};
    void *context = NULL;
    fts5_api *api = db->tokenizer ? NULL : find_fts5(db);
    if (db->tokenizer)
        return true;
    return (api &&
            api->xFindTokenizer(api, "unicode61", &context, &db->words) == SQLITE_OK &&
            db->words.xCreate(context, options, COUNT_OF(options), &db->tokenizer) ==
                SQLITE_OK) ||
           error_set(err, "SQLite %s was built without FTS5", sqlite3_libversion());
}

struct word_visit {
    db_visit_word visit;
    void *context;
};

static int visit_word(void *context, int flags, const char *word, int len, int start,
                      int end)
{
    const struct word_visit *v = context;
    (void)flags;
    v->visit(v->context, slice_of(word, (size_t)len), (size_t)start, (size_t)end);
    return SQLITE_OK;
}

bool db_split_words(struct db *db, struct slice text, db_visit_word visit, void *context,
                    struct error *err)
{
    struct word_visit v = {visit, context};
    if (!open_tokenizer(db, err))
        return false;
    return (text.len <= INT_MAX &&
            db->words.xTokenize(db->tokenizer, &v, FTS5_TOKENIZE_DOCUMENT,
                                text.ptr ? text.ptr : "", (int)text.len,
                                visit_word) == SQLITE_OK) ||
           error_set(err, "out of memory");
}

int64_t db_last_id(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

int64_t db_count_changes(const struct db *db)
{
    return sqlite3_changes64(db->handle);
}

const char *db_library_version(void)
{
    return sqlite3_libversion();
}
