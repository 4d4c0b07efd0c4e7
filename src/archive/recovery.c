#include "archive/recovery.h"

#include "archive/text_tree.h"
#include "base/hash.h"
#include "base/utf8.h"

static const char *find_url(struct store *store, const char *sql, const char *url,
                            struct arena *a, const char **requested)
{
    const char *page = NULL;
    struct db_rows *rows = db_query(store->db, NULL, sql, "t", url);
    if (rows && db_next(rows)) {
        page = arena_string(a, slice_of_string(db_text(rows, 0)));
        *requested = arena_string(a, slice_of_string(db_text(rows, 1)));
    }
    db_finish(rows, NULL);
    return page;
}

const char *recovery_find_page(struct store *store, const char *final_url,
                               struct arena *a, const char **requested)
{
    const char *page = find_url(store, "SELECT url, url FROM pages WHERE url = ?",
                                final_url, a, requested);
    if (!page)
        page = find_url(store,
                        "SELECT p.url, b.url FROM bodies b JOIN pages p ON p.id = b.page"
                        " WHERE b.final_url = ?1 ORDER BY b.shelf LIMIT 1",
                        final_url, a, requested);
    if (!page)
        page = find_url(store, "SELECT url, url FROM pages WHERE final_url = ? LIMIT 1",
                        final_url, a, requested);
    return page;
}

bool recovery_has_text(struct store *store, int64_t page, const char *text_sha256)
{
    return db_query_number(store->db, 0,
                           "SELECT EXISTS (SELECT 1 FROM versions WHERE page = ?1 AND"
                           " text_sha256 = ?2) OR EXISTS (SELECT 1 FROM quarantine WHERE"
                           " page = ?1 AND text_sha256 = ?2)",
                           "nt", page, text_sha256) != 0;
}

bool recovery_has_name(struct store *store, const char *name)
{
    struct buffer other;
    buffer_open(&other, NULL);
    text_tree_other_name(name, &other);
    bool has = db_query_number(store->db, 0, "SELECT 1 FROM pages WHERE name IN (?, ?)",
                               "tt", name, other.ptr) != 0;
    buffer_close(&other);
    return has;
}

int64_t recovery_count_versions(struct store *store)
{
    return db_query_number(store->db, 0, "SELECT count(*) FROM versions", "");
}

int64_t recovery_count_bodiless(struct store *store)
{
    return db_query_number(store->db, 0,
                           "SELECT count(*) FROM pages WHERE version > 0 AND file IS NULL"
                           " AND due = 0",
                           "");
}

/* ---- the order of versions --------------------------------------------------------- */

/* The number of each version of page ?1 (old), and the one that it has by its time. */
#define RANKS                                                                            \
    "(SELECT number AS old, row_number() OVER (ORDER BY made, number) - 1 +"             \
    " (SELECT min(number) FROM versions WHERE page = ?1) AS rank"                        \
    " FROM versions WHERE page = ?1) AS ranks"

bool recovery_order_versions(struct store *store, int64_t page, struct error *err)
{
    /* Negative numbers first, because each number exists only once. */
    return db_run(store->db, err,
                  "UPDATE pages SET version = (SELECT rank FROM " RANKS
                  " WHERE old = version) WHERE id = ?1 AND version > 0",
                  "n", page) &&
           db_run(store->db, err, /* the index forgets a text by its version */
                  "UPDATE search_pages SET version = (SELECT rank FROM " RANKS
                  " WHERE old = version) WHERE page = ?1",
                  "n", page) &&
           db_run(store->db, err,
                  "UPDATE versions SET rejected_by = (SELECT rank FROM " RANKS
                  " WHERE old = rejected_by) WHERE page = ?1 AND rejected_by IS NOT NULL",
                  "n", page) &&
           db_run(store->db, err,
                  "UPDATE versions SET number = -rank FROM " RANKS
                  " WHERE page = ?1 AND number = old",
                  "n", page) &&
           db_run(store->db, err,
                  "UPDATE versions SET number = -number WHERE page = ?1 AND number < 0",
                  "n", page);
}

/* ---- texts ------------------------------------------------------------------------- */

bool recovery_keep_text(struct store *store, const struct store_page *page,
                        const struct store_version *found, struct slice text,
                        int64_t *kept, struct error *err)
{
    struct store_page row = *page;
    struct store_version version = *found;
    char hex[HASH_HEX_SIZE];
    hash_sha256(text, hex);
    version.text_sha256 = hex;
    version.title = found->title ? found->title : page->title;
    if (!store_add_version(store, &row, &version, text, err))
        return false;
    *kept = row.version;
    row.usual_length = utf8_count(text);
    row.due = 0;
    return page->version || store_save_page(store, &row, err);
}

bool recovery_end_new(struct store *store, struct error *err)
{
    return db_run(store->db, err,
                  "UPDATE pages SET state = 1 WHERE state = 0 AND version > 0", "");
}
