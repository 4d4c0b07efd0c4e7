#include "refresh/recorder_parts.h"

#include "archive/acceptance.h"
#include "archive/cause.h"
#include "archive/schedule.h"
#include "archive/text_tree.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "refresh/comparison.h"
#include "refresh/repair.h"
#include "refresh/text_file.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH_PAGES = 1024 }; /* as many as crawl has in flight at most */

/* ---- batches ----------------------------------------------------------------------- */

/* The files of text/ are written before their rows are committed. old receives the names
   of files that others replace. */
static bool write_texts(struct recorder *recorder, struct arena *a,
                        struct string_list *old, struct error *err)
{
    for (size_t i = 0; i < recorder->text_count && !recorder->keeps_files; i++) {
        const char *name;
        if (!text_file_update(recorder->store, recorder->texts[i], a, &name, err))
            return false;
        if (name)
            ARENA_PUSH(a, old, name);
    }
    return true;
}

static bool remove_texts(struct recorder *recorder, const struct string_list *old,
                         struct error *err)
{
    for (size_t i = 0; i < old->count; i++)
        if (!text_tree_remove(recorder->store->text, old->items[i], err))
            return false;
    return true;
}

static bool write_batch(struct recorder *recorder, struct error *err)
{
    bool done = warc_sync(&recorder->warc, err);
    if (recorder->warc.fd >= 0)
        done = done && store_save_warc(recorder->store, recorder->warc.name,
                                       recorder->warc.size, err);
    struct string_list old = {0};
    struct arena a;
    arena_open(&a, SIZE_MAX);
    done = done && write_texts(recorder, &a, &old, err) &&
           store_commit(recorder->store, err) && remove_texts(recorder, &old, err);
    arena_close(&a);
    return done;
}

bool recorder_flush(struct recorder *recorder)
{
    struct error err;
    if (recorder->is_broken)
        return false;
    if (recorder->store->in_transaction && !write_batch(recorder, &err)) {
        recorder->is_broken = true;
        console_error(recorder->console, "%s: %s", recorder->store->path, err.text);
    }
    recorder->text_count = recorder->page_count = 0;
    return !recorder->is_broken;
}

bool recorder_check(struct recorder *recorder, bool done, const struct error *err)
{
    if (!done && !recorder->is_broken) {
        recorder->is_broken = true;
        console_error(recorder->console, "%s: %s", recorder->store->path, err->text);
    }
    recorder->page_count++;
    if (recorder->text_count >= RECORDER_TEXTS || recorder->page_count >= BATCH_PAGES)
        recorder_flush(recorder);
    return !recorder->is_broken;
}

bool recorder_write_text(struct recorder *recorder, int64_t page)
{
    recorder->texts[recorder->text_count++] = page;
    return true;
}

/* ---- opening and closing ----------------------------------------------------------- */

static bool resume(struct recorder *recorder, const struct archive_command *command,
                   struct error *err)
{
    struct store *store = recorder->store;
    struct warc_place last;
    bool is_checked = command->given->verb == VERB_FSCK; /* every file, afterwards */
    size_t unread;
    if (!repair_crashed_run(store, recorder->console, recorder->now, !is_checked, &unread,
                            err) ||
        !repair_lost_bodies(store, is_checked ? NULL : recorder->console,
                            &recorder->damaged_files, err))
        return false;
    if (unread && !is_checked)
        console_news(recorder->console,
                     "%s: warc/ has records that are not in the database: a run was "
                     "killed, or a copy was restored; winnow fsck %s adds them",
                     store->path, store->path);
    return !store_last_warc(store, &last) ||
           warc_writer_resume(&recorder->warc, last.file, last.offset, err);
}

