#include "refresh/recorder.h"

#include "archive/acceptance.h"
#include "archive/schedule.h"
#include "archive/text_tree.h"
#include "base/hash.h"
#include "base/url.h"
#include "base/utf8.h"
#include "refresh/warc_append.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BATCH_PAGES = 1024 }; /* as many as may be in flight */

/* ---- batches ----------------------------------------------------------------------- */

static void drop_texts(struct recorder *ledger)
{
    for (size_t i = 0; i < ledger->text_count; i++) {
        free(ledger->texts[i].name);
        free(ledger->texts[i].text);
    }
    ledger->text_count = 0;
}

static bool write_batch(struct recorder *ledger, struct error *err)
{
    bool done = warc_sync(&ledger->warc, err);
    if (ledger->warc.fd >= 0)
        done = done &&
               store_save_warc(ledger->store, ledger->warc.name, ledger->warc.size, err);
    for (size_t i = 0; done && i < ledger->text_count; i++)
        done =
            text_tree_write(ledger->store->text, ledger->texts[i].name,
                            slice_of(ledger->texts[i].text, ledger->texts[i].len), err);
    return done && store_commit(ledger->store, err);
}

bool recorder_flush(struct recorder *ledger)
{
    struct error err;
    if (ledger->is_broken)
        return false;
    if (ledger->store->in_transaction && !write_batch(ledger, &err)) {
        ledger->is_broken = true;
        console_error(ledger->console, "%s: %s", ledger->store->path, err.text);
    }
    drop_texts(ledger);
    ledger->page_count = 0;
    return !ledger->is_broken;
}

bool recorder_note(struct recorder *ledger, bool done, const struct error *err)
{
    if (!done && !ledger->is_broken) {
        ledger->is_broken = true;
        console_error(ledger->console, "%s: %s", ledger->store->path, err->text);
    }
    ledger->page_count++;
    if (ledger->text_count == RECORDER_TEXTS || ledger->page_count >= BATCH_PAGES)
        recorder_flush(ledger);
    return !ledger->is_broken;
}

/* The file in text/ follows when the batch is written. */
static bool queue_text(struct recorder *ledger, const char *name, struct slice text,
                       struct error *err)
{
    struct pending_text *pending = &ledger->texts[ledger->text_count];
    *pending = (struct pending_text){strdup(name), malloc(text.len + 1), text.len};
    if (!pending->name || !pending->text) {
        free(pending->name);
        free(pending->text);
        return error_set(err, "out of memory");
    }
    if (text.len)
        memcpy(pending->text, text.ptr, text.len);
    ledger->text_count++;
    return true;
}

/* ---- after a crash ----------------------------------------------------------------- */

static bool mend_page(struct store *store, const struct store_page *page, int64_t since,
                      struct error *err)
{
    struct buffer text;
    if (!page->version)
        return text_tree_remove(store->text, page->name, err);
    if (text_tree_is_older(store->text, page->name, since) ||
        text_tree_check(store->text, page->name, page->text_sha256) == TEXT_TREE_SAME)
        return true;
    buffer_open(&text, NULL);
    bool done = store_read_text(store, page->id, page->version, &text, err) &&
                text_tree_write(store->text, page->name, buffer_slice(&text), err);
    buffer_close(&text);
    return done;
}

/* A text that was renamed into its place before the crash, and its row was not written:
   the row holds, also where it knows of no text. Files that are older than the run that
   crashed are well. */
static bool mend_tree(struct store *store, int64_t since, struct error *err)
{
    struct id_list pages;
    struct arena ids, a;
    arena_open(&ids, SIZE_MAX);
    arena_open(&a, SIZE_MAX);
    text_tree_sweep(store->text);
    bool done = store_list_pages(store, PAGES_ALL, 0, NULL, &ids, &pages, err);
    for (size_t i = 0; done && i < pages.count; i++) {
        struct store_page page;
        done = !store_load_page(store, pages.items[i], &a, &page, err) ||
               mend_page(store, &page, since, err);
        arena_reset(&a);
    }
    arena_close(&a);
    arena_close(&ids);
    return done;
}

struct loss {
    struct warc_place *items; /* files, and how much of each is left */
    size_t count, capacity;
    struct arena arena;
    int folder;
};

