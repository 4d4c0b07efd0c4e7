#include "archive/page_listing.h"

#include <string.h>

#define ROWS                                                                             \
    "SELECT p.url, p.host, p.state, p.name, p.layout, p.id, p.version, p.checked,"       \
    " p.changed, p.due, p.title, v.author, v.date, v.site, v.language FROM pages p"      \
    " LEFT JOIN versions v ON v.page = p.id AND v.number = p.version WHERE "
/* The hosts are compared in their index, without reading the pages of others. */
#define CHOSEN                                                                           \
    "(?1 IS NULL OR p.id IN (SELECT id FROM pages INDEXED BY pages_host WHERE"           \
    "  host = ?1 OR substr(host, -length(?1) - 1) = '.' || ?1))"                         \
    " AND (?2 < 0 OR p.state = ?2) AND p.changed >= ?3"                                  \
    " AND (?4 = 0 OR EXISTS (SELECT 1 FROM quarantine q WHERE q.page = p.id))"

static const char in_quarantine[] = "quarantine";

/* Returns the number of a state by its name; PAGE_STATE_COUNT if there is none. */
static int find_state(const char *name)
{
    int state = 0;
    while (state < PAGE_STATE_COUNT &&
           strcmp(store_state_name((enum page_state)state), name) != 0)
        state++;
    return state;
}

bool listing_knows_state(const char *state)
{
    return strcmp(state, in_quarantine) == 0 || find_state(state) < PAGE_STATE_COUNT;
}

static bool visit_rows(struct db_rows *rows, listing_visit visit, void *context,
                       struct error *err)
{
    bool wants_more = true;
    struct buffer file;
    buffer_open(&file, NULL);
    while (wants_more && rows && db_next(rows)) {
        struct listing_row row = {
            .url = db_text(rows, 0),
            .host = db_text(rows, 1),
            .state = store_state_name((enum page_state)db_number(rows, 2)),
            .page = db_number(rows, 5),
            .version = db_number(rows, 6),
            .checked = db_number(rows, 7),
            .changed = db_number(rows, 8),
            .due = db_number(rows, 9),
            .title = db_text(rows, 10),
            .author = db_text(rows, 11),
            .date = db_text(rows, 12),
            .site = db_text(rows, 13),
            .language = db_text(rows, 14),
        };
        buffer_truncate(&file, 0);
        text_tree_set_suffix(db_text(rows, 3), (enum text_layout)db_number(rows, 4),
                             &file);
        row.file = row.version ? file.ptr : NULL;
        wants_more = visit(context, &row);
    }
    buffer_close(&file);
    return db_finish(rows, err);
}

bool listing_each(struct store *store, const struct listing_choice *choice,
                  listing_visit visit, void *context, struct error *err)
{
    static const char by_url[] = ROWS CHOSEN " ORDER BY p.url";
    static const char newest[] = ROWS CHOSEN " ORDER BY p.changed DESC, p.url";
    bool is_suspect = choice->state && strcmp(choice->state, in_quarantine) == 0;
    int64_t state = choice->state && !is_suspect ? find_state(choice->state) : -1;
    return visit_rows(db_query(store->db, err, choice->since ? newest : by_url, "tnnn",
                               choice->host, state, choice->since, (int64_t)is_suspect),
                      visit, context, err);
}

bool listing_page(struct store *store, int64_t page, listing_visit visit, void *context,
                  struct error *err)
{
    return visit_rows(db_query(store->db, err, ROWS "p.id = ?", "n", page), visit,
                      context, err);
}