bool recorder_open(struct recorder *recorder, struct archive_command *command,
                   struct error *err)
{
    struct store *store = &command->store;
    *recorder = (struct recorder){
        .store = store,
        .console = &command->console,
        .now = command->now,
        .accept_runs = command->options.accept_after,
        .writes_revisits = command->options.warc_revisits,
        .run = {.began = command->now},
    };
    arena_open(&recorder->arena, SIZE_MAX);
    warc_writer_open(&recorder->warc, store->warc, (int64_t)command->options.warc_bytes);
    archive_command_complete_index(store, &command->console);
    return resume(recorder, command, err) && store_begin_run(store, &recorder->run, err);
}

void recorder_close(struct recorder *recorder)
{
    struct error err;
    recorder->run.ended = recorder->now;
    if (recorder_flush(recorder) && recorder->run.id &&
        !store_end_run(recorder->store, &recorder->run, &err))
        console_error(recorder->console, "%s: %s", recorder->store->path, err.text);
    arena_close(&recorder->arena);
    warc_writer_close(&recorder->warc);
}

/* ---- bodies ------------------------------------------------------------------------ */

bool recorder_store_body(struct recorder *recorder, struct body_update *update,
                         struct arena *a, struct error *err)
{
    const struct warc_writer *warc = &recorder->warc;
    struct warc_place before = {.offset = warc->size};
    update->writes_revisits = recorder->writes_revisits;
    if (warc->fd >= 0)
        memcpy(before.file, warc->name, sizeof before.file);
    bool done = store_begin(recorder->store, err) &&
                warc_append_exchange(&recorder->warc, update, recorder->now, a, err);
    /* write_batch saves the size of the last file; the files before it are saved here. */
    if (done && before.file[0] && strcmp(before.file, warc->name) != 0)
        done = store_save_warc(recorder->store, before.file, before.offset, err);
    return done;
}

bool recorder_set_bodies(struct recorder *recorder, struct store_page *page,
                         const struct store_bodies *bodies, struct error *err)
{
    size_t before = page->further_pages;
    page->body = bodies->items[0];
    page->further_pages = bodies->count - 1;
    return (!before && !page->further_pages) ||
           store_save_bodies(recorder->store, page->id, OWNER_PAGE, bodies, err);
}

const char *recorder_hash_bodies(struct arena *a, const struct store_bodies *bodies)
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

struct problem_key {
    char text[40];
};

static struct problem_key problem_key(const char *kind, const struct store_page *page)
{
    struct problem_key key;
    snprintf(key.text, sizeof key.text, "%s:%lld", kind, (long long)page->id);
    return key;
}

bool recorder_begin_problem(struct recorder *recorder, const char *kind,
                            const struct store_page *page, const char *text,
                            struct error *err)
{
    struct problem_key key = problem_key(kind, page);
    struct buffer cause;
    buffer_open(&cause, NULL);
    cause_fold(slice_of_string(text), slice_of_string(page->url), &cause);
    struct store_problem problem = {
        .key = key.text,
        .host = page->host,
        .kind = kind,
        .text = text,
        .cause = cause.ptr,
        .page = page->id,
        .since = recorder->now,
    };
    bool done = store_note_problem(recorder->store, &problem, recorder->run.id, err);
    buffer_close(&cause);
    return done;
}

bool recorder_end_problem(struct recorder *recorder, const char *kind,
                          const struct store_page *page, bool is_reported,
                          struct error *err)
{
    struct problem_key key = problem_key(kind, page);
    return store_end_problem(recorder->store, key.text,
                             is_reported && recorder->reports ? recorder->run.id : 0,
                             err);
}

/* ---- success ----------------------------------------------------------------------- */

bool recorder_end_failures(struct recorder *recorder, struct store_page *page,
                           struct error *err)
{
    bool was_gone = page->state == PAGE_GONE;
    bool had_failed =
        was_gone || page->state == PAGE_FAILING || page->state == PAGE_MISSING;
    page->state = PAGE_OK;
    page->failures = page->missing = 0;
    return (!had_failed || (recorder_end_problem(recorder, "failed", page, true, err) &&
                            recorder_end_problem(recorder, "gone", page, true, err))) &&
           (!was_gone ||
            store_add_event(recorder->store, page->id, recorder->now, "back", "", err));
}

