#include "exchange/capture_store.h"

#include "archive/recovery.h"
#include "base/array.h"
#include "base/rfc3339.h"
#include "base/utf8.h"
#include "write/record.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A capture on its way into the archive. */
struct entry {
    struct importer *importer;
    const struct capture *capture;
    struct winnow_record *record;
    struct arena arena;
    struct store_page page;
    int64_t time;
    char rules[ARCHIVE_CLEANER_REVISION_SIZE];
};

/* ---- what is known already --------------------------------------------------------- */

struct search {
    const char *text_sha256;
    bool found;
};

static bool compare_version(void *context, const struct store_version *version)
{
    struct search *search = context;
    search->found = strcmp(version->text_sha256, search->text_sha256) == 0;
    return !search->found;
}

/* Whether a version or the quarantine of the page has this text. */
static bool is_known(struct entry *entry, bool *known, struct error *err)
{
    struct store *store = &entry->importer->command->store;
    struct search search = {.text_sha256 = entry->record->text_sha256};
    struct store_suspect suspect;
    if (!store_each_version(store, entry->page.id, compare_version, &search, err))
        return false;
    *known =
        search.found ||
        (store_find_suspect(store, entry->page.id, &entry->arena, &suspect, NULL, NULL) &&
         suspect.text_sha256 && strcmp(suspect.text_sha256, search.text_sha256) == 0);
    return true;
}

/* ---- bodies ------------------------------------------------------------------------ */

/* Stores the response with its own time. */
static bool store_body(struct entry *entry, const struct store_body *stored,
                       struct fetch_result *fetched, struct store_body *out,
                       struct error *err)
{
    struct recorder *recorder = &entry->importer->recorder;
    struct body_update update = {
        .url = entry->page.url, .fetched = fetched, .stored = stored};
    recorder->now = entry->time;
    bool done = recorder_store_body(recorder, &update, &entry->arena, err);
    *out = update.body;
    return done;
}

/* The response as if it had just been fetched; free nothing of it. */
static struct fetch_result make_fetched(struct entry *entry)
{
    const struct capture *capture = entry->capture;
    struct arena *a = &entry->arena;
    struct fetch_result fetched = {
        .status = WINNOW_OK,
        .final_url = arena_string(a, slice_of_string(entry->page.url)),
        .http_status = 200,
        .content_type =
            capture->content_type.len ? arena_string(a, capture->content_type) : NULL,
    };
    buffer_open(&fetched.body, a);
    buffer_open(&fetched.refusal, a);
    buffer_open(&fetched.request_head, a);
    buffer_open(&fetched.response_head, a);
    buffer_append(&fetched.body, capture->bytes);
    buffer_append(&fetched.response_head, capture->head);
    if (!capture->head.len) /* a page that was stored without its answer */
        buffer_printf(&fetched.response_head, "HTTP/1.1 200 OK\r\n%s%s%s\r\n",
                      fetched.content_type ? "Content-Type: " : "",
                      fetched.content_type ? fetched.content_type : "",
                      fetched.content_type ? "\r\n" : "");
    rfc3339_write(entry->time, fetched.fetched_at);
    return fetched;
}

/* ---- versions ---------------------------------------------------------------------- */

/* Stores an earlier version: the current one stays. */
static bool add_earlier(struct entry *entry, const struct store_body *body,
                        struct error *err)
{
    const struct winnow_record *record = entry->record;
    struct store_page copy = entry->page; /* which store_add_version changes */
    char date[RFC3339_SIZE];
    struct store_version version = {
        .made = entry->time,
        .cause = "imported",
        .raw_sha256 = body ? body->raw_sha256 : NULL,
        .rules = entry->rules,
        .text_sha256 = record->text_sha256,
        .title = record->title,
        .details = {.author = record->author,
                    .date = record->date,
                    .site = record->site,
                    .language = record->language,
                    .fetched = rfc3339_write(entry->time, date),
                    .markdown = slice_of_string(record->markdown)},
    };
    if (body)
        version.place = body->place;
    struct store *store = &entry->importer->command->store;
    entry->importer->versions++;
    return store_add_version(store, &copy, &version,
                             slice_of(record->text, record->text_length), err) &&
           recovery_order_versions(store, copy.id, err);
}

/* Lets the recorder judge the text as an answer of the site at that time. */
static bool apply_current(struct entry *entry, struct store_body body,
                          const struct fetch_result *fetched, struct error *err)
{
    struct recorder *recorder = &entry->importer->recorder;
    struct store_bodies bodies = {0};
    ARENA_PUSH(&entry->arena, &bodies, body);
    struct page_outcome outcome = {
        .page = &entry->page,
        .rules = entry->rules,
        .fetched = fetched,
        .bodies = &bodies,
        .record = entry->record,
        .cause = "imported",
    };
    int64_t version = entry->page.version, suspects = recorder->run.suspect;
    recorder->now = entry->time;
    bool done = recorder_apply(recorder, &outcome, err);
    entry->importer->versions += entry->page.version != version;
    entry->importer->suspects += recorder->run.suspect != suspects;
    return done;
}

