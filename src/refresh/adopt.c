#include "refresh/adopt.h"

#include "refresh/crawl.h"
#include "refresh/found_records.h"
#include <stdlib.h>
#include <string.h>

/* The pages of one article are fetched one after another. */
enum { ARTICLE_SECONDS = 3600 };

/* The unread records of one page. */
struct group {
    int64_t page;
    size_t next, end; /* in the list of records */
};

/* A page that is being cleaned: its row, as it was before. */
struct pending {
    int64_t page, at;
    struct store_body body;
    struct store_bodies bodies; /* before; the first one is not set */
    size_t further_pages;
    const char *rules;
    bool is_partial, is_old, is_done;
};

struct adopt {
    struct recorder *recorder;
    struct store *store;
    struct adoption *out;
    struct crawl crawl;
    struct arena arena, round;
    struct found_records records;
    struct {
        struct group *items;
        size_t count, capacity;
    } groups;
    struct {
        struct pending *items; /* by page */
        size_t count, capacity;
    } pending;
};

/* ---- rows, before and after -------------------------------------------------------- */

/* Puts the row of a page back, and its bodies. */
static bool restore_row(struct adopt *adopt, const struct pending *pending,
                        struct store_page *page, struct error *err)
{
    page->body = pending->body;
    page->further_pages = pending->further_pages;
    page->rules = pending->rules;
    page->is_partial = pending->is_partial;
    return store_save_bodies(adopt->store, page->id, OWNER_PAGE, &pending->bodies, err) &&
           store_save_page(adopt->store, page, err);
}

/* What the article consists of with the newly found bodies. */
static void replace_part(struct arena *a, struct store_bodies *bodies,
                         const struct store_body *part)
{
    for (size_t i = 1; i < bodies->count; i++)
        if (strcmp(bodies->items[i].url, part->url) == 0) {
            bodies->items[i] = *part;
            return;
        }
    ARENA_PUSH(a, bodies, *part);
}

/* Sets the bodies of a page to those that were found. The page has no revision of rules
   until they are cleaned: if the process is killed, the next run cleans them. */
static bool set_row(struct adopt *adopt, struct store_page *page,
                    const struct store_bodies *bodies, struct error *err)
{
    page->body = bodies->items[0];
    page->further_pages = bodies->count - 1;
    page->rules = NULL;
    page->is_partial = true;
    return store_save_bodies(adopt->store, page->id, OWNER_PAGE, bodies, err) &&
           store_save_page(adopt->store, page, err);
}

/* ---- the next fetch of a page ------------------------------------------------------ */

/* Where the records of the fetch end that begins at `from`: a page and what follows of
   its article. */
static size_t find_fetch_end(const struct adopt *adopt, size_t from, size_t end)
{
    const struct found_record *items = adopt->records.items;
    size_t i = from + 1;
    while (i < end && items[i].is_part && items[i].at - items[from].at < ARTICLE_SECONDS)
        i++;
    return i;
}

/* Whether a version has these bytes already. Its body may have been lost until now. */
static bool is_known(struct adopt *adopt, int64_t page, const struct found_record *record,
                     bool *known, struct error *err)
{
    *known = false;
    return record->is_part ||
           warc_files_relink(adopt->store, page, &record->body, known, err);
}

static bool begin_page(struct adopt *adopt, struct group *group, size_t end,
                       struct error *err)
{
    const struct found_record *records = adopt->records.items;
    size_t first = group->next;
    struct store_page *page = arena_alloc(&adopt->round, sizeof *page);
    struct pending pending = {.page = group->page, .at = records[first].at};
    struct store_bodies bodies = {0};
    if (!store_load_page(adopt->store, group->page, &adopt->round, page, err))
        return false;
    pending.body = page->body;
    pending.further_pages = page->further_pages;
    pending.rules = page->rules;
    pending.is_partial = page->is_partial;
    pending.is_old = page->version && pending.at < page->changed;
    ARENA_PUSH(&adopt->round, &pending.bodies, page->body);
    if (!store_load_bodies(adopt->store, page->id, OWNER_PAGE, &adopt->round,
                           &pending.bodies, err))
        return false;
    for (size_t i = 0; i < pending.bodies.count; i++)
        ARENA_PUSH(&adopt->round, &bodies, pending.bodies.items[i]);
    for (size_t i = first; i < end; i++) {
        if (records[i].is_part)
            replace_part(&adopt->round, &bodies, &records[i].body);
        else
            bodies.items[0] = records[i].body;
    }
    if (!bodies.items[0].place.file[0])
        return true; /* a further page without its article */
    ARENA_PUSH(&adopt->round, &adopt->pending, pending);
    ARENA_PUSH(&adopt->crawl.arena, &adopt->crawl.to_reclean, page->id);
    return set_row(adopt, page, &bodies, err);
}

