/* The part of store.h about pages, versions and quarantine. */
#include "archive/store.h"

#include "archive/search_index.h"
#include "archive/text_tree.h"
#include "archive/unfinished.h"
#include "container/gzip.h"
#include <stdio.h>

enum { HEAD_SLACK = 1 << 20 }; /* bytes of a stored record in addition to its body */

static const char *copy(struct arena *a, const char *text)
{
    return text ? arena_string(a, slice_of_string(text)) : NULL;
}

static void read_place(const struct db_rows *rows, int column, struct warc_place *out)
{
    const char *file = db_text(rows, column);
    *out = (struct warc_place){.offset = db_number(rows, column + 1),
                               .length = db_number(rows, column + 2)};
    snprintf(out->file, sizeof out->file, "%s", file ? file : "");
}

/* Reads ten columns, from raw_sha256 to validated_url. */
static void read_body(const struct db_rows *rows, int column, struct arena *a,
                      struct store_body *out)
{
    *out = (struct store_body){
        .raw_sha256 = copy(a, db_text(rows, column)),
        .content_type = copy(a, db_text(rows, column + 1)),
        .final_url = copy(a, db_text(rows, column + 2)),
        .fetched = copy(a, db_text(rows, column + 3)),
        .etag = copy(a, db_text(rows, column + 7)),
        .modified = copy(a, db_text(rows, column + 8)),
        .validated_url = copy(a, db_text(rows, column + 9)),
    };
    read_place(rows, column + 4, &out->place);
}

static const char *file_of(const struct warc_place *place)
{
    return place->file[0] ? place->file : NULL;
}

/* ---- pages ------------------------------------------------------------------------- */

const char *store_state_name(enum page_state state)
{
    static const char *const names[PAGE_STATE_COUNT] = {
        [PAGE_NEW] = "new",         [PAGE_OK] = "ok",     [PAGE_FAILING] = "failing",
        [PAGE_MISSING] = "missing", [PAGE_GONE] = "gone",
    };
    return state < PAGE_STATE_COUNT ? names[state] : "unknown";
}

#define PAGE_COLUMNS                                                                     \
    "id, url, host, name, state, checked, changed, due, interval, failures, missing,"    \
    " usual_length, had_body, raw_sha256, content_type, final_url, fetched, file,"       \
    " offset, length, etag, modified, validated_url, version, rules, text_sha256, "      \
    "title,"                                                                             \
    " further, is_partial, layout, is_pinned, is_ignored, is_garbled"

static const char *file_name(struct arena *a, const char *name, enum text_layout layout)
{
    struct buffer out;
    buffer_open(&out, a);
    text_tree_set_suffix(name, layout, &out);
    return out.ptr;
}

bool store_set_page_layout(struct store *store, struct store_page *page, struct arena *a,
                           struct error *err)
{
    struct db_rows *rows = db_query(
        store->db, err, "UPDATE pages SET layout = ? WHERE id = ? RETURNING name", "nn",
        (int64_t)store->layout, page->id);
    if (rows && db_next(rows)) {
        page->layout = store->layout;
        page->name = file_name(a, db_text(rows, 0), page->layout);
    }
    return db_finish(rows, err);
}

