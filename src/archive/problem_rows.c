/* The part of store.h about events and problems. */
#include "archive/store.h"

bool store_add_event(struct store *store, int64_t page, int64_t at, const char *kind,
                     const char *text, struct error *err)
{
    return db_run(store->db, err,
                  "INSERT INTO events (page, at, kind, text) VALUES (?, ?, ?, ?)", "nntt",
                  page, at, kind, text ? text : "");
}

bool store_each_event(struct store *store, int64_t page, store_visit_event visit,
                      void *context, struct error *err)
{
    struct db_rows *rows = db_query(
        store->db, err, "SELECT at, kind, text FROM events WHERE page = ? ORDER BY id",
        "n", page);
    while (rows && db_next(rows) &&
           visit(context, db_number(rows, 0), db_text(rows, 1), db_text(rows, 2)))
        ;
    return db_finish(rows, err);
}

bool store_note_problem(struct store *store, const struct store_problem *problem,
                        int64_t run, struct error *err)
{
    return db_run(store->db, err,
                  "INSERT INTO problems (key, host, page, kind, text, since, begun_in,"
                  " met_in, cause) VALUES (?1, ?2, nullif(?3, 0), ?4, ?5, ?6, ?7, ?7, ?8)"
                  " ON CONFLICT (key) WHERE ended_in IS NULL"
                  " DO UPDATE SET met_in = ?7, text = ?5, cause = ?8",
                  "ttnttnnt", problem->key, problem->host, problem->page, problem->kind,
                  problem->text, problem->since, run, problem->cause);
}

bool store_end_problem(struct store *store, const char *key, int64_t run,
                       struct error *err)
{
    return db_run(store->db, err,
                  "UPDATE problems SET ended_in = ?2 WHERE key = ?1 AND ended_in IS NULL",
                  "tn", key, run);
}

bool store_end_page_problems(struct store *store, int64_t page, struct error *err)
{
    return db_run(store->db, err,
                  "UPDATE problems SET ended_in = 0 WHERE page = ? AND ended_in IS NULL",
                  "n", page);
}

bool store_end_unseen_problems(struct store *store, const char *kind, int64_t run,
                               struct error *err)
{
    return db_run(store->db, err,
                  "UPDATE problems SET ended_in = ?2 WHERE kind = ?1 AND met_in <> ?2"
                  " AND ended_in IS NULL",
                  "tn", kind, run);
}

#define CAUSE "coalesce(cause, text)"
/* The last run before ?1 that reported: one that was killed did not. */
#define TOLD                                                                             \
    "(SELECT coalesce(max(value), ?1 - 1) FROM facts WHERE name = 'told' AND value < "   \
    "?1)"
/* Problems of the same kind, cause and host form one row. */
#define PROBLEMS_WHERE(condition)                                                        \
    "SELECT coalesce((SELECT url FROM pages WHERE id = p.page), host), host, kind,"      \
    " text, min(coalesce(page, 0)), min(since), count(*), " CAUSE " FROM problems p"     \
    " WHERE " condition " GROUP BY host, kind, " CAUSE " ORDER BY id"
#define BEGUN                                                                            \
    "begun_in > " TOLD                                                                   \
    " AND ended_in IS NULL AND NOT (kind = 'failed' AND EXISTS (SELECT 1"                \
    " FROM problems o WHERE o.ended_in IS NULL AND o.begun_in <= " TOLD                  \
    " AND o.host = p.host"                                                               \
    " AND o.kind = 'failed' AND coalesce(o.cause, o.text) NOT LIKE 'HTTP 4%')"           \
    " AND " CAUSE " NOT LIKE 'HTTP 4%')"
#define ENDED "ended_in > " TOLD " AND begun_in <= " TOLD " AND ?1 = ?1"
#define OPEN  "ended_in IS NULL AND ?1 = ?1"

bool store_each_problem(struct store *store, enum problem_choice choice, int64_t run,
                        store_visit_problem visit, void *context, struct error *err)
{
    static const char *const queries[] = {
        [PROBLEMS_BEGUN] = PROBLEMS_WHERE(BEGUN),
        [PROBLEMS_ENDED] = PROBLEMS_WHERE(ENDED),
        [PROBLEMS_OPEN] = PROBLEMS_WHERE(OPEN),
    };
    struct db_rows *rows = db_query(store->db, err, queries[choice], "n", run);
    bool wants_more = true;
    while (wants_more && rows && db_next(rows)) {
        struct store_problem problem = {
            .key = db_text(rows, 0),
            .host = db_text(rows, 1),
            .kind = db_text(rows, 2),
            .text = db_text(rows, 3),
            .page = db_number(rows, 4),
            .since = db_number(rows, 5),
            .cause = db_text(rows, 7),
        };
        wants_more = visit(context, &problem, db_number(rows, 6));
    }
    return db_finish(rows, err);
}

bool store_set_told(struct store *store, int64_t run, struct error *err)
{
    return db_run(store->db, err,
                  "INSERT OR REPLACE INTO facts (name, value) VALUES ('told', ?)", "n",
                  run);
}

int64_t store_count_problems(struct store *store, enum problem_choice choice, int64_t run)
{
    static const char *const queries[] = {
        [PROBLEMS_BEGUN] = ("SELECT count(*) FROM problems p WHERE " BEGUN),
        [PROBLEMS_ENDED] = ("SELECT count(*) FROM problems p WHERE " ENDED),
        [PROBLEMS_OPEN] = ("SELECT count(*) FROM problems p WHERE " OPEN),
    };
    return db_query_number(store->db, 0, queries[choice], "n", run);
}
