-- The tables of an archive of schema 2: before version and quarantine rows had
-- an author, and before anything was unread or unfinished.
CREATE TABLE pages ( id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, host TEXT NOT NULL, name
    TEXT NOT NULL UNIQUE, state INTEGER NOT NULL DEFAULT 0, added INTEGER NOT NULL, checked
    INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL,
    interval INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, missing INTEGER
    NOT NULL DEFAULT 0, usual_length INTEGER NOT NULL DEFAULT 0, had_body INTEGER NOT NULL
    DEFAULT 0, raw_sha256 TEXT, content_type TEXT, final_url TEXT, fetched TEXT, file TEXT,
    offset INTEGER, length INTEGER, etag TEXT, modified TEXT, validated_url TEXT, version
    INTEGER NOT NULL DEFAULT 0, rules TEXT, text_sha256 TEXT, title TEXT);
CREATE INDEX pages_due ON pages (due);
CREATE INDEX pages_text ON pages (text_sha256, host);
CREATE INDEX pages_checked ON pages (checked);
CREATE INDEX pages_state ON pages (state);
CREATE INDEX pages_rules ON pages (host, rules) WHERE file IS NOT NULL;
CREATE TABLE versions ( page INTEGER NOT NULL REFERENCES pages ON DELETE CASCADE, number INTEGER
    NOT NULL, made INTEGER NOT NULL, cause TEXT NOT NULL, raw_sha256 TEXT, rules TEXT,
    text_sha256 TEXT NOT NULL, title TEXT, file TEXT, offset INTEGER, length INTEGER, text BLOB
    NOT NULL, PRIMARY KEY (page, number));
CREATE INDEX versions_made ON versions (made);
CREATE TABLE quarantine ( page INTEGER PRIMARY KEY REFERENCES pages ON DELETE CASCADE, since
    INTEGER NOT NULL, seen INTEGER NOT NULL, runs INTEGER NOT NULL, kind TEXT NOT NULL, reason
    TEXT NOT NULL, http_status INTEGER NOT NULL, raw_sha256 TEXT, rules TEXT, text_sha256 TEXT,
    title TEXT, content_type TEXT, final_url TEXT, fetched TEXT, etag TEXT, modified TEXT, file
    TEXT, offset INTEGER, length INTEGER, had_body INTEGER NOT NULL, text BLOB);
CREATE TABLE events ( id INTEGER PRIMARY KEY, page INTEGER REFERENCES pages ON DELETE CASCADE,
    at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX events_page ON events (page);
CREATE TABLE problems ( id INTEGER PRIMARY KEY, key TEXT NOT NULL, host TEXT NOT NULL, page
    INTEGER REFERENCES pages ON DELETE CASCADE, kind TEXT NOT NULL, text TEXT NOT NULL, since
    INTEGER NOT NULL, begun_in INTEGER NOT NULL, met_in INTEGER NOT NULL, ended_in INTEGER);
CREATE UNIQUE INDEX problems_open ON problems (key) WHERE ended_in IS NULL;
CREATE INDEX problems_page ON problems (page);
CREATE INDEX problems_begun ON problems (begun_in);
CREATE INDEX problems_ended ON problems (ended_in);
CREATE TABLE runs ( id INTEGER PRIMARY KEY, began INTEGER NOT NULL, real_began INTEGER NOT NULL,
    ended INTEGER, asked INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, suspect INTEGER NOT
    NULL DEFAULT 0, recleaned INTEGER NOT NULL DEFAULT 0);
CREATE TABLE hosts ( name TEXT PRIMARY KEY, not_before INTEGER NOT NULL, back_off INTEGER NOT
    NULL, failed_runs INTEGER NOT NULL, failed_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE robots ( origin TEXT PRIMARY KEY, expires INTEGER NOT NULL, status INTEGER NOT
    NULL, reason TEXT, text BLOB);
CREATE TABLE rules ( id INTEGER PRIMARY KEY, host TEXT NOT NULL, directive TEXT NOT NULL, value
    TEXT NOT NULL, place TEXT NOT NULL, first INTEGER NOT NULL, asked INTEGER NOT NULL, hit
    INTEGER, missing_since INTEGER, run INTEGER NOT NULL, run_asked INTEGER NOT NULL, run_missed
    INTEGER NOT NULL, run_pages TEXT NOT NULL, UNIQUE (host, directive, value));
CREATE INDEX rules_run ON rules (run);
CREATE TABLE warcs (name TEXT PRIMARY KEY, size INTEGER NOT NULL);
ALTER TABLE pages ADD COLUMN further INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN is_partial INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN further INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN is_partial INTEGER NOT NULL DEFAULT 0;
CREATE TABLE bodies ( page INTEGER NOT NULL REFERENCES pages ON DELETE CASCADE, shelf INTEGER
    NOT NULL, number INTEGER NOT NULL, url TEXT NOT NULL, raw_sha256 TEXT, content_type TEXT,
    final_url TEXT, fetched TEXT, file TEXT, offset INTEGER, length INTEGER, etag TEXT, modified
    TEXT, validated_url TEXT, PRIMARY KEY (page, shelf, number));
PRAGMA user_version = 2;