static bool look_for_warc(void *context, const char *name, const char *unused,
                          int64_t size)
{
    struct loss *loss = context;
    struct stat info;
    struct warc_place left = {0};
    (void)unused;
    if (fstatat(loss->folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0)
        left.offset = info.st_size;
    if (left.offset >= size)
        return true;
    snprintf(left.file, sizeof left.file, "%s", name);
    ARENA_PUSH(&loss->arena, loss, left);
    return true;
}

static bool give_up_lost(struct recorder *ledger, const struct loss *loss,
                         struct error *err)
{
    for (size_t i = 0; i < loss->count; i++) {
        const struct warc_place *left = &loss->items[i];
        int64_t pages;
        if (!store_truncate_warc(ledger->store, left->file, left->offset, &pages, err))
            return false;
        console_error(ledger->console,
                      "%s: warc/%s is %s: %lld pages are to be asked for anew",
                      ledger->store->path, left->file,
                      left->offset ? "cut short" : "missing", (long long)pages);
        ledger->lost_files++;
    }
    return true;
}

/* No validator may be sent for a body that is not there any more. */
static bool look_for_warcs(struct recorder *ledger, struct error *err)
{
    struct loss loss = {.folder = ledger->store->warc};
    arena_open(&loss.arena, SIZE_MAX);
    bool done = store_each_warc(ledger->store, look_for_warc, &loss, err) &&
                give_up_lost(ledger, &loss, err);
    arena_close(&loss.arena);
    return done;
}

struct sweep {
    int folder;
    int64_t since;
};

static bool sweep_file(void *context, const char *name, const char *unused,
                       int64_t written)
{
    const struct sweep *sweep = context;
    (void)unused;
    if (written >= sweep->since)
        unlinkat(sweep->folder, name, 0);
    return true;
}

/* A file that the run which crashed had begun, and of which it had written no row: as
   what it has put behind the known end of another file, it goes. An older one is not its
   work. */
static bool sweep_warcs(struct store *store, int64_t since, struct error *err)
{
    struct sweep sweep = {store->warc, since};
    return store_each_stray_warc(store, sweep_file, &sweep, err);
}

static bool resume(struct recorder *ledger, int64_t warc_bytes, struct error *err)
{
    struct warc_place last;
    int64_t crash = store_find_crashed_run(ledger->store);
    warc_writer_open(&ledger->warc, ledger->store->warc, warc_bytes);
    if (crash && !(mend_tree(ledger->store, crash - 1, err) &&
                   sweep_warcs(ledger->store, crash - 1, err) &&
                   store_end_crashed_runs(ledger->store, err)))
        return false;
    if (!look_for_warcs(ledger, err))
        return false;
    return !store_last_warc(ledger->store, &last) ||
           warc_writer_resume(&ledger->warc, last.file, last.offset, err);
}

bool recorder_open(struct recorder *ledger, struct store *store, struct console *console,
                   int64_t now, int64_t warc_bytes, struct error *err)
{
    *ledger = (struct recorder){
        .store = store, .console = console, .now = now, .accept_runs = 5};
    ledger->run.began = now;
    return resume(ledger, warc_bytes, err) && store_begin_run(store, &ledger->run, err);
}

void recorder_close(struct recorder *ledger)
{
    struct error err;
    ledger->run.ended = ledger->now;
    if (recorder_flush(ledger) && ledger->run.id &&
        !store_end_run(ledger->store, &ledger->run, &err))
        console_error(ledger->console, "%s: %s", ledger->store->path, err.text);
    drop_texts(ledger);
    warc_writer_close(&ledger->warc);
}

/* ---- bodies ------------------------------------------------------------------------ */

bool recorder_keep(struct recorder *ledger, const char *url,
                   const struct fetch_result *fetched, const struct store_body *held,
                   struct arena *a, struct store_body *out, bool *is_same,
                   struct error *err)
{
    const struct warc_writer *warc = &ledger->warc;
    struct warc_place before = {.offset = warc->size};
    if (warc->fd >= 0)
        memcpy(before.file, warc->name, sizeof before.file);
    bool done = store_begin(ledger->store, err) &&
                warc_append_exchange(&ledger->warc, url, fetched, held, ledger->now, a,
                                     out, is_same, err);
    /* A batch notes the file that it ends in; those that it has filled are noted here. */
    if (done && before.file[0] && strcmp(before.file, warc->name) != 0)
        done = store_save_warc(ledger->store, before.file, before.offset, err);
    return done;
}

/* The page consists of these now. */
static bool hold(struct recorder *ledger, struct store_page *page,
                 const struct store_bodies *bodies, struct error *err)
{
    size_t before = page->further_pages;
    page->body = bodies->items[0];
    page->further_pages = bodies->count - 1;
    return (!before && !page->further_pages) ||
           store_save_bodies(ledger->store, page->id, OWNER_PAGE, bodies, err);
}

/* The hash of a page's bytes; of several pages, that of their hashes. */
static const char *hash_bodies(struct arena *a, const struct store_bodies *bodies)
{
    struct buffer all;
    char hex[HASH_HEX_SIZE];
    if (bodies->count == 1)
        return bodies->items[0].raw_sha256;
    buffer_open(&all, a);
    for (size_t i = 0; i < bodies->count; i++)
        buffer_printf(&all, "%s\n", bodies->items[i].raw_sha256);
    hash_sha256(buffer_slice(&all), hex);
    return arena_string(a, slice_of_string(hex));
}

/* ---- problems ---------------------------------------------------------------------- */

static const char *key_of(struct arena *a, const char *what,
                          const struct store_page *page)
{
    return arena_printf(a, "%s:%lld", what, (long long)page->id);
}

static bool begin_problem(struct recorder *ledger, struct arena *a, const char *what,
                          const struct store_page *page, const char *text,
                          struct error *err)
{
    struct store_problem problem = {
        .key = key_of(a, what, page),
        .host = page->host,
        .kind = what,
        .text = text,
        .page = page->id,
        .since = ledger->now,
    };
    return store_note_problem(ledger->store, &problem, ledger->run.id, err);
}

/* told: the end is news too. */
static bool end_problem(struct recorder *ledger, struct arena *a, const char *what,
                        const struct store_page *page, bool told, struct error *err)
{
    return store_end_problem(ledger->store, key_of(a, what, page),
                             told ? ledger->run.id : 0, err);
}

/* ---- pages that are well ----------------------------------------------------------- */

static bool end_troubles(struct recorder *ledger, struct arena *a,
                         struct store_page *page, struct error *err)
{
    bool was_gone = page->state == PAGE_GONE;
    bool had_trouble =
        was_gone || page->state == PAGE_FAILING || page->state == PAGE_MISSING;
    page->state = PAGE_OK;
    page->failures = page->missing = 0;
    return (!had_trouble || (end_problem(ledger, a, "failed", page, true, err) &&
                             end_problem(ledger, a, "gone", page, true, err))) &&
           (!was_gone ||
            store_add_event(ledger->store, page->id, ledger->now, "back", "", err));
}

static bool end_suspicion(struct recorder *ledger, struct arena *a,
                          const struct store_page *page, struct error *err)
{
    bool existed;
    return store_delete_suspect(ledger->store, page->id, &existed, err) &&
           (!existed || end_problem(ledger, a, "suspect", page, true, err));
}

static void schedule(struct recorder *ledger, struct store_page *page, bool has_changed)
{
    page->checked = ledger->now;
    page->interval = schedule_next_interval(page->interval, has_changed);
    page->due = ledger->now + page->interval;
}

bool recorder_take_unchanged(struct recorder *ledger, const struct outcome *outcome,
                             struct error *err)
{
    struct store_page *page = outcome->page;
    bool was_well = page->state == PAGE_OK && !page->failures && !page->missing;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    schedule(ledger, page, false);
    bool done =
        store_begin(ledger->store, err) && hold(ledger, page, outcome->bodies, err) &&
        end_troubles(ledger, &a, page, err) && end_suspicion(ledger, &a, page, err) &&
        (was_well ? store_save_check(ledger->store, page, err)
                  : store_save_page(ledger->store, page, err));
    ledger->run.unchanged++;
    arena_close(&a);
    return done;
}

/* ---- texts ------------------------------------------------------------------------- */

static bool add_version(struct recorder *ledger, struct store_page *page,
                        const char *cause, const struct store_version *version,
                        struct slice text, struct error *err)
{
    struct store_version next = *version;
    next.cause = cause;
    next.made = ledger->now;
    ledger->run.changed++;
    return store_add_version(ledger->store, page, &next, text, err) &&
           store_add_event(ledger->store, page->id, ledger->now, "changed", cause, err) &&
           queue_text(ledger, page->name, text, err);
}

static bool take_good(struct recorder *ledger, const struct outcome *outcome,
                      struct arena *a, struct error *err)
{
    struct store_page *page = outcome->page;
    const struct winnow_record *record = outcome->record;
    struct slice text = slice_of(record->text, record->text_length);
    bool has_changed =
        !page->version || strcmp(page->text_sha256, record->text_sha256) != 0;
    const char *cause = !page->version ? "first" : outcome->fetched ? "site" : "rules";
    if (!hold(ledger, page, outcome->bodies, err))
        return false;
    struct store_version version = {
        .raw_sha256 = hash_bodies(a, outcome->bodies),
        .rules = outcome->rules,
        .text_sha256 = record->text_sha256,
        .title = record->title,
        .place = page->body.place,
    };
    if (has_changed && !add_version(ledger, page, cause, &version, text, err))
        return false;
    page->rules = outcome->rules;
    page->title = record->title;
    page->is_partial = outcome->part_error != NULL;
    page->had_body = record->rule_file && record->status == WINNOW_OK;
    page->usual_length = acceptance_update_length(page->usual_length, utf8_count(text));
    if (outcome->fetched) {
        schedule(ledger, page, has_changed && page->version > 1);
        ledger->run.unchanged += !has_changed;
        if (!end_troubles(ledger, a, page, err))
            return false;
    }
    return end_suspicion(ledger, a, page, err) &&
           store_save_page(ledger->store, page, err);
}

/* ---- suspects ---------------------------------------------------------------------- */

static bool adopt(struct recorder *ledger, struct store_page *page,
                  const struct store_suspect *suspect, const struct store_bodies *bodies,
                  struct slice text, struct arena *a, struct error *err)
{
    struct store_version version = {
        .raw_sha256 = hash_bodies(a, bodies),
        .rules = suspect->rules,
        .text_sha256 = suspect->text_sha256,
        .title = suspect->title,
        .place = suspect->body.place,
    };
    page->had_body = suspect->had_body;
    page->is_partial = suspect->is_partial;
    page->usual_length = utf8_count(text);
    return hold(ledger, page, bodies, err) &&
           add_version(ledger, page, "accepted", &version, text, err) &&
           end_troubles(ledger, a, page, err) && end_suspicion(ledger, a, page, err) &&
           store_save_page(ledger->store, page, err);
}

bool recorder_accept(struct recorder *ledger, struct store_page *page, struct error *err)
{
    struct store_suspect suspect;
    struct store_bodies bodies = {0};
    struct buffer text;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    buffer_open(&text, NULL);
    bool done = store_find_suspect(ledger->store, page->id, &a, &suspect, &text, err) ||
                error_set(err, "%s: it is not in quarantine", page->url);
    if (done && !suspect.text_sha256)
        done = error_set(err, "%s: nothing came that could be accepted: %s", page->url,
                         suspect.reason);
    if (done)
        ARENA_PUSH(&a, &bodies, suspect.body);
    done =
        done && store_begin(ledger->store, err) &&
        store_load_bodies(ledger->store, page->id, OWNER_QUARANTINE, &a, &bodies, err) &&
        adopt(ledger, page, &suspect, &bodies, buffer_slice(&text), &a, err);
    buffer_close(&text);
    arena_close(&a);
    return done;
}

/* How often running this very text has come, this time included, and since when it waits.
   True when it waits for another reason than the last time: that is news. */
static bool follow_suspect(struct recorder *ledger, struct store_suspect *suspect,
                           bool is_fetched, struct arena *a)
{
    struct store_suspect before;
    suspect->runs = 1;
    suspect->since = suspect->seen = ledger->now;
    if (!store_find_suspect(ledger->store, suspect->page, a, &before, NULL, NULL))
        return false;
    suspect->since = before.since;
    if (before.text_sha256 && suspect->text_sha256 &&
        strcmp(before.text_sha256, suspect->text_sha256) == 0)
        suspect->runs = before.runs + is_fetched;
    return strcmp(before.kind, suspect->kind) != 0;
}

static bool accept_by_itself(struct recorder *ledger, const struct outcome *outcome,
                             const struct store_suspect *suspect, struct arena *a,
                             struct error *err)
{
    const struct winnow_record *record = outcome->record;
    console_news(ledger->console,
                 "%s: the same new text has come %u times running: it is taken (%s)",
                 outcome->page->url, suspect->runs, suspect->reason);
    schedule(ledger, outcome->page, true);
    return adopt(ledger, outcome->page, suspect, outcome->bodies,
                 slice_of(record->text, record->text_length), a, err);
}

/* The server has answered: what has failed before has not failed now. */
static bool end_failure(struct recorder *ledger, struct arena *a, struct store_page *page,
                        struct error *err)
{
    if (page->state != PAGE_FAILING && page->state != PAGE_MISSING)
        return true;
    page->state = page->version ? PAGE_OK : PAGE_NEW;
    page->failures = page->missing = 0;
    return end_problem(ledger, a, "failed", page, false, err);
}

static bool put_suspect(struct recorder *ledger, const struct outcome *outcome,
                        const struct store_suspect *suspect, bool is_news,
                        struct arena *a, struct error *err)
{
    struct store_page *page = outcome->page;
    const struct winnow_record *record = outcome->record;
    ledger->run.suspect++;
    page->rules = page->version ? outcome->rules : page->rules;
    return store_save_suspect(ledger->store, suspect,
                              slice_of(record->text, record->text_length), err) &&
           store_save_bodies(ledger->store, page->id, OWNER_QUARANTINE, outcome->bodies,
                             err) &&
           (suspect->runs > 1 || store_add_event(ledger->store, page->id, ledger->now,
                                                 "quarantine", suspect->reason, err)) &&
           (!is_news || end_problem(ledger, a, "suspect", page, false, err)) &&
           begin_problem(ledger, a, "suspect", page, suspect->reason, err) &&
           end_failure(ledger, a, page, err) && store_save_page(ledger->store, page, err);
}

/* Nothing is asked for less often because it is suspect. */
static bool take_suspect(struct recorder *ledger, const struct outcome *outcome,
                         const char *kind, const char *reason, struct arena *a,
                         struct error *err)
{
    struct store_page *page = outcome->page;
    const struct winnow_record *record = outcome->record;
    struct store_suspect suspect = {
        .page = page->id,
        .kind = kind,
        .reason = reason,
        .rules = outcome->rules,
        .text_sha256 = record->text_sha256,
        .title = record->title,
        .body = outcome->bodies->items[0],
        .further_pages = outcome->bodies->count - 1,
        .had_body = record->rule_file && record->status == WINNOW_OK,
        .is_partial = outcome->part_error != NULL,
    };
    bool is_fetched = outcome->fetched != NULL;
    if (is_fetched) {
        suspect.http_status = outcome->fetched->http_status;
        page->checked = ledger->now;
        page->due = ledger->now + schedule_retry_wait(1, page->interval);
    }
    bool is_news = follow_suspect(ledger, &suspect, is_fetched, a);
    bool may_be_taken =
        is_fetched && record->text_length > 0 && record->status != WINNOW_BLOCKED;
    return may_be_taken && ledger->accept_runs && suspect.runs >= ledger->accept_runs
               ? accept_by_itself(ledger, outcome, &suspect, a, err)
               : put_suspect(ledger, outcome, &suspect, is_news, a, err);
}

/* ---- failures ---------------------------------------------------------------------- */

/* The failure is in quarantine's list, unless a text waits there for a decision. */
static bool list_failure(struct recorder *ledger, const struct outcome *outcome,
                         const char *kind, const char *reason, struct arena *a,
                         struct error *err)
{
    struct store_suspect before,
        suspect = {
            .page = outcome->page->id,
            .kind = kind,
            .reason = reason,
            .http_status = outcome->fetched ? outcome->fetched->http_status : 0,
        };
    if (store_find_suspect(ledger->store, suspect.page, a, &before, NULL, NULL) &&
        before.text_sha256)
        return true;
    follow_suspect(ledger, &suspect, true, a);
    return store_save_suspect(ledger->store, &suspect, SLICE(""), err);
}

static bool become_gone(struct recorder *ledger, struct store_page *page,
                        const char *reason, struct arena *a, struct error *err)
{
    bool is_new = page->state != PAGE_GONE;
    page->state = PAGE_GONE;
    page->due = ledger->now + SCHEDULE_INTERVAL_MAX;
    return !is_new ||
           (end_problem(ledger, a, "failed", page, false, err) &&
            begin_problem(ledger, a, "gone", page, reason, err) &&
            store_add_event(ledger->store, page->id, ledger->now, "gone", reason, err));
}

static bool take_failure(struct recorder *ledger, const struct outcome *outcome,
                         enum acceptance_verdict verdict, const char *kind,
                         const char *reason, struct arena *a, struct error *err)
{
    struct store_page *page = outcome->page;
    page->checked = ledger->now;
    page->failures++;
    page->due = ledger->now + schedule_retry_wait(page->failures, page->interval);
    page->missing = verdict == ACCEPTANCE_MISSING ? page->missing + 1 : 0;
    ledger->run.failed += page->state != PAGE_GONE;
    bool is_gone = verdict == ACCEPTANCE_GONE ||
                   page->missing >= ACCEPTANCE_MISSING_RUNS ||
                   (page->state == PAGE_GONE && verdict == ACCEPTANCE_MISSING);
    if (is_gone) {
        if (!become_gone(ledger, page, reason, a, err))
            return false;
    } else if (page->state != PAGE_GONE) {
        bool is_new = page->state != PAGE_FAILING && page->state != PAGE_MISSING;
        page->state = verdict == ACCEPTANCE_MISSING ? PAGE_MISSING : PAGE_FAILING;
        if (!begin_problem(ledger, a, "failed", page, reason, err) ||
            (is_new && !store_add_event(ledger->store, page->id, ledger->now, "failed",
                                        reason, err)))
            return false;
    }
    return list_failure(ledger, outcome, kind, reason, a, err) &&
           store_save_page(ledger->store, page, err);
}

/* ---- one page ---------------------------------------------------------------------- */

/* "/", or a front page by its usual name. */
static bool is_root(const char *url)
{
    struct url_parts parts = url_split(slice_of_string(url));
    bool is_front =
        parts.path.len <= 1 || slice_starts_with_nocase(parts.path, SLICE("/index."));
    return is_front && parts.query.len == 0;
}

/* A missing page of an article is no fault of a text that is the same without it. */
static const char *fault_of(const struct outcome *outcome)
{
    const struct store_page *page = outcome->page;
    bool is_same =
        page->version && strcmp(page->text_sha256, outcome->record->text_sha256) == 0;
    return is_same ? NULL : outcome->part_error;
}

static struct acceptance_answer answer_of(const struct outcome *outcome)
{
    const struct winnow_record *record = outcome->record;
    const struct fetch_result *fetched = outcome->fetched;
    struct acceptance_answer answer = {.is_soft404 = outcome->is_soft404};
    if (fetched) {
        answer.status = fetched->status;
        answer.http_status = fetched->http_status;
        answer.error = fetched->error;
        answer.redirects_to_root = fetched->final_url && is_root(fetched->final_url) &&
                                   !is_root(outcome->page->url);
    }
    if (record) {
        answer.status = record->status;
        answer.error = record->error;
        answer.length = utf8_count(slice_of(record->text, record->text_length));
        answer.part_error = record->text_sha256 ? fault_of(outcome) : NULL;
    }
    return answer;
}

bool recorder_postpone(struct recorder *ledger, struct store_page *page,
                       struct error *err)
{
    page->due = 0;
    page->is_partial = true;
    return store_begin(ledger->store, err) && store_save_page(ledger->store, page, err);
}

bool recorder_lose_bodies(struct recorder *ledger, struct store_page *page,
                          struct error *err)
{
    page->body = (struct store_body){.url = page->url};
    page->further_pages = 0;
    page->due = 0;
    return store_begin(ledger->store, err) &&
           store_delete_bodies(ledger->store, page->id, OWNER_PAGE, err) &&
           store_save_page(ledger->store, page, err);
}

bool recorder_take(struct recorder *ledger, const struct outcome *outcome,
                   struct error *err)
{
    struct acceptance_answer answer = answer_of(outcome);
    struct acceptance_history known = {
        .usual_length = outcome->page->version ? outcome->page->usual_length : 0,
        .had_body = outcome->page->had_body,
    };
    const char *kind = NULL;
    struct error reason = {0};
    struct arena a;
    arena_open(&a, SIZE_MAX);
    enum acceptance_verdict verdict =
        acceptance_evaluate(&answer, &known, &kind, &reason);
    bool done = store_begin(ledger->store, err);
    if (done && verdict == ACCEPTANCE_GOOD)
        done = take_good(ledger, outcome, &a, err);
    else if (done && verdict == ACCEPTANCE_SUSPECT && outcome->record)
        done = take_suspect(ledger, outcome, kind, reason.text, &a, err);
    else if (done)
        done = take_failure(ledger, outcome, verdict, kind, reason.text, &a, err);
    arena_close(&a);
    return done;
}
