#include "archive/catalogue.h"

bool catalogue_begin(struct store *store, struct error *err)
{
    /* A transaction sees the database as it is at its first statement that reads. */
    bool done = db_run(store->db, err, "BEGIN", "");
    db_query_number(store->db, 0, "SELECT count(*) FROM runs", "");
    return done;
}

void catalogue_end(struct store *store)
{
    db_run(store->db, NULL, "COMMIT", "");
}

/* ---- pages ------------------------------------------------------------------------- */

#define COUNTED(what) "(SELECT " what " FROM versions c WHERE c.page = p.id)"
/* The folder of a page's file in text/, as in "example.com/index-0123456789.txt". */
#define FOLDER "substr(p.name, 1, instr(p.name, '/') - 1)"

/* Of the details, what a person sees in lists; of Markdown, how long it is. */
#define DETAILS                                                                          \
    "group_concat(coalesce(author, '') || char(10) || coalesce(date, '') || char(10) ||" \
    " coalesce(site, '') || char(10) || coalesce(language, '') || char(10) ||"           \
    " coalesce(length(markdown), 0))"
#define COLUMNS                                                                          \
    "p.id, p.url, p.host, p.name, p.state, p.changed, p.checked, p.version,"             \
    " " COUNTED("count(*)") ", " COUNTED("max(number)") ", p.text_sha256, q.kind,"       \
                                                        " q.reason, " COUNTED(DETAILS)
#define BEFORE(page, number)                                                             \
    "(SELECT max(b.number) FROM versions b WHERE b.page = " page                         \
    " AND b.number < " number ")"
#define PAGES                                                                            \
    "SELECT " COLUMNS ", p.title, p.changed, p.version, " BEFORE(                        \
        "p.id", "p.version") " FROM pages p" QUARANTINE
#define QUARANTINE " LEFT JOIN quarantine q ON q.page = p.id"

static bool each_page(struct db_rows *rows, catalogue_visit visit, void *context,
                      struct error *err)
{
    bool wants_more = true;
    while (wants_more && rows && db_next(rows)) {
        struct catalogue_page page = {
            .id = db_number(rows, 0),
            .url = db_text(rows, 1),
            .host = db_text(rows, 2),
            .name = db_text(rows, 3),
            .state = (enum page_state)db_number(rows, 4),
            .changed = db_number(rows, 5),
            .checked = db_number(rows, 6),
            .version = db_number(rows, 7),
            .versions = db_number(rows, 8),
            .newest = db_number(rows, 9),
            .text_sha256 = db_text(rows, 10),
            .suspect_kind = db_text(rows, 11),
            .suspect_reason = db_text(rows, 12),
            .details = db_text(rows, 13),
            .title = db_text(rows, 14),
            .made = db_number(rows, 15),
            .number = db_number(rows, 16),
            .previous = db_number(rows, 17),
        };
        wants_more = visit(context, &page);
    }
    return db_finish(rows, err);
}

bool catalogue_each_page(struct store *store, enum catalogue_order order,
                         catalogue_visit visit, void *context, struct error *err)
{
    static const char *const queries[] = {
        [CATALOGUE_BY_ID] = PAGES " WHERE p.version > 0 ORDER BY p.id",
        [CATALOGUE_BY_HOST] =
            PAGES " WHERE p.version > 0 ORDER BY " FOLDER ", p.changed DESC, p.url",
    };
    return each_page(db_query(store->db, err, queries[order], ""), visit, context, err);
}

bool catalogue_each_of_folder(struct store *store, const char *folder,
                              catalogue_visit visit, void *context, struct error *err)
{
    return each_page(db_query(store->db, err,
                              PAGES " WHERE p.version > 0 AND " FOLDER " = ?"
                                    " ORDER BY p.changed DESC, p.url",
                              "t", folder),
                     visit, context, err);
}

bool catalogue_each_made(struct store *store, int64_t from, int64_t before,
                         catalogue_visit visit, void *context, struct error *err)
{
    return each_page(
        db_query(
            store->db, err,
            "SELECT " COLUMNS ", v.title, v.made, v.number, " BEFORE(
                "v.page",
                "v.number") " FROM versions v JOIN pages p ON p.id = v.page" QUARANTINE
                            " WHERE v.made >= ? AND v.made < ?"
                            " ORDER BY v.made DESC, v.page, v.number DESC",
            "nn", from, before),
        visit, context, err);
}

bool catalogue_find_page(struct store *store, const char *name, catalogue_visit visit,
                         void *context, struct error *err)
{
    /* The suffix goes by the format of the texts. */
    return each_page(db_query(store->db, err,
                              PAGES " WHERE p.version > 0 AND p.name IN"
                                    " (?1 || '.txt', ?1 || '.md') LIMIT 1",
                              "t", name),
                     visit, context, err);
}

bool catalogue_each_folder(struct store *store, store_visit_row visit, void *context,
                           struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err,
                 "SELECT min(p.host), " FOLDER " folder, count(*) FROM pages p"
                 " WHERE p.version > 0 GROUP BY folder ORDER BY folder",
                 "");
    while (rows && db_next(rows) &&
           visit(context, db_text(rows, 0), db_text(rows, 1), db_number(rows, 2)))
        ;
    return db_finish(rows, err);
}

/* ---- runs -------------------------------------------------------------------------- */

#define RUN_COLUMNS                                                                      \
    "id, began, ended, asked, changed, unchanged, failed, suspect, recleaned"

static struct store_run read_run(const struct db_rows *rows)
{
    return (struct store_run){
        .id = db_number(rows, 0),
        .began = db_number(rows, 1),
        .ended = db_number(rows, 2),
        .asked = db_number(rows, 3),
        .changed = db_number(rows, 4),
        .unchanged = db_number(rows, 5),
        .failed = db_number(rows, 6),
        .suspect = db_number(rows, 7),
        .recleaned = db_number(rows, 8),
    };
}

bool catalogue_find_last_run(struct store *store, struct store_run *out,
                             struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err,
                 "SELECT " RUN_COLUMNS
                 " FROM runs WHERE ended IS NOT NULL ORDER BY id DESC LIMIT 1",
                 "");
    *out = rows && db_next(rows) ? read_run(rows) : (struct store_run){0};
    return db_finish(rows, err);
}

bool catalogue_each_run(struct store *store, int64_t since, catalogue_visit_run visit,
                        void *context, struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err,
                 "SELECT " RUN_COLUMNS
                 " FROM runs WHERE ended IS NOT NULL AND began >= ? ORDER BY id",
                 "n", since);
    bool wants_more = true;
    while (wants_more && rows && db_next(rows)) {
        struct store_run run = read_run(rows);
        wants_more = visit(context, &run);
    }
    return db_finish(rows, err);
}

int64_t catalogue_last_run(struct store *store)
{
    return db_query_number(store->db, 0,
                           "SELECT began FROM runs ORDER BY id DESC LIMIT 1", "");
}

int64_t catalogue_first_run(struct store *store)
{
    return db_query_number(store->db, 0,
                           "SELECT real_began FROM runs ORDER BY id LIMIT 1", "");
}