static bool read_page(struct db_rows *rows, struct arena *a, struct store_page *out,
                      struct error *err)
{
    bool has = rows && db_next(rows);
    if (has) {
        *out = (struct store_page){
            .id = db_number(rows, 0),
            .url = copy(a, db_text(rows, 1)),
            .host = copy(a, db_text(rows, 2)),
            .name = file_name(a, db_text(rows, 3), (enum text_layout)db_number(rows, 29)),
            .layout = (enum text_layout)db_number(rows, 29),
            .state = (enum page_state)db_number(rows, 4),
            .checked = db_number(rows, 5),
            .changed = db_number(rows, 6),
            .due = db_number(rows, 7),
            .interval = db_number(rows, 8),
            .failures = (unsigned)db_number(rows, 9),
            .missing = (unsigned)db_number(rows, 10),
            .usual_length = (size_t)db_number(rows, 11),
            .had_body = db_number(rows, 12) != 0,
            .version = db_number(rows, 23),
            .rules = copy(a, db_text(rows, 24)),
            .text_sha256 = copy(a, db_text(rows, 25)),
            .title = copy(a, db_text(rows, 26)),
            .further_pages = (size_t)db_number(rows, 27),
            .is_partial = db_number(rows, 28) != 0,
            .is_pinned = db_number(rows, 30) != 0,
            .is_ignored = db_number(rows, 31) != 0,
            .is_garbled = db_number(rows, 32) != 0,
        };
        read_body(rows, 13, a, &out->body);
        out->body.url = out->url;
    }
    if (err)
        err->text[0] = '\0';
    return db_finish(rows, err) && has;
}

bool store_find_page(struct store *store, const char *url, struct arena *a,
                     struct store_page *out, struct error *err)
{
    return read_page(db_query(store->db, err,
                              "SELECT " PAGE_COLUMNS " FROM pages WHERE url = ?", "t",
                              url),
                     a, out, err);
}

bool store_load_page(struct store *store, int64_t id, struct arena *a,
                     struct store_page *out, struct error *err)
{
    return read_page(db_query(store->db, err,
                              "SELECT " PAGE_COLUMNS " FROM pages WHERE id = ?", "n", id),
                     a, out, err);
}

bool store_save_page(struct store *store, const struct store_page *page,
                     struct error *err)
{
    const struct store_body *body = &page->body;
    return db_run(
        store->db, err,
        "UPDATE pages SET state = ?, checked = ?, changed = ?, due = ?,"
        " interval = ?, failures = ?, missing = ?, usual_length = ?,"
        " had_body = ?, raw_sha256 = ?, content_type = ?, final_url = ?,"
        " fetched = ?, file = ?, offset = ?, length = ?, etag = ?,"
        " modified = ?, validated_url = ?, version = ?, rules = ?,"
        " text_sha256 = ?, title = ?, further = ?, is_partial = ?, is_garbled = ?"
        " WHERE id = ?",
        "nnnnnnnnntttttnntttntttnnnn", (int64_t)page->state, page->checked, page->changed,
        page->due, page->interval, (int64_t)page->failures, (int64_t)page->missing,
        (int64_t)page->usual_length, (int64_t)page->had_body, body->raw_sha256,
        body->content_type, body->final_url, body->fetched, file_of(&body->place),
        body->place.offset, body->place.length, body->etag, body->modified,
        body->validated_url, page->version, page->rules, page->text_sha256, page->title,
        (int64_t)page->further_pages, (int64_t)page->is_partial,
        (int64_t)page->is_garbled, page->id);
}

bool store_save_check(struct store *store, const struct store_page *page,
                      struct error *err)
{
    return db_run(store->db, err,
                  "UPDATE pages SET checked = ?, due = ?, interval = ?, etag = ?,"
                  " modified = ?, validated_url = ? WHERE id = ?",
                  "nnntttn", page->checked, page->due, page->interval, page->body.etag,
                  page->body.modified, page->body.validated_url, page->id);
}

bool store_set_pinned(struct store *store, int64_t page, bool is_on, struct error *err)
{
    return db_run(store->db, err, "UPDATE pages SET is_pinned = ? WHERE id = ?", "nn",
                  (int64_t)is_on, page);
}

/* A page that is asked for again is due. */
bool store_set_ignored(struct store *store, int64_t page, bool is_on, struct error *err)
{
    return db_run(store->db, err,
                  "UPDATE pages SET is_ignored = ?1, due = iif(?1, due, 0) WHERE id = ?2",
                  "nn", (int64_t)is_on, page);
}

bool store_delete_page(struct store *store, const struct store_page *page,
                       struct error *err)
{
    return store_begin(store, err) && unfinished_remove_text(store, page->name, err) &&
           search_index_remove(store, page->id, err) &&
           db_run(store->db, err, "DELETE FROM pages WHERE id = ?", "n", page->id);
}