bool recorder_end_quarantine(struct recorder *recorder, const struct store_page *page,
                             struct error *err)
{
    bool existed;
    return store_delete_suspect(recorder->store, page->id, &existed, err) &&
           (!existed || recorder_end_problem(recorder, "suspect", page, true, err));
}

static void schedule(struct recorder *recorder, struct store_page *page, bool has_changed)
{
    page->checked = recorder->now;
    page->interval = schedule_next_interval(page->interval, has_changed);
    page->due = recorder->now + page->interval;
}

bool recorder_apply_unchanged(struct recorder *recorder,
                              const struct page_outcome *outcome, struct error *err)
{
    struct store_page *page = outcome->page;
    bool was_ok = page->state == PAGE_OK && !page->failures && !page->missing;
    schedule(recorder, page, false);
    bool done = store_begin(recorder->store, err) &&
                recorder_set_bodies(recorder, page, outcome->bodies, err) &&
                recorder_end_failures(recorder, page, err) &&
                recorder_end_quarantine(recorder, page, err) &&
                (was_ok ? store_save_check(recorder->store, page, err)
                        : store_save_page(recorder->store, page, err));
    recorder->run.unchanged++;
    return done;
}

/* ---- texts ------------------------------------------------------------------------- */

bool recorder_add_version(struct recorder *recorder, struct store_page *page,
                          const struct store_version *version, struct slice text,
                          struct error *err)
{
    struct store_version next = *version;
    next.made = recorder->now;
    recorder->run.changed++;
    return store_add_version(recorder->store, page, &next, text, err) &&
           store_add_event(recorder->store, page->id, recorder->now, "changed",
                           next.cause, err) &&
           recorder_write_text(recorder, page->id);
}

struct store_details recorder_details(const struct winnow_record *record,
                                      const struct store_bodies *bodies)
{
    return (struct store_details){
        .author = record->author,
        .date = record->date,
        .site = record->site,
        .language = record->language,
        .fetched = bodies->items[0].fetched,
        .markdown = slice_of_string(record->markdown),
    };
}

static bool is_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The text is the same as before. What else is known of it is replaced if the page was
   cleaned again, was never described, or has another title, author or the like. Links
   alone may differ in each answer: they are left as they are, so that a folder of texts
   in git does not change with them. */
static bool describe_version(struct recorder *recorder,
                             const struct page_outcome *outcome,
                             const struct store_version *version, struct arena *a,
                             struct error *err)
{
    const struct store_page *page = outcome->page;
    const struct store_details *now = &version->details;
    struct store_details before;
    if (!store_read_details(recorder->store, page->id, page->version, a, &before, err))
        return false;
    bool is_described =
        before.markdown.ptr && outcome->fetched && is_same(page->rules, version->rules) &&
        is_same(page->title, version->title) && is_same(before.author, now->author) &&
        is_same(before.date, now->date) && is_same(before.site, now->site) &&
        is_same(before.language, now->language);
    return is_described ||
           (store_describe_version(recorder->store, page->id, page->version,
                                   version->title, now, err) &&
            recorder_write_text(recorder, page->id));
}

/* An earlier text is back. If it has more than twice the length of what was there in the
   meantime, that was a wall or a teaser: it is not believed again. */
static bool end_collapse(struct recorder *recorder, const struct store_page *page,
                         const char *text_sha256, size_t length, struct error *err)
{
    struct buffer text;
    buffer_open(&text, NULL);
    bool done = store_read_text(recorder->store, page->id, page->version, &text, err) &&
                (utf8_count(buffer_slice(&text)) * 2 >= length ||
                 store_reject_text(recorder->store, page->id, text_sha256,
                                   page->version + 1, err));
    buffer_close(&text);
    return done;
}

