/* The part of store.h about texts that were there before: of the page itself, where they
   are believed or rejected, and of other pages of its host. */
#include "archive/store.h"

/* ---- texts of a page --------------------------------------------------------------- */

enum store_text_state store_find_text_state(struct store *store, int64_t page,
                                            const char *text_sha256)
{
    int64_t state = db_query_number(
        store->db, 0,
        "SELECT iif(max(rejected_by IS NOT NULL), 2, 1) FROM versions WHERE page = ?"
        " AND text_sha256 = ? HAVING count(*) > 0",
        "nt", page, text_sha256);
    return state == 2   ? STORE_TEXT_REJECTED
           : state == 1 ? STORE_TEXT_KNOWN
                        : STORE_TEXT_NEW;
}

int64_t store_version_other_than(struct store *store, int64_t page,
                                 const char *text_sha256)
{
    return db_query_number(store->db, 0,
                           "SELECT coalesce(max(number), 0) FROM versions WHERE page = ?"
                           " AND text_sha256 <> ? AND rejected_by IS NULL",
                           "nt", page, text_sha256);
}

/* A copy that an earlier restore made is not what anyone fetched: it is not rejected. */
bool store_reject_versions(struct store *store, const struct store_version *restored,
                           int64_t by, struct error *err)
{
    return db_run(store->db, err,
                  "UPDATE versions SET rejected_by = NULL WHERE page = ?1"
                  " AND (rejected_by > ?2 OR text_sha256 = ?3)",
                  "nnt", restored->page, restored->number, restored->text_sha256) &&
           db_run(store->db, err,
                  "UPDATE versions SET rejected_by = ?4 WHERE page = ?1 AND number > ?2"
                  " AND number < ?4 AND text_sha256 <> ?3 AND cause <> 'restored'"
                  " AND rejected_by IS NULL",
                  "nntn", restored->page, restored->number, restored->text_sha256, by);
}

bool store_reject_text(struct store *store, int64_t page, const char *text_sha256,
                       int64_t by, struct error *err)
{
    return db_run(store->db, err,
                  "UPDATE versions SET rejected_by = ?3 WHERE page = ?1"
                  " AND text_sha256 = ?2 AND number < ?3",
                  "ntn", page, text_sha256, by);
}

bool store_believe_text(struct store *store, int64_t page, const char *text_sha256,
                        struct error *err)
{
    return db_run(store->db, err,
                  "UPDATE versions SET rejected_by = NULL WHERE page = ?"
                  " AND text_sha256 = ? AND rejected_by IS NOT NULL",
                  "nt", page, text_sha256);
}

/* ---- texts of other pages ---------------------------------------------------------- */

bool store_is_text_shared(struct store *store, const char *host, const char *text_sha256,
                          int64_t except_page)
{
    return db_query_number(store->db, 0,
                           "SELECT 1 FROM pages WHERE text_sha256 = ? AND host = ?"
                           " AND id <> ? LIMIT 1",
                           "ttn", text_sha256, host, except_page) != 0;
}

bool store_is_text_foreign(struct store *store, const struct store_page *page,
                           const char *text_sha256)
{
    return db_query_number(
               store->db, 0,
               "SELECT 1 FROM (SELECT page FROM versions WHERE text_sha256 = ?1 UNION ALL"
               " SELECT page FROM quarantine WHERE text_sha256 = ?1) o"
               " JOIN pages p ON p.id = o.page WHERE p.host = ?2 AND p.id <> ?3"
               " AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.page = p.id"
               "  AND v.text_sha256 = ?4) LIMIT 1",
               "ttnt", text_sha256, page->host, page->id, page->text_sha256) != 0;
}

bool store_list_sharers(struct store *store, const struct store_page *page,
                        const char *text_sha256, struct arena *a, struct id_list *out,
                        struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err,
                 "SELECT id FROM pages WHERE text_sha256 = ? AND host = ?"
                 " AND id <> ? AND version > 1 AND NOT is_pinned ORDER BY id",
                 "ttn", text_sha256, page->host, page->id);
    *out = (struct id_list){0};
    while (rows && db_next(rows))
        ARENA_PUSH(a, out, db_number(rows, 0));
    return db_finish(rows, err);
}
