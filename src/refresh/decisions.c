/* The part of recorder.h about decisions that come after a text did: accept and discard
   what is in quarantine, restore an earlier version. */
#include "refresh/recorder_parts.h"

#include "archive/acceptance.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "model/shingles.h"
#include <string.h>

/* ---- quarantine -------------------------------------------------------------------- */

bool recorder_make_current(struct recorder *recorder, struct store_page *page,
                           const struct candidate *candidate, struct arena *a,
                           struct error *err)
{
    const struct store_suspect *suspect = candidate->suspect;
    struct store_version version = {
        .raw_sha256 = recorder_hash_bodies(a, candidate->bodies),
        .rules = suspect->rules,
        .text_sha256 = suspect->text_sha256,
        .title = suspect->title,
        .place = suspect->body.place,
        .cause = "accepted",
        .details = suspect->details,
    };
    page->had_body = suspect->had_body;
    page->is_partial = suspect->is_partial;
    page->is_garbled = strcmp(suspect->kind, "characters") == 0;
    page->usual_length = utf8_count(candidate->text);
    return recorder_set_bodies(recorder, page, candidate->bodies, err) &&
           recorder_add_version(recorder, page, &version, candidate->text, err) &&
           recorder_end_failures(recorder, page, err) &&
           recorder_end_quarantine(recorder, page, err) &&
           store_save_page(recorder->store, page, err);
}

bool recorder_accept(struct recorder *recorder, struct store_page *page,
                     struct error *err)
{
    struct store_suspect suspect;
    struct store_bodies bodies = {0};
    struct buffer text;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    buffer_open(&text, NULL);
    bool done = store_find_suspect(recorder->store, page->id, &a, &suspect, &text, err) ||
                error_set(err, "%s: not in quarantine", page->url);
    if (done && !suspect.text_sha256)
        done = error_set(err, "%s: there is no text to accept: %s", page->url,
                         suspect.reason);
    if (done)
        ARENA_PUSH(&a, &bodies, suspect.body);
    done = done && store_begin(recorder->store, err) &&
           store_believe_text(recorder->store, page->id, suspect.text_sha256, err) &&
           store_load_bodies(recorder->store, page->id, OWNER_QUARANTINE, &a, &bodies,
                             err) &&
           recorder_make_current(
               recorder, page,
               &(struct candidate){&suspect, &bodies, buffer_slice(&text)}, &a, err);
    buffer_close(&text);
    arena_close(&a);
    return done;
}

bool recorder_discard(struct recorder *recorder, const struct store_page *page,
                      struct error *err)
{
    bool existed;
    return store_begin(recorder->store, err) &&
           store_delete_suspect(recorder->store, page->id, &existed, err) &&
           (existed || error_set(err, "%s: not in quarantine", page->url)) &&
           recorder_end_problem(recorder, "suspect", page, false, err);
}

/* ---- restoring --------------------------------------------------------------------- */

/* The body that a version was made of, as its WARC record describes it. It has no
   validators, so that the next request is answered in full. Of an article of several
   pages the others are not known: false, as for a record that cannot be read. */
static bool find_body(const struct store *store, const struct store_version *version,
                      size_t max, struct arena *a, struct store_body *out)
{
    struct warc_record record;
    struct warc_response response = {0};
    char hex[HASH_HEX_SIZE] = "";
    if (!version->place.file[0] || !version->raw_sha256)
        return false;
    warc_record_open(&record);
    if (warc_read_at(store->warc, &version->place, max, &record, NULL) &&
        warc_read_response(buffer_slice(&record.block), max, &response, NULL))
        hash_sha256(buffer_slice(&response.body), hex);
    bool found = strcmp(hex, version->raw_sha256) == 0;
    if (found)
        *out = (struct store_body){
            .raw_sha256 = version->raw_sha256,
            .content_type =
                response.content_type.len ? arena_string(a, response.content_type) : NULL,
            .final_url = arena_string(a, warc_field(&record, "WARC-Target-URI")),
            .fetched = arena_string(a, warc_field(&record, "WARC-Date")),
            .place = version->place,
        };
    buffer_close(&response.body);
    warc_record_close(&record);
    return found;
}

/* The page's stored body becomes that of the version, so that a change of the rules does
   not bring the text back that was restored away. */
static bool restore_body(struct recorder *recorder, struct store_page *page,
                         const struct store_version *version, struct arena *a,
                         struct error *err)
{
    enum { BODY_MAX = 64 << 20 }; /* a larger one is fetched again */
    const char *current = page->body.raw_sha256;
    if (!page->further_pages && current && version->raw_sha256 &&
        strcmp(current, version->raw_sha256) == 0)
        return true;
    struct store_body body = {0};
    find_body(recorder->store, version, BODY_MAX, a, &body);
    body.url = page->url;
    page->body = body;
    page->further_pages = 0;
    page->is_partial = false;
    return store_delete_bodies(recorder->store, page->id, OWNER_PAGE, err);
}