static bool apply_good(struct recorder *recorder, const struct page_outcome *outcome,
                       const struct acceptance_answer *answer, struct arena *a,
                       struct error *err)
{
    struct store_page *page = outcome->page;
    const struct winnow_record *record = outcome->record;
    struct slice text = slice_of(record->text, record->text_length);
    bool has_changed =
        !page->version || strcmp(page->text_sha256, record->text_sha256) != 0;
    bool is_back = answer->is_known && has_changed;
    if (!recorder_set_bodies(recorder, page, outcome->bodies, err) ||
        (is_back &&
         !end_collapse(recorder, page, page->text_sha256, answer->length, err)))
        return false;
    struct store_version version = {
        .raw_sha256 = recorder_hash_bodies(a, outcome->bodies),
        .rules = outcome->rules,
        .text_sha256 = record->text_sha256,
        .title = record->title,
        .place = page->body.place,
        .cause = outcome->cause     ? outcome->cause
                 : !page->version   ? "first"
                 : outcome->fetched ? "site"
                                    : "rules",
        .details = recorder_details(record, outcome->bodies),
    };
    if (!(has_changed ? recorder_add_version(recorder, page, &version, text, err)
                      : describe_version(recorder, outcome, &version, a, err)))
        return false;
    page->rules = outcome->rules;
    page->title = record->title;
    page->is_partial = outcome->part_error != NULL;
    if (has_changed || record->status == WINNOW_OK)
        page->had_body = record->rule_file && record->status == WINNOW_OK;
    page->is_garbled = answer->lost || answer->is_twice;
    page->usual_length =
        is_back ? answer->length
                : acceptance_update_length(page->usual_length, answer->length);
    if (outcome->fetched) {
        schedule(recorder, page, has_changed && page->version > 1);
        recorder->run.unchanged += !has_changed;
        if (!recorder_end_failures(recorder, page, err))
            return false;
    }
    return recorder_end_quarantine(recorder, page, err) &&
           store_save_page(recorder->store, page, err);
}

/* ---- suspects ---------------------------------------------------------------------- */

/* Sets the number of runs in a row that returned this text, this run included, and since
   when the page is in quarantine. Returns true if the reason has changed since the last
   run: then it is reported again. */
static bool count_suspect_runs(struct recorder *recorder, struct store_suspect *suspect,
                               bool is_fetched, struct arena *a)
{
    struct store_suspect before;
    suspect->runs = 1;
    suspect->since = suspect->seen = recorder->now;
    if (!store_find_suspect(recorder->store, suspect->page, a, &before, NULL, NULL))
        return false;
    suspect->since = before.since;
    if (before.text_sha256 && suspect->text_sha256 &&
        strcmp(before.text_sha256, suspect->text_sha256) == 0)
        suspect->runs = before.runs + is_fetched;
    return strcmp(before.kind, suspect->kind) != 0;
}

static void note_acceptance(struct recorder *recorder, const struct store_page *page,
                            const struct store_suspect *suspect)
{
    struct arena *a = &recorder->arena;
    struct recorder_acceptances *all = &recorder->acceptances;
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].host, page->host) == 0) {
            all->items[i].count++;
            return;
        }
    struct recorder_acceptance one = {
        .host = arena_string(a, slice_of_string(page->host)),
        .url = arena_string(a, slice_of_string(page->url)),
        .reason = arena_string(a, slice_of_string(suspect->reason)),
        .runs = suspect->runs,
        .count = 1,
    };
    ARENA_PUSH(a, all, one);
}

static bool accept_automatically(struct recorder *recorder,
                                 const struct page_outcome *outcome,
                                 const struct store_suspect *suspect, struct arena *a,
                                 struct error *err)
{
    const struct winnow_record *record = outcome->record;
    struct candidate candidate = {suspect, outcome->bodies,
                                  slice_of(record->text, record->text_length)};
    note_acceptance(recorder, outcome->page, suspect);
    schedule(recorder, outcome->page, true);
    return recorder_make_current(recorder, outcome->page, &candidate, a, err);
}

