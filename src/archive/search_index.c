#include "archive/search_index.h"

#include "archive/search_words.h"
#include <string.h>

enum { BATCH = 2048 }; /* pages; more than a run commits at once */

/* A row of the index before its words are split. */
struct entry {
    int64_t page, version;
    struct buffer title, host, date;
};

static void open_entry(struct entry *entry, int64_t page)
{
    *entry = (struct entry){.page = page};
    buffer_open(&entry->title, NULL);
    buffer_open(&entry->host, NULL);
    buffer_open(&entry->date, NULL);
}

static void close_entry(struct entry *entry)
{
    buffer_close(&entry->title);
    buffer_close(&entry->host);
    buffer_close(&entry->date);
}

void search_index_append_host(const char *host, struct buffer *out)
{
    for (size_t end = strlen(host); end;) {
        size_t start = end;
        while (start && host[start - 1] != '.')
            start--;
        for (size_t i = start; i < end; i++)
            buffer_append_char(out, (char)ascii_lower((unsigned char)host[i]));
        buffer_append_char(out, ' ');
        end = start ? start - 1 : 0;
    }
}

/* The date as the words "2025", "202503" and "20250304", as far as it is known. */
static void append_date(const char *date, struct buffer *out)
{
    enum { YEAR = 4, MONTH = 6, DAY = 8 };
    char digits[DAY + 1];
    size_t count = 0;
    for (; date && *date && count < DAY; date++) {
        if (is_ascii_digit((unsigned char)*date))
            digits[count++] = *date;
        else if (*date != '-')
            break;
    }
    for (size_t len = YEAR; len <= MONTH + 2 && len <= count; len += 2) {
        buffer_append(out, slice_of(digits, len));
        buffer_append_char(out, ' ');
    }
}

/* ---- one row ----------------------------------------------------------------------- */

/* Gives FTS5 the row's words: to insert them, or to delete what has them. */
static bool put_words(struct store *store, const struct entry *entry, const char *sql,
                      struct slice text, struct error *err)
{
    struct buffer title, words;
    buffer_open(&title, NULL);
    buffer_open(&words, NULL);
    bool done =
        search_words_append(store->db, buffer_slice(&entry->title), &title, err) &&
        search_words_append(store->db, text, &words, err) &&
        db_run(store->db, err, sql, "ntttt", entry->page, title.ptr, words.ptr,
               entry->host.ptr, entry->date.ptr);
    buffer_close(&words);
    buffer_close(&title);
    return done;
}

static bool put_row(struct store *store, const struct entry *entry, const char *sql,
                    struct error *err)
{
    struct buffer text;
    buffer_open(&text, NULL);
    bool done = store_read_text(store, entry->page, entry->version, &text, err) &&
                put_words(store, entry, sql, buffer_slice(&text), err);
    buffer_close(&text);
    return done;
}

static bool load_entry(struct db_rows *rows, struct entry *entry, bool *exists,
                       struct error *err)
{
    *exists = rows && db_next(rows);
    if (*exists) {
        entry->version = db_number(rows, 0);
        const char *title = db_text(rows, 1);
        buffer_append_string(&entry->title, title ? title : "");
        buffer_append_string(&entry->host, db_text(rows, 2));
        buffer_append_string(&entry->date, db_text(rows, 3));
    }
    return db_finish(rows, err) &&
           (!(entry->title.failed || entry->host.failed || entry->date.failed) ||
            error_set(err, "out of memory"));
}

/* ---- pages ------------------------------------------------------------------------- */

/* For an index that no longer agrees with the versions. */
static bool start_again(struct store *store, struct error *err)
{
    return db_run(store->db, err, "INSERT INTO search (search) VALUES ('delete-all')",
                  "") &&
           db_run(store->db, err, "DELETE FROM search_pages", "") &&
           db_run(store->db, err,
                  "INSERT OR IGNORE INTO search_stale"
                  " SELECT id FROM pages WHERE version > 0",
                  "");
}

bool search_index_remove(struct store *store, int64_t page, struct error *err)
{
    static const char sql[] = "INSERT INTO search (search, rowid, title, text, host,"
                              " date) VALUES ('delete', ?, ?, ?, ?, ?)";
    struct entry entry;
    bool exists;
    open_entry(&entry, page);
    bool done = load_entry(db_query(store->db, err,
                                    "SELECT version, title, host, date FROM search_pages"
                                    " WHERE page = ?",
                                    "n", page),
                           &entry, &exists, err);
    if (done && exists)
        done = put_row(store, &entry, sql, err)
                   ? db_run(store->db, err, "DELETE FROM search_pages WHERE page = ?",
                            "n", page)
                   : start_again(store, err);
    close_entry(&entry);
    return done;
}

/* The date of a text is its own, or else when the version was made. */
static bool load_current(struct store *store, struct entry *entry, bool *exists,
                         struct error *err)
{
    struct entry row;
    open_entry(&row, entry->page);
    bool done =
        load_entry(db_query(store->db, err,
                            "SELECT v.number, p.title, p.host,"
                            " coalesce(v.date, date(v.made, 'unixepoch')) FROM pages p"
                            " JOIN versions v ON v.page = p.id AND v.number = p.version"
                            " WHERE p.id = ?",
                            "n", entry->page),
                   &row, exists, err);
    entry->version = row.version;
    buffer_append(&entry->title, buffer_slice(&row.title));
    search_index_append_host(row.host.ptr, &entry->host);
    append_date(row.date.ptr, &entry->date);
    close_entry(&row);
    return done;
}

/* A text that cannot be read is not found; fsck reports it. */
static bool add(struct store *store, int64_t page, struct error *err)
{
    static const char sql[] =
        "INSERT INTO search (rowid, title, text, host, date) VALUES (?, ?, ?, ?, ?)";
    struct entry entry;
    struct error unreadable;
    bool exists;
    open_entry(&entry, page);
    bool done = load_current(store, &entry, &exists, err);
    if (done && exists && put_row(store, &entry, sql, &unreadable))
        done = db_run(store->db, err,
                      "INSERT INTO search_pages (page, version, title, host, date)"
                      " VALUES (?, ?, ?, ?, ?)",
                      "nnttt", page, entry.version, entry.title.ptr, entry.host.ptr,
                      entry.date.ptr);
    close_entry(&entry);
    return done;
}

static bool update_page(struct store *store, int64_t page, struct error *err)
{
    return search_index_remove(store, page, err) && add(store, page, err) &&
           db_run(store->db, err, "DELETE FROM search_stale WHERE page = ?", "n", page);
}

int64_t search_index_count_stale(struct store *store)
{
    return db_query_number(store->db, 0, "SELECT count(*) FROM search_stale", "");
}

bool search_index_update(struct store *store, struct error *err)
{
    int64_t pages[BATCH];
    size_t count = 0;
    struct db_rows *rows = db_query(
        store->db, err, "SELECT page FROM search_stale LIMIT ?", "n", (int64_t)BATCH);
    while (rows && db_next(rows) && count < BATCH)
        pages[count++] = db_number(rows, 0);
    bool done = db_finish(rows, err);
    for (size_t i = 0; done && i < count; i++)
        done = update_page(store, pages[i], err);
    return done;
}

bool search_index_complete(struct store *store, struct error *err)
{
    while (search_index_count_stale(store))
        if (!store_begin(store, err) || !store_commit(store, err))
            return false;
    return true;
}