/* Ends the quarantine of the text that is restored: the same text may wait there. */
static bool end_quarantine_of(struct recorder *recorder, const struct store_page *page,
                              const char *text_sha256, struct arena *a, struct error *err)
{
    struct store_suspect suspect;
    if (!store_find_suspect(recorder->store, page->id, a, &suspect, NULL, NULL) ||
        !suspect.text_sha256 || strcmp(suspect.text_sha256, text_sha256) != 0)
        return true;
    return recorder_end_quarantine(recorder, page, err);
}

static bool restore(struct recorder *recorder, struct store_page *page,
                    const struct store_version *version, const char *why, struct arena *a,
                    struct error *err)
{
    struct store *store = recorder->store;
    struct buffer text;
    struct store_version copy = *version;
    const char *event =
        arena_printf(a, "version %lld%s", (long long)version->number, why);
    copy.cause = "restored";
    buffer_open(&text, a);
    if (!store_read_text(store, page->id, version->number, &text, err) ||
        !store_read_details(store, page->id, version->number, a, &copy.details, err) ||
        !restore_body(recorder, page, version, a, err))
        return false;
    page->usual_length = utf8_count(buffer_slice(&text));
    page->is_garbled = utf8_count_lost(buffer_slice(&text)) != 0;
    return recorder_add_version(recorder, page, &copy, buffer_slice(&text), err) &&
           store_reject_versions(store, version, page->version, err) &&
           store_add_event(store, page->id, recorder->now, "restored", event, err) &&
           end_quarantine_of(recorder, page, version->text_sha256, a, err) &&
           store_save_page(store, page, err);
}

bool recorder_restore(struct recorder *recorder, struct store_page *page, int64_t number,
                      struct error *err)
{
    struct store_version version;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    bool done = store_find_version(recorder->store, page->id, number, &a, &version, err);
    if (done && strcmp(version.text_sha256, page->text_sha256) == 0)
        done = error_set(err, "%s: version %lld is the current text", page->url,
                         (long long)number);
    done = done && store_begin(recorder->store, err) &&
           restore(recorder, page, &version, "", &a, err);
    arena_close(&a);
    return done;
}

/* ---- walls ------------------------------------------------------------------------- */

static const char shared_reason[] = "other pages of the site have the same text";

/* What was the page's text goes to quarantine. */
static bool quarantine_shared(struct recorder *recorder, const struct store_page *page,
                              const struct store_page *before, struct slice text,
                              struct arena *a, struct error *err)
{
    struct store_details details = {0};
    store_read_details(recorder->store, page->id, before->version, a, &details, err);
    struct store_suspect suspect = {
        .page = page->id,
        .since = recorder->now,
        .seen = recorder->now,
        .runs = 1,
        .kind = "shared",
        .reason = shared_reason,
        .rules = before->rules,
        .text_sha256 = before->text_sha256,
        .title = before->title,
        .body = before->body,
        .had_body = before->had_body,
        .details = details,
    };
    recorder->run.suspect++;
    return store_save_suspect(recorder->store, &suspect, text, err) &&
           store_add_event(recorder->store, page->id, recorder->now, "quarantine",
                           shared_reason, err) &&
           recorder_begin_problem(recorder, "suspect", page, shared_reason, err);
}

/* Whether the page had a text of its own before, which this one does not resemble. */
static bool is_wall_of(struct recorder *recorder, const struct store_page *page,
                       struct slice text, struct arena *a, struct store_version *previous)
{
    struct store *store = recorder->store;
    struct store_version current;
    struct buffer old;
    int64_t number = store_version_other_than(store, page->id, page->text_sha256);
    buffer_open(&old, a);
    return number &&
           store_find_version(store, page->id, page->version, a, &current, NULL) &&
           strcmp(current.cause, "accepted") != 0 &&
           strcmp(current.cause, "restored") != 0 &&
           store_find_version(store, page->id, number, a, previous, NULL) &&
           store_read_text(store, page->id, number, &old, NULL) &&
           shingles_share(text, buffer_slice(&old), a) < ACCEPTANCE_SIMILAR_SHARE;
}

static bool revoke(struct recorder *recorder, int64_t id, struct slice text,
                   struct arena *a, struct error *err)
{
    struct store_page page;
    struct store_version previous;
    if (!store_load_page(recorder->store, id, a, &page, err))
        return !err->text[0];
    struct store_page before = page;
    if (!is_wall_of(recorder, &page, text, a, &previous))
        return true;
    return restore(recorder, &page, &previous, ": other pages of the site have the text",
                   a, err) &&
           quarantine_shared(recorder, &page, &before, text, a, err);
}

bool recorder_revoke_shared(struct recorder *recorder, const struct store_page *page,
                            const struct winnow_record *record, struct error *err)
{
    struct slice text = slice_of(record->text, record->text_length);
    struct id_list others;
    struct arena a;
    arena_open(&a, SIZE_MAX);
    bool done =
        store_list_sharers(recorder->store, page, record->text_sha256, &a, &others, err);
    for (size_t i = 0; done && i < others.count && i < RECORDER_REVOKED_MAX; i++)
        done = revoke(recorder, others.items[i], text, &a, err);
    arena_close(&a);
    return done;
}