/* Begins the next fetch of a page that no version comes from; none if there is none. */
static bool begin_next(struct adopt *adopt, struct group *group, struct error *err)
{
    const struct found_record *records = adopt->records.items;
    bool done = true, known = true;
    while (done && known && group->next < group->end) {
        size_t end = find_fetch_end(adopt, group->next, group->end);
        done = is_known(adopt, group->page, &records[group->next], &known, err);
        known = known && end == group->next + 1;
        if (done && !known)
            done = begin_page(adopt, group, end, err);
        group->next = end;
    }
    return done;
}

/* ---- one page ---------------------------------------------------------------------- */

static int compare_pending(const void *a, const void *b)
{
    int64_t x = ((const struct pending *)a)->page, y = ((const struct pending *)b)->page;
    return (x > y) - (x < y);
}

static struct pending *find_pending(struct adopt *adopt, int64_t page)
{
    struct pending key = {.page = page};
    return bsearch(&key, adopt->pending.items, adopt->pending.count, sizeof key,
                   compare_pending);
}

/* A body that is older than the current text becomes an earlier version, unless a version
   has its text. */
static bool add_old(struct adopt *adopt, const struct page_outcome *outcome, int64_t at,
                    struct error *err)
{
    const struct winnow_record *record = outcome->record;
    struct store_page page = *outcome->page;
    struct store_version version = {
        .made = at,
        .cause = "site",
        .raw_sha256 = outcome->bodies->items[0].raw_sha256,
        .rules = outcome->rules,
        .text_sha256 = record->text_sha256,
        .title = record->title,
        .place = outcome->bodies->items[0].place,
        .details = recorder_details(record, outcome->bodies),
    };
    if (record->status != WINNOW_OK || !record->text_length ||
        recovery_has_text(adopt->store, page.id, record->text_sha256))
        return true;
    return store_add_version(adopt->store, &page, &version,
                             slice_of(record->text, record->text_length), err) &&
           recovery_order_versions(adopt->store, page.id, err);
}

static bool apply(struct adopt *adopt, const struct page_outcome *outcome,
                  const struct pending *pending, struct error *err)
{
    struct store_page *page = outcome->page;
    adopt->recorder->now = pending->at;
    if (!store_begin(adopt->store, err) || !restore_row(adopt, pending, page, err))
        return false;
    if (!outcome->record->text_sha256) {
        adopt->out->failed++;
        return true;
    }
    if (pending->is_old)
        return add_old(adopt, outcome, pending->at, err);
    page->checked = page->checked > pending->at ? page->checked : pending->at;
    return recorder_apply(adopt->recorder, outcome, err);
}

static void handle_page(void *context, const struct page_outcome *outcome)
{
    struct adopt *adopt = context;
    struct pending *pending = find_pending(adopt, outcome->page->id);
    struct error err = {0};
    if (!pending)
        return;
    pending->is_done = true;
    recorder_check(adopt->recorder, apply(adopt, outcome, pending, &err), &err);
}

static void show_progress(void *context)
{
    struct adopt *adopt = context;
    size_t left = crawl_count_left(&adopt->crawl);
    struct console_count count = {adopt->pending.count - left, left};
    console_progress(adopt->recorder->console, count,
                     "reading WARC files, %zu pages left", left);
}

/* ---- rounds ------------------------------------------------------------------------ */

/* Pages whose body could not be read: their rows are as they were. */
static bool end_round(struct adopt *adopt, struct error *err)
{
    bool done = true;
    for (size_t i = 0; done && i < adopt->pending.count; i++) {
        const struct pending *pending = &adopt->pending.items[i];
        struct store_page page;
        if (pending->is_done)
            continue;
        adopt->out->failed++;
        done = store_begin(adopt->store, err) &&
               store_load_page(adopt->store, pending->page, &adopt->round, &page, err) &&
               restore_row(adopt, pending, &page, err);
    }
    return done;
}

