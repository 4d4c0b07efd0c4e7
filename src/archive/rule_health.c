#include "archive/rule_health.h"

#include "base/rfc3339.h"
#include <stdio.h>

/* ---- counting ---------------------------------------------------------------------- */

/* missing_since: since when the rule has matched on no page. In a run in which it matches
   on some pages, it is not missing. */
static bool count_rule(struct store *store, const struct store_page *page,
                       const char *revision, const struct winnow_hit *hit, int64_t now,
                       int64_t run, struct error *err)
{
    int64_t missed = hit->count == 0;
    return db_run(store->db, err,
                  "INSERT INTO rules (host, directive, value, place, first, asked, hit,"
                  " missing_since, run, run_asked, run_missed, run_pages, revision)"
                  " VALUES (?1, ?2, ?3, ?4, ?5, ?5, iif(?6, NULL, ?5), iif(?6, ?5, NULL),"
                  " ?7, 1, ?6, iif(?6, ?8, ''), ?9)"
                  " ON CONFLICT (host, directive, value) DO UPDATE SET"
                  " place = ?4, asked = ?5, hit = iif(?6, hit, ?5),"
                  " missing_since = iif(?6 AND NOT (run = ?7 AND run_asked > run_missed),"
                  "  coalesce(missing_since, ?5), NULL),"
                  " run_asked = iif(run = ?7, run_asked, 0) + 1,"
                  " run_missed = iif(run = ?7, run_missed, 0) + ?6,"
                  " run_pages = substr(iif(run = ?7, run_pages, '') || iif(?6,"
                  "  iif(run = ?7 AND run_pages <> '', ', ', '') || ?8, ''), 1, 400),"
                  " run = ?7, revision = ?9",
                  "ttttnnntt", page->host, hit->directive, hit->value, hit->place, now,
                  missed, run, page->url, revision);
}

/* The host has no rules now. */
static bool drop_host(struct store *store, const char *host, int64_t run,
                      struct error *err)
{
    return db_run(store->db, err, "DELETE FROM rules WHERE host = ?", "t", host) &&
           (db_count_changes(store->db) == 0 ||
            db_run(store->db, err,
                   "UPDATE problems SET ended_in = ?2 WHERE host = ?1 AND kind = 'rule'"
                   " AND ended_in IS NULL",
                   "tn", host, run));
}

bool rule_health_count(struct store *store, const struct store_page *page,
                       const char *revision, const struct winnow_record *record,
                       int64_t now, int64_t run, struct error *err)
{
    if (record->status != WINNOW_OK && record->status != WINNOW_RULE_BROKEN &&
        record->status != WINNOW_EMPTY)
        return true;
    bool done = store_begin(store, err) &&
                (record->hit_count || drop_host(store, page->host, run, err));
    for (size_t i = 0; done && i < record->hit_count; i++)
        done = count_rule(store, page, revision, &record->hits[i], now, run, err);
    return done;
}

/* ---- evaluation -------------------------------------------------------------------- */

/* The body (or title) rules of a site are alternatives: only if none of them matches has
   the site probably been redesigned. So all lines of one directive are evaluated
   together. */
static const char run_counts[] =
    "SELECT host, directive, min(place), min(run_missed), min(run_asked),"
    " iif(min(missing_since IS NOT NULL), max(missing_since), 0), min(run_pages)"
    " FROM rules WHERE run = ?"
    " AND directive IN ('body', 'title') GROUP BY host, directive";

static bool update_rule(struct store *store, const struct db_rows *rows, int64_t now,
                        int64_t run, struct error *err)
{
    char key[400], text[800], since[RFC3339_SIZE];
    const char *host = db_text(rows, 0), *directive = db_text(rows, 1);
    int64_t missed = db_number(rows, 3), asked = db_number(rows, 4);
    int64_t when = db_number(rows, 5);
    snprintf(key, sizeof key, "rule:%s:%s", host, directive);
    if (!missed)
        return store_end_problem(store, key, run, err);
    if (missed < RULE_HEALTH_MISSES && missed * 2 < asked)
        return true;
    rfc3339_write(when, since);
    since[10] = '\0';
    if (when)
        snprintf(
            text, sizeof text,
            "likely redesign: %s: %s has not matched since %s, on %lld of %lld pages: "
            "%s",
            db_text(rows, 2), directive, since, (long long)missed, (long long)asked,
            db_text(rows, 6));
    else
        snprintf(text, sizeof text,
                 "likely redesign: %s: %s does not match on %lld of %lld pages: %s",
                 db_text(rows, 2), directive, (long long)missed, (long long)asked,
                 db_text(rows, 6));
    struct store_problem problem = {
        .key = key, .host = host, .kind = "rule", .text = text, .since = now};
    return store_note_problem(store, &problem, run, err);
}

/* Lines that are no longer in the files of a host: its pages were cleaned with another
   revision in this run, without them. */
static bool drop_old_lines(struct store *store, int64_t run, struct error *err)
{
    return store_begin(store, err) &&
           db_run(store->db, err,
                  "DELETE FROM rules WHERE run <> ?1 AND EXISTS (SELECT 1 FROM rules n"
                  " WHERE n.run = ?1 AND n.host = rules.host"
                  " AND n.revision IS NOT rules.revision)",
                  "n", run) &&
           (db_count_changes(store->db) == 0 ||
            db_run(store->db, err,
                   "UPDATE problems SET ended_in = ?1 WHERE kind = 'rule'"
                   " AND ended_in IS NULL AND NOT EXISTS (SELECT 1 FROM rules"
                   " WHERE key = 'rule:' || rules.host || ':' || directive)",
                   "n", run));
}

bool rule_health_update(struct store *store, int64_t now, int64_t run, struct error *err)
{
    if (!drop_old_lines(store, run, err))
        return false;
    struct db_rows *rows = db_query(store->db, err, run_counts, "n", run);
    bool done = rows != NULL;
    while (done && db_next(rows))
        done = store_begin(store, err) && update_rule(store, rows, now, run, err);
    return db_finish(rows, err) && done;
}

bool rule_health_each(struct store *store, int64_t stale_before, rule_health_visit visit,
                      void *context, struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err,
                 "SELECT host, directive, value, place, coalesce(missing_since, 0),"
                 " coalesce(hit, 0), first FROM rules"
                 " WHERE (directive IN ('body', 'title') AND missing_since IS NOT NULL)"
                 " OR (directive NOT IN ('body', 'title') AND coalesce(hit, first) < ?)"
                 " ORDER BY host, place",
                 "n", stale_before);
    bool wants_more = true;
    while (wants_more && rows && db_next(rows)) {
        struct rule_health_row rule = {
            .host = db_text(rows, 0),
            .directive = db_text(rows, 1),
            .value = db_text(rows, 2),
            .place = db_text(rows, 3),
            .missing_since = db_number(rows, 4),
            .hit = db_number(rows, 5),
            .first = db_number(rows, 6),
        };
        wants_more = visit(context, &rule);
    }
    return db_finish(rows, err);
}
