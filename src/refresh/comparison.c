#include "refresh/comparison.h"

#include "base/note_codes.h"
#include "base/url.h"
#include "base/utf8.h"
#include "charset/double_encoding.h"
#include "model/shingles.h"
#include <string.h>

/* ---- the answer -------------------------------------------------------------------- */

/* "/" or "/index.html" and the like. */
static bool is_root(const char *url)
{
    struct url_parts parts = url_split(slice_of_string(url));
    bool is_front =
        parts.path.len <= 1 || slice_starts_with_nocase(parts.path, SLICE("/index."));
    return is_front && parts.query.len == 0;
}

/* A missing page of an article does not matter if the text is the current one. */
static const char *find_part_error(const struct page_outcome *outcome)
{
    const struct store_page *page = outcome->page;
    bool is_same =
        page->version && strcmp(page->text_sha256, outcome->record->text_sha256) == 0;
    return is_same ? NULL : outcome->part_error;
}

static struct acceptance_answer make_answer(const struct page_outcome *outcome)
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
        struct slice text = slice_of(record->text, record->text_length);
        answer.length = utf8_count(text);
        answer.lost = utf8_count_lost(text);
        answer.part_error = record->text_sha256 ? find_part_error(outcome) : NULL;
    }
    return answer;
}

static const struct winnow_note *find_note(const struct winnow_record *record,
                                           enum note_code code)
{
    for (size_t i = 0; i < record->note_count; i++)
        if (strcmp(record->notes[i].code, note_code_name(code)) == 0)
            return &record->notes[i];
    return NULL;
}

const char *comparison_rule_error(const struct winnow_record *record, struct arena *a)
{
    const struct winnow_note *note = find_note(record, NOTE_RULE_ERROR);
    return note ? arena_printf(a, "%s: %s", note->place ? note->place : "rules",
                               note->text)
                : NULL;
}

/* Whether characters had been encoded as UTF-8 twice: in the page's bytes, or, as
   character references, in its text. */
static bool is_twice(const struct winnow_record *record, struct arena *a)
{
    size_t count;
    if (find_note(record, NOTE_ENCODED_TWICE))
        return true;
    double_encoding_mend(a, slice_of(record->text, record->text_length), &count);
    return count > 0;
}

/* ---- what was before --------------------------------------------------------------- */

/* Compares a text that is new to the page with its current one. */
static void compare_texts(struct store *store, const struct page_outcome *outcome,
                          struct arena *a, struct acceptance_answer *answer,
                          struct acceptance_history *history)
{
    const struct store_page *page = outcome->page;
    const struct winnow_record *record = outcome->record;
    struct slice text = slice_of(record->text, record->text_length);
    struct buffer current;
    buffer_open(&current, a);
    if (!store_read_text(store, page->id, page->version, &current, NULL))
        return;
    answer->share = shingles_share(text, buffer_slice(&current), a);
    history->current_length = utf8_count(buffer_slice(&current));
    history->is_garbled =
        history->is_garbled || utf8_count_lost(buffer_slice(&current)) != 0;
    answer->is_foreign = store_is_text_foreign(store, page, record->text_sha256);
}

void comparison_collect(struct store *store, const struct page_outcome *outcome,
                        struct arena *a, struct acceptance_answer *answer,
                        struct acceptance_history *history)
{
    const struct store_page *page = outcome->page;
    const struct winnow_record *record = outcome->record;
    *answer = make_answer(outcome);
    *history = (struct acceptance_history){
        .usual_length = page->version ? page->usual_length : 0,
        .had_body = page->had_body,
        .is_garbled = page->is_garbled,
        .is_pinned = page->is_pinned,
    };
    if (!record || !record->text_sha256 || !record->text_length)
        return;
    enum store_text_state state =
        store_find_text_state(store, page->id, record->text_sha256);
    answer->is_same =
        page->version && strcmp(page->text_sha256, record->text_sha256) == 0;
    answer->is_known = answer->is_same || state == STORE_TEXT_KNOWN;
    answer->is_rejected = state == STORE_TEXT_REJECTED;
    answer->rule_error = comparison_rule_error(record, a);
    answer->is_twice = is_twice(record, a);
    answer->is_cut_by_rules =
        !outcome->fetched || !page->rules || strcmp(page->rules, outcome->rules) != 0;
    if (page->version && !answer->is_known)
        compare_texts(store, outcome, a, answer, history);
}