/* The server has answered, so that earlier failures are over. */
static bool clear_failure(struct recorder *recorder, struct store_page *page,
                          struct error *err)
{
    if (page->state != PAGE_FAILING && page->state != PAGE_MISSING)
        return true;
    page->state = page->version ? PAGE_OK : PAGE_NEW;
    page->failures = page->missing = 0;
    return recorder_end_problem(recorder, "failed", page, false, err);
}

static bool quarantine_page(struct recorder *recorder, const struct page_outcome *outcome,
                            const struct store_suspect *suspect, bool is_news,
                            struct error *err)
{
    struct store_page *page = outcome->page;
    const struct winnow_record *record = outcome->record;
    /* A pinned page is no problem, and an error of a rule file is one of its host. */
    bool is_silent =
        strcmp(suspect->kind, "pinned") == 0 || strcmp(suspect->kind, "rules") == 0;
    recorder->run.suspect += !is_silent;
    page->rules = page->version ? outcome->rules : page->rules;
    return store_save_suspect(recorder->store, suspect,
                              slice_of(record->text, record->text_length), err) &&
           store_save_bodies(recorder->store, page->id, OWNER_QUARANTINE, outcome->bodies,
                             err) &&
           (suspect->runs > 1 || store_add_event(recorder->store, page->id, recorder->now,
                                                 "quarantine", suspect->reason, err)) &&
           (!is_news || recorder_end_problem(recorder, "suspect", page, false, err)) &&
           (is_silent ||
            recorder_begin_problem(recorder, "suspect", page, suspect->reason, err)) &&
           clear_failure(recorder, page, err) &&
           store_save_page(recorder->store, page, err);
}

/* A suspect page is fetched as often as other pages, or more often. */
static bool apply_suspect(struct recorder *recorder, const struct page_outcome *outcome,
                          const struct acceptance_result *result, struct arena *a,
                          struct error *err)
{
    struct store_page *page = outcome->page;
    const struct winnow_record *record = outcome->record;
    struct store_suspect suspect = {
        .page = page->id,
        .kind = result->kind,
        .reason = result->reason.text,
        .rules = outcome->rules,
        .text_sha256 = record->text_sha256,
        .title = record->title,
        .body = outcome->bodies->items[0],
        .further_pages = outcome->bodies->count - 1,
        .had_body = record->rule_file && record->status == WINNOW_OK,
        .is_partial = outcome->part_error != NULL,
        .details = recorder_details(record, outcome->bodies),
    };
    bool is_fetched = outcome->fetched != NULL;
    if (is_fetched) {
        suspect.http_status = outcome->fetched->http_status;
        page->checked = recorder->now;
        page->due = recorder->now + schedule_retry_wait(1, page->interval);
    }
    bool is_news = count_suspect_runs(recorder, &suspect, is_fetched, a);
    if (strcmp(result->kind, "shared") == 0 && is_fetched &&
        !recorder_revoke_shared(recorder, page, record, err))
        return false;
    return result->may_repeat && is_fetched && recorder->accept_runs &&
                   suspect.runs >= recorder->accept_runs
               ? accept_automatically(recorder, outcome, &suspect, a, err)
               : quarantine_page(recorder, outcome, &suspect, is_news, err);
}

/* ---- failures ---------------------------------------------------------------------- */

/* Lists the failure in quarantine, unless a text is there already. */
static bool quarantine_failure(struct recorder *recorder,
                               const struct page_outcome *outcome,
                               const struct acceptance_result *result, struct arena *a,
                               struct error *err)
{
    struct store_suspect before,
        suspect = {
            .page = outcome->page->id,
            .kind = result->kind,
            .reason = result->reason.text,
            .http_status = outcome->fetched ? outcome->fetched->http_status : 0,
        };
    if (store_find_suspect(recorder->store, suspect.page, a, &before, NULL, NULL) &&
        before.text_sha256)
        return true;
    count_suspect_runs(recorder, &suspect, true, a);
    return store_save_suspect(recorder->store, &suspect, SLICE(""), err);
}