static bool read_ids(struct db_rows *rows, struct arena *a, struct id_list *out,
                     struct error *err)
{
    *out = (struct id_list){0};
    while (rows && db_next(rows))
        ARENA_PUSH(a, out, db_number(rows, 0));
    return db_finish(rows, err);
}

bool store_list_pages(struct store *store, enum page_choice choice, int64_t bound,
                      const char *host, struct arena *a, struct id_list *out,
                      struct error *err)
{
    static const char *const queries[] = {
        [PAGES_ALL] = "SELECT id FROM pages WHERE (?2 IS NULL OR host = ?2) AND ?1 = ?1"
                      " ORDER BY url",
        [PAGES_DUE] = "SELECT id FROM pages WHERE due <= ?1 AND NOT is_ignored"
                      " AND (?2 IS NULL OR host = ?2) ORDER BY due, id",
        [PAGES_CHECKED_BEFORE] = "SELECT id FROM pages WHERE checked <= ?1"
                                 " AND NOT is_ignored"
                                 " AND (?2 IS NULL OR host = ?2) ORDER BY checked, id",
        [PAGES_AHEAD] = "SELECT id FROM pages WHERE checked > ?1 + 86400 AND due > ?1"
                        " AND NOT is_ignored AND (?2 IS NULL OR host = ?2) ORDER BY id",
        [PAGES_STORED] =
            "SELECT id FROM pages WHERE file IS NOT NULL"
            " AND (?2 IS NULL OR host = ?2) AND ?1 = ?1 ORDER BY file, offset",
    };
    return read_ids(db_query(store->db, err, queries[choice], "nt", bound, host), a, out,
                    err);
}

bool store_list_other_layouts(struct store *store, struct arena *a, struct id_list *out,
                              struct error *err)
{
    return read_ids(db_query(store->db, err,
                             "SELECT id FROM pages WHERE version > 0 AND layout <> ?"
                             " ORDER BY id",
                             "n", (int64_t)store->layout),
                    a, out, err);
}

bool store_list_undescribed(struct store *store, struct arena *a, struct id_list *out,
                            struct error *err)
{
    return read_ids(db_query(store->db, err,
                             "SELECT p.id FROM pages p JOIN versions v ON v.page = p.id"
                             " AND v.number = p.version WHERE v.markdown IS NULL"
                             " AND p.file IS NOT NULL ORDER BY p.file, p.offset",
                             ""),
                    a, out, err);
}

bool store_each_rules(struct store *store, store_visit_rules visit, void *context,
                      struct error *err)
{
    struct db_rows *rows = db_query(store->db, err,
                                    "SELECT DISTINCT host, coalesce(rules, '') FROM pages"
                                    " WHERE file IS NOT NULL ORDER BY host, rules",
                                    "");
    while (rows && db_next(rows) && visit(context, db_text(rows, 0), db_text(rows, 1)))
        ;
    return db_finish(rows, err);
}

bool store_list_cleaned_by(struct store *store, const char *host, const char *rules,
                           struct arena *a, struct id_list *out, struct error *err)
{
    return read_ids(db_query(store->db, err,
                             "SELECT id FROM pages WHERE file IS NOT NULL AND host = ?"
                             " AND coalesce(rules, '') = ? ORDER BY file, offset",
                             "tt", host, rules),
                    a, out, err);
}

/* ---- multipage articles ------------------------------------------------------------ */

bool store_load_bodies(struct store *store, int64_t page, enum store_owner owner,
                       struct arena *a, struct store_bodies *out, struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err,
                 "SELECT url, raw_sha256, content_type, final_url, fetched, file, offset,"
                 " length, etag, modified, validated_url FROM bodies WHERE page = ?"
                 " AND shelf = ? ORDER BY number",
                 "nn", page, (int64_t)owner);
    while (rows && db_next(rows)) {
        struct store_body body;
        read_body(rows, 1, a, &body);
        body.url = copy(a, db_text(rows, 0));
        ARENA_PUSH(a, out, body);
    }
    return db_finish(rows, err);
}

