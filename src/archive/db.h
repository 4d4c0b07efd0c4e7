/* db: one SQLite database: statements by their SQL, each
   prepared once. The SQLite door. */
#ifndef WINNOW_ARCHIVE_DB_H
#define WINNOW_ARCHIVE_DB_H

#include "base/error.h"
#include "base/slice.h"
#include <stdint.h>

struct db;
struct db_rows; /* the answer of a question, row after row */

/* Opens or makes it, in WAL mode, with a transaction on the disk when it is committed. */
bool db_open(struct db **out, const char *path, struct error *err);
void db_close(struct db *db); /* NULL is allowed */

/* Several statements in a row, for migrations. */
bool db_execute(struct db *db, const char *sql, struct error *err);

/* Runs one statement. kinds has a letter for each ? in it: t for const char * (may be
   NULL), n for int64_t, b for struct slice (ptr NULL: null). sql must be a literal: its
   address is what it is remembered by. */
bool db_run(struct db *db, struct error *err, const char *sql, const char *kinds, ...);
/* The same for a question. NULL with err. Its rows are finished before the same question
   is asked again. */
struct db_rows *db_ask(struct db *db, struct error *err, const char *sql,
                       const char *kinds, ...);
/* False at the end, and on an error, which db_finish then tells. */
bool db_next(struct db_rows *rows);
/* Ends it, at any row. NULL is allowed: false. */
bool db_finish(struct db_rows *rows, struct error *err);

/* Columns of the current row, from 0. Borrowed until the next one. */
int64_t db_number(const struct db_rows *rows, int column);
const char *db_text(const struct db_rows *rows, int column); /* NULL for null */
struct slice db_bytes(const struct db_rows *rows, int column);

/* The one number that a question answers with; `otherwise` where there is no row. */
int64_t db_ask_number(struct db *db, int64_t otherwise, const char *sql,
                      const char *kinds, ...);
int64_t db_last_id(const struct db *db);
int64_t db_count_changes(const struct db *db); /* rows that the last statement changed */

const char *db_library_version(void);

#endif
