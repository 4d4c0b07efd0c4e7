/* db: one SQLite database. A statement is identified by its SQL literal and prepared
   once. The only user of SQLite. */
#ifndef WINNOW_ARCHIVE_DB_H
#define WINNOW_ARCHIVE_DB_H

#include "base/error.h"
#include "base/slice.h"
#include <stdint.h>

struct db;
struct db_rows; /* the result of a query, read row by row; borrowed from the db */

/* Opens or creates a database, in WAL mode; a committed transaction is on the disk. */
bool db_open(struct db **out, const char *path, struct error *err);
/* Opens a database that may be read and not written: on a read-only mount, of another
   user. */
bool db_open_read_only(struct db **out, const char *path, struct error *err);
void db_close(struct db *db); /* NULL is allowed */

/* Executes several statements, for migrations. */
bool db_execute(struct db *db, const char *sql, struct error *err);

/* Runs one statement. kinds has a letter for each ? in it: t for const char * (may be
   NULL), n for int64_t, b for struct slice (ptr NULL: null). sql must be a literal:
   prepared statements are looked up by its address. */
bool db_run(struct db *db, struct error *err, const char *sql, const char *kinds, ...);
/* Starts a query, with arguments as in db_run. Returns NULL with err. Call db_finish
   before the same query is started again. */
struct db_rows *db_query(struct db *db, struct error *err, const char *sql,
                         const char *kinds, ...);
/* Steps to the next row. Returns false at the end and on an error; db_finish then reports
   the error. */
bool db_next(struct db_rows *rows);
/* Ends a query, at any row. Returns false with err if it failed; false for NULL. */
bool db_finish(struct db_rows *rows, struct error *err);

/* Columns of the current row, counted from 0. Borrowed until the next row. */
int64_t db_number(const struct db_rows *rows, int column);
const char *db_text(const struct db_rows *rows, int column); /* NULL for null */
struct slice db_bytes(const struct db_rows *rows, int column);

/* Runs a query for a single number. Returns `fallback` if there is no row. */
int64_t db_query_number(struct db *db, int64_t fallback, const char *sql,
                        const char *kinds, ...);
int64_t db_last_id(const struct db *db);
int64_t db_count_changes(const struct db *db); /* rows changed by the last statement */

/* Splits text into words with FTS5's tokenizer unicode61, which folds case and removes
   diacritics. start and end are offsets of the word in the text. */
typedef void (*db_visit_word)(void *context, struct slice word, size_t start, size_t end);
bool db_split_words(struct db *db, struct slice text, db_visit_word visit, void *context,
                    struct error *err);

const char *db_library_version(void);

#endif