bool store_delete_bodies(struct store *store, int64_t page, enum store_owner owner,
                         struct error *err)
{
    return db_run(store->db, err, "DELETE FROM bodies WHERE page = ? AND shelf = ?", "nn",
                  page, (int64_t)owner);
}

static bool add_body(struct store *store, int64_t page, enum store_owner owner,
                     size_t number, const struct store_body *body, struct error *err)
{
    return db_run(store->db, err,
                  "INSERT INTO bodies (page, shelf, number, url, raw_sha256,"
                  " content_type, final_url, fetched, file, offset, length, etag,"
                  " modified, validated_url)"
                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  "nnnttttttnnttt", page, (int64_t)owner, (int64_t)number, body->url,
                  body->raw_sha256, body->content_type, body->final_url, body->fetched,
                  file_of(&body->place), body->place.offset, body->place.length,
                  body->etag, body->modified, body->validated_url);
}

bool store_save_bodies(struct store *store, int64_t page, enum store_owner owner,
                       const struct store_bodies *bodies, struct error *err)
{
    bool done = store_delete_bodies(store, page, owner, err);
    for (size_t i = 1; done && i < bodies->count; i++)
        done = add_body(store, page, owner, i, &bodies->items[i], err);
    return done;
}

bool store_read_body(const struct store *store, const struct store_body *body, size_t max,
                     struct buffer *out, struct error *err)
{
    struct warc_record record;
    struct warc_response response = {0};
    warc_record_open(&record);
    bool done = warc_read_at(store->warc, &body->place, max + HEAD_SLACK, &record, err) &&
                warc_read_response(buffer_slice(&record.block), max, &response, err);
    warc_record_close(&record);
    if (done)
        *out = response.body;
    else
        buffer_close(&response.body);
    return done;
}

/* ---- versions ---------------------------------------------------------------------- */

#define FETCHED "coalesce(fetched, strftime('%Y-%m-%dT%H:%M:%SZ', made, 'unixepoch'))"

/* Reads four columns, from author to language. */
static void read_details(const struct db_rows *rows, int column, struct arena *a,
                         struct store_details *out)
{
    *out = (struct store_details){
        .author = copy(a, db_text(rows, column)),
        .date = copy(a, db_text(rows, column + 1)),
        .site = copy(a, db_text(rows, column + 2)),
        .language = copy(a, db_text(rows, column + 3)),
    };
}

static bool read_markdown(const struct db_rows *rows, int column, struct arena *a,
                          struct store_details *out, struct error *err)
{
    struct slice compressed = db_bytes(rows, column);
    struct buffer text;
    if (!compressed.len)
        return true;
    buffer_open(&text, a);
    bool done =
        gzip_decompress(compressed, GZIP_OR_ZLIB, TEXT_TREE_BYTES_MAX, &text, err);
    out->markdown = buffer_slice(&text);
    return done;
}

bool store_read_details(struct store *store, int64_t page, int64_t number,
                        struct arena *a, struct store_details *out, struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err,
                 "SELECT author, date, site, language, " FETCHED ", markdown"
                 " FROM versions"
                 " WHERE page = ? AND number = ?",
                 "nn", page, number);
    bool has = rows && db_next(rows), done = has;
    if (has) {
        read_details(rows, 0, a, out);
        out->fetched = copy(a, db_text(rows, 4));
        done = read_markdown(rows, 5, a, out, err);
    }
    if (!db_finish(rows, done ? err : NULL))
        return false;
    return done || (!has && error_set(err, "no such version: %lld", (long long)number));
}

/* Compresses Markdown for its column. None is a null. */
static bool compress_markdown(struct slice markdown, struct buffer *out,
                              struct slice *column)
{
    bool done = !markdown.ptr || gzip_append(out, markdown);
    *column = markdown.ptr ? buffer_slice(out) : slice_of(NULL, 0);
    return done;
}