static bool mark_gone(struct recorder *recorder, struct store_page *page,
                      const char *reason, struct error *err)
{
    bool is_new = page->state != PAGE_GONE;
    page->state = PAGE_GONE;
    page->due = recorder->now + SCHEDULE_INTERVAL_MAX;
    return !is_new || (recorder_end_problem(recorder, "failed", page, false, err) &&
                       recorder_begin_problem(recorder, "gone", page, reason, err) &&
                       store_add_event(recorder->store, page->id, recorder->now, "gone",
                                       reason, err));
}

static bool apply_failure(struct recorder *recorder, const struct page_outcome *outcome,
                          const struct acceptance_result *result, struct arena *a,
                          struct error *err)
{
    struct store_page *page = outcome->page;
    enum acceptance_verdict verdict = result->verdict;
    const char *reason = result->reason.text;
    page->checked = recorder->now;
    page->failures++;
    page->due = recorder->now + schedule_retry_wait(page->failures, page->interval);
    page->missing = verdict == ACCEPTANCE_MISSING ? page->missing + 1 : 0;
    recorder->run.failed += page->state != PAGE_GONE;
    bool is_gone = verdict == ACCEPTANCE_GONE ||
                   page->missing >= ACCEPTANCE_MISSING_RUNS ||
                   (page->state == PAGE_GONE && verdict == ACCEPTANCE_MISSING);
    if (is_gone) {
        if (!mark_gone(recorder, page, reason, err))
            return false;
    } else if (page->state != PAGE_GONE) {
        bool is_new = page->state != PAGE_FAILING && page->state != PAGE_MISSING;
        page->state = verdict == ACCEPTANCE_MISSING ? PAGE_MISSING : PAGE_FAILING;
        if (!recorder_begin_problem(recorder, "failed", page, reason, err) ||
            (is_new && !store_add_event(recorder->store, page->id, recorder->now,
                                        "failed", reason, err)))
            return false;
    }
    return quarantine_failure(recorder, outcome, result, a, err) &&
           store_save_page(recorder->store, page, err);
}

/* ---- one page ---------------------------------------------------------------------- */

bool recorder_postpone(struct recorder *recorder, struct store_page *page,
                       struct error *err)
{
    page->due = 0;
    page->is_partial = true;
    return store_begin(recorder->store, err) &&
           store_save_page(recorder->store, page, err);
}

bool recorder_drop_bodies(struct recorder *recorder, struct store_page *page,
                          struct error *err)
{
    page->body = (struct store_body){.url = page->url};
    page->further_pages = 0;
    page->due = 0;
    return store_begin(recorder->store, err) &&
           store_delete_bodies(recorder->store, page->id, OWNER_PAGE, err) &&
           store_save_page(recorder->store, page, err);
}

bool recorder_apply(struct recorder *recorder, const struct page_outcome *outcome,
                    struct error *err)
{
    struct acceptance_answer answer;
    struct acceptance_history history;
    struct acceptance_result result;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    comparison_collect(recorder->store, outcome, &a, &answer, &history);
    acceptance_evaluate(&answer, &history, &result);
    bool done = store_begin(recorder->store, err);
    if (done && result.verdict == ACCEPTANCE_GOOD)
        done = apply_good(recorder, outcome, &answer, &a, err);
    else if (done && result.verdict == ACCEPTANCE_SUSPECT && outcome->record)
        done = apply_suspect(recorder, outcome, &result, &a, err);
    else if (done)
        done = apply_failure(recorder, outcome, &result, &a, err);
    arena_close(&a);
    return done;
}