/* Cleans the next body of each page: the texts of a page are judged in their order. */
static bool run_round(struct adopt *adopt, bool *is_last, struct error *err)
{
    bool done = store_begin(adopt->store, err);
    adopt->crawl.to_reclean = (struct id_list){0};
    adopt->crawl.next_reclean = 0;
    adopt->pending.items = NULL;
    adopt->pending.count = adopt->pending.capacity = 0;
    for (size_t i = 0; done && i < adopt->groups.count; i++)
        done = begin_next(adopt, &adopt->groups.items[i], err);
    *is_last = !adopt->pending.count;
    if (!done || *is_last)
        return done;
    qsort(adopt->pending.items, adopt->pending.count, sizeof *adopt->pending.items,
          compare_pending);
    crawl_run(&adopt->crawl);
    done = end_round(adopt, err);
    arena_reset(&adopt->round);
    arena_reset(&adopt->crawl.arena);
    return done;
}

static bool add_groups(struct adopt *adopt, struct error *err)
{
    const struct found_records *records = &adopt->records;
    bool done = store_begin(adopt->store, err);
    for (size_t i = 0, end; done && i < records->count; i = end) {
        const char *url = records->items[i].page;
        struct store_page page;
        for (end = i + 1; end < records->count; end++)
            if (strcmp(records->items[end].page, url) != 0)
                break;
        char *host = fetch_url_host(url);
        if (!host)
            continue;
        done = store_add_page(adopt->store, url, host, records->items[i].at, err) &&
               store_find_page(adopt->store, url, &adopt->arena, &page, err) &&
               (page.version || page.layout == adopt->store->layout ||
                store_set_page_layout(adopt->store, &page, &adopt->arena, err));
        free(host);
        if (done)
            ARENA_PUSH(&adopt->arena, &adopt->groups, ((struct group){page.id, i, end}));
    }
    return done;
}

static bool run_rounds(struct adopt *adopt, struct error *err)
{
    bool is_last = false, done = true;
    while (done && !is_last && !adopt->recorder->is_broken && !adopt->crawl.stop.number)
        done = run_round(adopt, &is_last, err);
    if (adopt->crawl.stop.number)
        adopt->out->code = 128 + adopt->crawl.stop.number;
    return done && recorder_flush(adopt->recorder) && is_last;
}

/* ---- all --------------------------------------------------------------------------- */

static bool adopt_records(struct adopt *adopt, struct error *err)
{
    int64_t before = recovery_count_versions(adopt->store);
    bool done = add_groups(adopt, err) && run_rounds(adopt, err) &&
                warc_files_end_unread(adopt->store, err) &&
                recovery_end_new(adopt->store, err) && store_commit(adopt->store, err);
    adopt->out->versions = (size_t)(recovery_count_versions(adopt->store) - before);
    return done;
}

static bool open_and_adopt(struct adopt *adopt, struct archive_command *command,
                           struct error *err)
{
    struct crawl_callbacks callbacks = {adopt, handle_page, show_progress};
    adopt->out->code = crawl_open(&adopt->crawl, command, adopt->recorder, &callbacks);
    bool done = adopt->out->code == 0 && adopt_records(adopt, err);
    crawl_close(&adopt->crawl);
    return done;
}

bool adopt_unread(struct archive_command *command, struct recorder *recorder,
                  struct adoption *out, struct error *err)
{
    struct adopt *adopt = calloc(1, sizeof *adopt);
    struct warc_part_list parts;
    int64_t now = recorder->now;
    *out = (struct adoption){0};
    if (!adopt)
        return error_set(err, "out of memory");
    adopt->recorder = recorder;
    adopt->store = &command->store;
    adopt->out = out;
    arena_open(&adopt->arena, SIZE_MAX);
    arena_open(&adopt->round, SIZE_MAX);
    bool done =
        warc_files_list_unread(adopt->store, &adopt->arena, &parts, err) &&
        found_records_read(adopt->store, &parts, &adopt->arena, &adopt->records, err);
    out->records = adopt->records.count;
    recorder->keeps_files = true;
    if (done)
        done = adopt->records.count ? open_and_adopt(adopt, command, err)
                                    : warc_files_end_unread(adopt->store, err);
    recorder->keeps_files = false;
    recorder->now = now;
    arena_close(&adopt->round);
    arena_close(&adopt->arena);
    free(adopt);
    return done;
}