bool store_describe_version(struct store *store, int64_t page, int64_t number,
                            const char *title, const struct store_details *details,
                            struct error *err)
{
    struct buffer compressed;
    struct slice markdown;
    buffer_open(&compressed, NULL);
    bool done = compress_markdown(details->markdown, &compressed, &markdown) ||
                error_set(err, "out of memory");
    done = done && db_run(store->db, err,
                          "UPDATE versions SET title = ?, author = ?, date = ?, site = ?,"
                          " language = ?, markdown = ? WHERE page = ? AND number = ?",
                          "tttttbnn", title, details->author, details->date,
                          details->site, details->language, markdown, page, number);
    buffer_close(&compressed);
    return done;
}

bool store_add_version(struct store *store, struct store_page *page,
                       const struct store_version *version, struct slice text,
                       struct error *err)
{
    struct buffer compressed;
    int64_t number =
        db_query_number(store->db, 0, "SELECT max(number) FROM versions WHERE page = ?",
                        "n", page->id) +
        1;
    buffer_open(&compressed, NULL);
    bool done = gzip_append(&compressed, text) || error_set(err, "out of memory");
    done =
        done &&
        db_run(store->db, err,
               "INSERT INTO versions (page, number, made, cause, raw_sha256,"
               " rules, text_sha256, title, file, offset, length, text,"
               " fetched) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
               "nnnttttttnnbt", page->id, number, version->made, version->cause,
               version->raw_sha256, version->rules, version->text_sha256, version->title,
               file_of(&version->place), version->place.offset, version->place.length,
               buffer_slice(&compressed), version->details.fetched) &&
        store_describe_version(store, page->id, number, version->title, &version->details,
                               err);
    buffer_close(&compressed);
    page->version = number;
    page->changed = version->made;
    page->rules = version->rules;
    page->text_sha256 = version->text_sha256;
    page->title = version->title;
    return done;
}

#define VERSION_COLUMNS                                                                  \
    "SELECT page, number, made, cause, raw_sha256, rules, text_sha256, title, file,"     \
    " offset, length, rejected_by, author, date, site, language, " FETCHED               \
    " FROM versions"

/* The strings are borrowed from the row. */
static void read_version(const struct db_rows *rows, struct store_version *out)
{
    *out = (struct store_version){
        .page = db_number(rows, 0),
        .number = db_number(rows, 1),
        .made = db_number(rows, 2),
        .cause = db_text(rows, 3),
        .raw_sha256 = db_text(rows, 4),
        .rules = db_text(rows, 5),
        .text_sha256 = db_text(rows, 6),
        .title = db_text(rows, 7),
        .rejected_by = db_number(rows, 11),
        .details = {.author = db_text(rows, 12),
                    .date = db_text(rows, 13),
                    .site = db_text(rows, 14),
                    .language = db_text(rows, 15),
                    .fetched = db_text(rows, 16)},
    };
    read_place(rows, 8, &out->place);
}

bool store_each_version(struct store *store, int64_t page, store_visit_version visit,
                        void *context, struct error *err)
{
    struct db_rows *rows = db_query(
        store->db, err, VERSION_COLUMNS " WHERE page = ? ORDER BY number", "n", page);
    bool wants_more = true;
    while (wants_more && rows && db_next(rows)) {
        struct store_version version;
        read_version(rows, &version);
        wants_more = visit(context, &version);
    }
    return db_finish(rows, err);
}

bool store_find_version(struct store *store, int64_t page, int64_t number,
                        struct arena *a, struct store_version *out, struct error *err)
{
    struct db_rows *rows =
        db_query(store->db, err, VERSION_COLUMNS " WHERE page = ? AND number = ?", "nn",
                 page, number);
    bool has = rows && db_next(rows);
    if (has) {
        read_version(rows, out);
        out->cause = copy(a, out->cause);
        out->raw_sha256 = copy(a, out->raw_sha256);
        out->rules = copy(a, out->rules);
        out->text_sha256 = copy(a, out->text_sha256);
        out->title = copy(a, out->title);
    }
    return (db_finish(rows, err) && has) ||
           error_set(err, "no such version: %lld", (long long)number);
}

