#include "archive/migrations.h"

#include "base/array.h"
#include <stdio.h>

static const char *const steps[] = {
    "CREATE TABLE pages ("
    " id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, host TEXT NOT NULL,"
    " name TEXT NOT NULL UNIQUE, state INTEGER NOT NULL DEFAULT 0,"
    " added INTEGER NOT NULL, checked INTEGER NOT NULL DEFAULT 0,"
    " changed INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL,"
    " interval INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,"
    " missing INTEGER NOT NULL DEFAULT 0, usual_length INTEGER NOT NULL DEFAULT 0,"
    " had_body INTEGER NOT NULL DEFAULT 0, raw_sha256 TEXT, content_type TEXT,"
    " final_url TEXT, fetched TEXT, file TEXT, offset INTEGER, length INTEGER,"
    " etag TEXT, modified TEXT, validated_url TEXT,"
    " version INTEGER NOT NULL DEFAULT 0, rules TEXT, text_sha256 TEXT, title TEXT);"
    "CREATE INDEX pages_due ON pages (due);"
    "CREATE INDEX pages_text ON pages (text_sha256, host);"
    "CREATE INDEX pages_checked ON pages (checked);"
    "CREATE INDEX pages_state ON pages (state);"
    "CREATE INDEX pages_rules ON pages (host, rules) WHERE file IS NOT NULL;"
    "CREATE TABLE versions ("
    " page INTEGER NOT NULL REFERENCES pages ON DELETE CASCADE, number INTEGER NOT NULL,"
    " made INTEGER NOT NULL, cause TEXT NOT NULL, raw_sha256 TEXT, rules TEXT,"
    " text_sha256 TEXT NOT NULL, title TEXT, file TEXT, offset INTEGER, length INTEGER,"
    " text BLOB NOT NULL, PRIMARY KEY (page, number));"
    "CREATE INDEX versions_made ON versions (made);"
    "CREATE TABLE quarantine ("
    " page INTEGER PRIMARY KEY REFERENCES pages ON DELETE CASCADE,"
    " since INTEGER NOT NULL, seen INTEGER NOT NULL, runs INTEGER NOT NULL,"
    " kind TEXT NOT NULL, reason TEXT NOT NULL, http_status INTEGER NOT NULL,"
    " raw_sha256 TEXT, rules TEXT, text_sha256 TEXT, title TEXT, content_type TEXT,"
    " final_url TEXT, fetched TEXT, etag TEXT, modified TEXT, file TEXT, offset INTEGER,"
    " length INTEGER, had_body INTEGER NOT NULL, text BLOB);"
    "CREATE TABLE events ("
    " id INTEGER PRIMARY KEY, page INTEGER REFERENCES pages ON DELETE CASCADE,"
    " at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);"
    "CREATE INDEX events_page ON events (page);"
    "CREATE TABLE problems ("
    " id INTEGER PRIMARY KEY, key TEXT NOT NULL, host TEXT NOT NULL,"
    " page INTEGER REFERENCES pages ON DELETE CASCADE, kind TEXT NOT NULL,"
    " text TEXT NOT NULL, since INTEGER NOT NULL, begun_in INTEGER NOT NULL,"
    " met_in INTEGER NOT NULL, ended_in INTEGER);"
    "CREATE UNIQUE INDEX problems_open ON problems (key) WHERE ended_in IS NULL;"
    "CREATE INDEX problems_page ON problems (page);"
    "CREATE INDEX problems_begun ON problems (begun_in);"
    "CREATE INDEX problems_ended ON problems (ended_in);"
    "CREATE TABLE runs ("
    " id INTEGER PRIMARY KEY, began INTEGER NOT NULL, real_began INTEGER NOT NULL,"
    " ended INTEGER, asked INTEGER NOT NULL DEFAULT 0,"
    " changed INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,"
    " failed INTEGER NOT NULL DEFAULT 0, suspect INTEGER NOT NULL DEFAULT 0,"
    " recleaned INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE hosts ("
    " name TEXT PRIMARY KEY, not_before INTEGER NOT NULL, back_off INTEGER NOT NULL,"
    " failed_runs INTEGER NOT NULL, failed_at INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE robots ("
    " origin TEXT PRIMARY KEY, expires INTEGER NOT NULL, status INTEGER NOT NULL,"
    " reason TEXT, text BLOB);"
    "CREATE TABLE rules ("
    " id INTEGER PRIMARY KEY, host TEXT NOT NULL, directive TEXT NOT NULL,"
    " value TEXT NOT NULL, place TEXT NOT NULL, first INTEGER NOT NULL,"
    " asked INTEGER NOT NULL, hit INTEGER, missing_since INTEGER,"
    " run INTEGER NOT NULL, run_asked INTEGER NOT NULL, run_missed INTEGER NOT NULL,"
    " run_pages TEXT NOT NULL, UNIQUE (host, directive, value));"
    "CREATE INDEX rules_run ON rules (run);"
    "CREATE TABLE warcs (name TEXT PRIMARY KEY, size INTEGER NOT NULL);",
    /* Articles of several pages; shelf is enum store_owner. */
    "ALTER TABLE pages ADD COLUMN further INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE pages ADD COLUMN is_partial INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE quarantine ADD COLUMN further INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE quarantine ADD COLUMN is_partial INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE bodies ("
    " page INTEGER NOT NULL REFERENCES pages ON DELETE CASCADE, shelf INTEGER NOT NULL,"
    " number INTEGER NOT NULL, url TEXT NOT NULL, raw_sha256 TEXT, content_type TEXT,"
    " final_url TEXT, fetched TEXT, file TEXT, offset INTEGER, length INTEGER,"
    " etag TEXT, modified TEXT, validated_url TEXT, PRIMARY KEY (page, shelf, number));",
    /* What is known of a version in addition to its text; all NULL in older rows. */
    "ALTER TABLE versions ADD COLUMN author TEXT;"
    "ALTER TABLE versions ADD COLUMN date TEXT;"
    "ALTER TABLE versions ADD COLUMN site TEXT;"
    "ALTER TABLE versions ADD COLUMN language TEXT;"
    "ALTER TABLE versions ADD COLUMN fetched TEXT;"
    "ALTER TABLE versions ADD COLUMN markdown BLOB;"
    "ALTER TABLE quarantine ADD COLUMN author TEXT;"
    "ALTER TABLE quarantine ADD COLUMN date TEXT;"
    "ALTER TABLE quarantine ADD COLUMN site TEXT;"
    "ALTER TABLE quarantine ADD COLUMN language TEXT;"
    "ALTER TABLE quarantine ADD COLUMN markdown BLOB;",
    /* Work on files that a killed process leaves to the next one (archive/unfinished.c),
       and records of WARC files that no row describes yet (refresh/adopt.c). */
    "CREATE TABLE removed_texts (name TEXT PRIMARY KEY);"
    "CREATE TABLE moved_warcs ("
    " source TEXT PRIMARY KEY, size INTEGER NOT NULL, target TEXT,"
    " target_size INTEGER NOT NULL, is_done INTEGER NOT NULL);"
    "CREATE TABLE unread_warcs ("
    " file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,"
    " PRIMARY KEY (file, offset));"
    "ALTER TABLE warcs ADD COLUMN torn INTEGER NOT NULL DEFAULT 0;",
    /* layout is enum text_layout: that of the page's file, and the fact "layout" that of
       the whole tree. */
    "ALTER TABLE pages ADD COLUMN layout INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;",
    /* What a person has decided, and what tells doubtful texts, clocks and causes. */
    "ALTER TABLE pages ADD COLUMN is_pinned INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE pages ADD COLUMN is_ignored INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE pages ADD COLUMN is_garbled INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE versions ADD COLUMN rejected_by INTEGER;"
    "CREATE INDEX versions_text ON versions (text_sha256);"
    "CREATE INDEX quarantine_text ON quarantine (text_sha256);"
    "ALTER TABLE rules ADD COLUMN revision TEXT;"
    "ALTER TABLE hosts ADD COLUMN saved INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE problems ADD COLUMN cause TEXT;",
    /* The index of winnow search (archive/search_index.c). Words are split and folded
       before they come here. The text itself is not stored again: to delete a row, FTS5
       must be given what is in it, which search_pages says. */
    "CREATE INDEX pages_host ON pages (host, url);"
    "CREATE VIRTUAL TABLE search USING fts5 (title, text, host, date, content = '',"
    " tokenize = \"ascii tokenchars '-_'\");"
    "CREATE TABLE search_pages ("
    " page INTEGER PRIMARY KEY, version INTEGER NOT NULL, title TEXT NOT NULL,"
    " host TEXT NOT NULL, date TEXT NOT NULL);"
    "CREATE TABLE search_stale (page INTEGER PRIMARY KEY);"
    "INSERT INTO search_stale SELECT id FROM pages WHERE version > 0;"
    "CREATE TRIGGER search_page_new AFTER INSERT ON pages WHEN new.version > 0 BEGIN"
    " INSERT OR IGNORE INTO search_stale VALUES (new.id); END;"
    "CREATE TRIGGER search_page_changed AFTER UPDATE OF version, title ON pages"
    " WHEN new.version <> old.version OR new.title IS NOT old.title BEGIN"
    " INSERT OR IGNORE INTO search_stale VALUES (new.id); END;"
    "CREATE TRIGGER search_date_changed AFTER UPDATE OF date ON versions"
    " WHEN new.date IS NOT old.date BEGIN"
    " INSERT OR IGNORE INTO search_stale VALUES (new.page); END;",
};
enum { STEP_COUNT = COUNT_OF(steps) };

bool migrations_are_applied(struct db *db)
{
    return db_query_number(db, -1, "PRAGMA user_version", "") == STEP_COUNT;
}

bool migrations_apply(struct db *db, struct error *err)
{
    int64_t version = db_query_number(db, -1, "PRAGMA user_version", "");
    if (version > STEP_COUNT)
        return error_set(err,
                         "winnow.db was written by a newer version of winnow (schema "
                         "version %lld, this one supports %d)",
                         (long long)version, STEP_COUNT);
    if (version < 0)
        return error_set(err, "winnow.db cannot be read; restore it from a backup");
    for (; version < STEP_COUNT; version++) {
        char mark[64];
        snprintf(mark, sizeof mark, "PRAGMA user_version = %lld; COMMIT",
                 (long long)version + 1);
        if (!db_execute(db, "BEGIN IMMEDIATE", err))
            return false;
        if (!db_execute(db, steps[version], err) || !db_execute(db, mark, err)) {
            db_execute(db, "ROLLBACK", NULL);
            return false;
        }
    }
    return true;
}