static bool store_response(struct entry *entry, struct error *err)
{
    const struct store_page *page = &entry->page;
    bool is_newer =
        !page->version || (entry->time > page->checked && entry->time > page->changed);
    struct fetch_result fetched = make_fetched(entry);
    struct store_body body;
    bool known;
    if (is_newer)
        return store_body(entry, &page->body, &fetched, &body, err) &&
               apply_current(entry, body, &fetched, err);
    return is_known(entry, &known, err) &&
           (known || (store_body(entry, NULL, &fetched, &body, err) &&
                      add_earlier(entry, &body, err)));
}

static bool store_text(struct entry *entry, struct error *err)
{
    const struct store_page *page = &entry->page;
    bool was_fetched = page->body.fetched != NULL;
    bool is_newer = !page->version || (!was_fetched && entry->time > page->changed);
    bool known;
    if (!is_known(entry, &known, err))
        return false;
    return known || (is_newer ? apply_current(entry, page->body, NULL, err)
                              : add_earlier(entry, NULL, err));
}

/* ---- one capture ------------------------------------------------------------------- */

/* "de_DE" as "de-DE"; nothing for what is no tag of a language. */
static struct slice language_tag(struct arena *a, struct slice language)
{
    char *tag = arena_string(a, language);
    for (size_t i = 0; i < language.len; i++) {
        unsigned char c = (unsigned char)tag[i];
        if (c == '_')
            tag[i] = '-';
        else if (!is_ascii_letter(c) && !is_ascii_digit(c) && c != '-')
            return SLICE("");
    }
    return slice_of(tag, language.len);
}

/* What the export says about its text. A rule that keeps everything is none of the
   site's: that it does not match a fetched page is no loss. */
static void describe(const struct capture *capture, struct winnow_record *record)
{
    struct arena a;
    arena_open(&a, SIZE_MAX);
    struct {
        const char **field;
        struct slice value;
    } known[] = {
        {&record->title, capture->title},
        {&record->author, capture->author},
        {&record->date, capture->date},
        {&record->language, language_tag(&a, capture->language)},
        {&record->site, capture->site},
    };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (known[i].value.len)
            record_set(record, known[i].field, arena_string(&a, known[i].value));
    arena_close(&a);
    if (capture->form == CAPTURE_FRAGMENT)
        record->rule_file = NULL;
}

static bool has_text(const struct capture *capture, const struct winnow_record *record)
{
    return record && record->text_length &&
           (capture->form == CAPTURE_RESPONSE ? record->status == WINNOW_OK
                                              : record->status <= WINNOW_RULE_BROKEN);
}

/* Finds the page, which page_list_add has added. */
static bool find_page(struct entry *entry, struct error *err)
{
    struct archive_command *command = entry->importer->command;
    const char *text = arena_string(&entry->arena, entry->capture->url);
    char *url = NULL;
    bool found =
        fetch_normalise_url(text, &url, err) &&
        (store_find_page(&command->store, url, &entry->arena, &entry->page, err) ||
         err->text[0] || error_set(err, "%s: not in the archive", text));
    free(url);
    if (!found || !entry->page.id)
        return false;
    archive_cleaner_revision(&entry->importer->cleaner, entry->page.host, entry->rules);
    return true;
}

static bool store_capture(struct entry *entry, struct error *err)
{
    const struct capture *capture = entry->capture;
    int64_t now = entry->importer->command->now;
    bool is_past = capture->time > 0 && capture->time <= now;
    entry->time = is_past ? capture->time : now;
    describe(capture, entry->record);
    return find_page(entry, err) &&
           (capture->form == CAPTURE_RESPONSE ? store_response(entry, err)
                                              : store_text(entry, err));
}

bool capture_store(struct importer *importer, const struct capture *capture,
                   struct winnow_record *record, struct error *err)
{
    bool has_content = has_text(capture, record);
    size_t invalid = importer->pages.invalid;
    if (capture->form != CAPTURE_URL && !has_content) {
        importer->textless++;
        if (capture->form == CAPTURE_RESPONSE)
            return true;
    }
    if (!page_list_add(&importer->pages, capture->place, capture->url))
        return error_set(err, "the page could not be added");
    if (!has_content || importer->pages.invalid != invalid)
        return true;
    struct entry entry = {.importer = importer, .capture = capture, .record = record};
    arena_open(&entry.arena, SIZE_MAX);
    bool done = store_capture(&entry, err);
    arena_close(&entry.arena);
    return done;
}