bool store_read_text(struct store *store, int64_t page, int64_t number,
                     struct buffer *out, struct error *err)
{
    struct db_rows *rows = db_query(
        store->db, err, "SELECT text FROM versions WHERE page = ? AND number = ?", "nn",
        page, number);
    bool done = false;
    if (rows && db_next(rows))
        done = gzip_decompress(db_bytes(rows, 0), GZIP_OR_ZLIB, TEXT_TREE_BYTES_MAX, out,
                               err);
    else
        error_set(err, "no such version: %lld", (long long)number);
    db_finish(rows, NULL);
    return done;
}

/* Files that nothing refers to, except the newest: that one is being written. */
#define UNUSED_WARCS                                                                     \
    " FROM warcs WHERE rowid < (SELECT max(rowid) FROM warcs)"                           \
    " AND NOT EXISTS (SELECT 1 FROM versions WHERE file = warcs.name)"                   \
    " AND NOT EXISTS (SELECT 1 FROM pages WHERE file = warcs.name)"                      \
    " AND NOT EXISTS (SELECT 1 FROM quarantine WHERE file = warcs.name)"                 \
    " AND NOT EXISTS (SELECT 1 FROM bodies WHERE file = warcs.name)"

static bool drop_unused(struct store *store, unsigned *files, struct error *err)
{
    struct warc_file_list unused = {0};
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct db_rows *rows =
        db_query(store->db, err, "SELECT name, size, torn" UNUSED_WARCS, "");
    while (rows && db_next(rows)) {
        struct warc_file file = {.size = db_number(rows, 1), .torn = db_number(rows, 2)};
        snprintf(file.name, sizeof file.name, "%s", db_text(rows, 0));
        ARENA_PUSH(&a, &unused, file);
    }
    bool done = db_finish(rows, err);
    for (size_t i = 0; done && i < unused.count; i++)
        if (warc_files_is_known(store, &unused.items[i])) {
            done = unfinished_drop_warc(store, &unused.items[i], err);
            ++*files;
        }
    arena_close(&a);
    return done;
}

bool store_prune(struct store *store, unsigned keep, unsigned *files, struct error *err)
{
    *files = 0;
    return store_begin(store, err) &&
           db_run(store->db, err,
                  "DELETE FROM versions WHERE number <= (SELECT max(number) FROM versions"
                  " v WHERE v.page = versions.page) - ?1"
                  " AND number <> (SELECT version FROM pages WHERE id = page)",
                  "n", (int64_t)keep) &&
           drop_unused(store, files, err) && store_commit(store, err) &&
           unfinished_complete(store, err);
}

/* ---- quarantine -------------------------------------------------------------------- */

#define SUSPECT_COLUMNS                                                                  \
    "page, since, seen, runs, kind, reason, http_status, q.rules, q.text_sha256,"        \
    " q.title, q.raw_sha256, q.content_type, q.final_url, q.fetched, q.file, q.offset,"  \
    " q.length, q.etag, q.modified, q.final_url, q.had_body, q.further, q.is_partial,"   \
    " url, q.text, q.author, q.date, q.site, q.language, q.markdown"

bool store_save_suspect(struct store *store, const struct store_suspect *suspect,
                        struct slice text, struct error *err)
{
    const struct store_body *body = &suspect->body;
    const struct store_details *details = &suspect->details;
    struct buffer compressed, compressed_markdown;
    struct slice markdown;
    buffer_open(&compressed, NULL);
    buffer_open(&compressed_markdown, NULL);
    bool done = (gzip_append(&compressed, text) &&
                 compress_markdown(details->markdown, &compressed_markdown, &markdown)) ||
                error_set(err, "out of memory");
    done =
        done &&
        db_run(store->db, err,
               "INSERT OR REPLACE INTO quarantine (page, since, seen, runs, kind, reason,"
               " http_status, raw_sha256, rules, text_sha256, title, content_type,"
               " final_url, fetched, etag, modified, file, offset, length, had_body,"
               " further, is_partial, text, author, date, site, language, markdown)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
               " ?, ?, ?, ?, ?, ?, ?)",
               "nnnnttnttttttttttnnnnnbttttb", suspect->page, suspect->since,
               suspect->seen, (int64_t)suspect->runs, suspect->kind, suspect->reason,
               (int64_t)suspect->http_status, body->raw_sha256, suspect->rules,
               suspect->text_sha256, suspect->title, body->content_type, body->final_url,
               body->fetched, body->etag, body->modified, file_of(&body->place),
               body->place.offset, body->place.length, (int64_t)suspect->had_body,
               (int64_t)suspect->further_pages, (int64_t)suspect->is_partial,
               buffer_slice(&compressed), details->author, details->date, details->site,
               details->language, markdown);
    buffer_close(&compressed_markdown);
    buffer_close(&compressed);
    return done;
}

/* A suspect has no validated_url column: its validators apply to final_url. */
static void read_suspect(const struct db_rows *rows, struct arena *a,
                         struct store_suspect *out)
{
    *out = (struct store_suspect){
        .page = db_number(rows, 0),
        .since = db_number(rows, 1),
        .seen = db_number(rows, 2),
        .runs = (unsigned)db_number(rows, 3),
        .kind = copy(a, db_text(rows, 4)),
        .reason = copy(a, db_text(rows, 5)),
        .http_status = (long)db_number(rows, 6),
        .rules = copy(a, db_text(rows, 7)),
        .text_sha256 = copy(a, db_text(rows, 8)),
        .title = copy(a, db_text(rows, 9)),
        .had_body = db_number(rows, 20) != 0,
        .further_pages = (size_t)db_number(rows, 21),
        .is_partial = db_number(rows, 22) != 0,
        .url = copy(a, db_text(rows, 23)),
    };
    read_body(rows, 10, a, &out->body);
    out->body.url = out->url;
    read_details(rows, 25, a, &out->details);
    out->details.fetched = out->body.fetched;
}

bool store_find_suspect(struct store *store, int64_t page, struct arena *a,
                        struct store_suspect *out, struct buffer *text, struct error *err)
{
    struct db_rows *rows = db_query(store->db, err,
                                    "SELECT " SUSPECT_COLUMNS
                                    " FROM quarantine q JOIN pages p ON p.id = q.page"
                                    " WHERE page = ?",
                                    "n", page);
    bool has = rows && db_next(rows);
    if (has)
        read_suspect(rows, a, out);
    if (has && text)
        has = gzip_decompress(db_bytes(rows, 24), GZIP_OR_ZLIB, TEXT_TREE_BYTES_MAX, text,
                              err) &&
              read_markdown(rows, 29, a, &out->details, err);
    return db_finish(rows, err) && has;
}

bool store_delete_suspect(struct store *store, int64_t page, bool *existed,
                          struct error *err)
{
    bool done =
        db_run(store->db, err, "DELETE FROM quarantine WHERE page = ?", "n", page);
    *existed = done && db_count_changes(store->db) > 0;
    return done && (!*existed || store_delete_bodies(store, page, OWNER_QUARANTINE, err));
}

bool store_each_suspect(struct store *store, store_visit_suspect visit, void *context,
                        struct error *err)
{
    struct db_rows *rows = db_query(store->db, err,
                                    "SELECT " SUSPECT_COLUMNS
                                    " FROM quarantine q JOIN pages p ON p.id = q.page"
                                    " ORDER BY url",
                                    "");
    struct arena a;
    bool wants_more = true;
    arena_open(&a, SIZE_MAX);
    while (wants_more && rows && db_next(rows)) {
        struct store_suspect suspect;
        read_suspect(rows, &a, &suspect);
        wants_more = visit(context, &suspect);
        arena_reset(&a);
    }
    arena_close(&a);
    return db_finish(rows, err);
}
