#include "cli/multipage.h"

#include "base/hash.h"
#include "base/note_codes.h"
#include "base/url.h"
#include "fetch/fetch.h"
#include "write/record.h"
#include <stdlib.h>
#include <string.h>

/* ---- URLs -------------------------------------------------------------------------- */

static struct slice server_of(const char *url)
{
    struct slice server = url_split(slice_of_string(url)).authority;
    size_t at = slice_find_last_char(server, '@');
    return at == SIZE_MAX ? server : slice_after(server, at + 1);
}

bool multipage_is_same_host(const char *a, const char *b)
{
    return slice_equal_nocase(server_of(a), server_of(b));
}

static char *copy_string(struct multipage *article, const char *string)
{
    char *copy = strdup(string);
    article->failed = article->failed || !copy;
    return copy;
}

static void visit(struct multipage *article, const char *url)
{
    if (article->visited_count < 2 * MULTIPAGE_PAGES_MAX)
        article->visited[article->visited_count++] = copy_string(article, url);
}

static bool has_visited(const struct multipage *article, const char *url)
{
    for (size_t i = 0; i < article->visited_count; i++)
        if (article->visited[i] && !strcmp(article->visited[i], url))
            return true;
    return false;
}

/* ---- notes ------------------------------------------------------------------------- */

static void add_note(struct multipage *article, enum note_code code, const char *url,
                     const char *reason)
{
    struct buffer text;
    if (article->note_count == MULTIPAGE_NOTES_MAX)
        return;
    buffer_open(&text, NULL);
    buffer_printf(&text, "%s is not in the text: %s", url, reason);
    article->failed = article->failed || text.failed;
    if (text.failed)
        buffer_close(&text);
    else /* the note owns the bytes from now on */
        article->notes[article->note_count++] =
            (struct winnow_note){note_code_name(code), NULL, text.ptr};
}

/* ---- which page is next ------------------------------------------------------------ */

/* Makes a link of the last page the wanted page, if that is allowed. */
static bool want(struct multipage *article, const char *link, bool is_whole)
{
    char *url = NULL;
    struct error err;
    if (!link)
        return false;
    if (!fetch_normalise_url(link, &url, &err)) {
        add_note(article, NOTE_PAGE_NOT_FETCHED, link, err.text);
        return false;
    }
    const char *refusal = NULL;
    bool is_new = !has_visited(article, url);
    if (!multipage_is_same_host(url, article->visited[0]))
        refusal = "it is on another host";
    else if (article->page_count == MULTIPAGE_PAGES_MAX)
        refusal = "an article may have 20 pages";
    if (is_new && refusal)
        add_note(article, NOTE_PAGE_NOT_FETCHED, url, refusal);
    if (!is_new || refusal) {
        free(url);
        return false;
    }
    article->wanted = url;
    article->wants_whole = is_whole;
    visit(article, url);
    return true;
}

static bool has_text(const struct winnow_record *record)
{
    return (record->status == WINNOW_OK || record->status == WINNOW_RULE_BROKEN) &&
           record->text_length;
}

static void keep(struct multipage *article, struct winnow_record *record, const char *url)
{
    article->records[article->record_count++] = record;
    article->pages[article->page_count++] = copy_string(article, url);
}

static bool want_next(struct multipage *article)
{
    const struct winnow_record *last = article->records[article->record_count - 1];
    return want(article, last->next_page, false);
}

static void forget_wanted(struct multipage *article)
{
    free(article->wanted);
    article->wanted = NULL;
}

static bool add_first(struct multipage *article, struct winnow_record *record,
                      const char *asked)
{
    const char *link = record->single_page ? record->single_page : record->next_page;
    article->records[article->record_count++] = record;
    if (!link)
        return false;
    if (!asked) {
        add_note(article, NOTE_PAGE_NOT_FETCHED, link,
                 "more pages are fetched only for a page that was");
        return false;
    }
    const char *found = record->final_url ? record->final_url : asked;
    article->pages[article->page_count++] = copy_string(article, found);
    visit(article, found);
    visit(article, asked);
    if (article->failed || record->status == WINNOW_BLOCKED ||
        record->status > WINNOW_RULE_BROKEN)
        return false;
    return want(article, record->single_page, true) || want_next(article);
}

bool multipage_continues(const struct multipage *article)
{
    return article->record_count && !article->wants_whole;
}

/* Why a page that was fetched and cleaned cannot be used, or NULL. */
static const char *find_fault(const struct multipage *article,
                              const struct winnow_record *record)
{
    const char *found = record->final_url ? record->final_url : article->wanted;
    if (!multipage_is_same_host(found, article->visited[0]))
        return "it has moved to another host";
    if (strcmp(found, article->wanted) != 0 && has_visited(article, found))
        return "it has moved to a page that is in the text";
    if (!has_text(record))
        return record->error ? record->error : winnow_status_name(record->status);
    return NULL;
}

bool multipage_add(struct multipage *article, struct winnow_record *record,
                   const char *asked)
{
    if (!record) {
        article->failed = true;
        return false;
    }
    if (!article->record_count)
        return add_first(article, record, asked);
    const char *fault = find_fault(article, record);
    if (fault) {
        bool wants = multipage_fail(article, fault);
        winnow_record_free(record);
        return wants;
    }
    bool is_whole = article->wants_whole;
    const char *found = record->final_url ? record->final_url : article->wanted;
    if (is_whole)
        winnow_record_free(article->records[--article->record_count]);
    keep(article, record, found);
    visit(article, found);
    forget_wanted(article);
    return !article->failed && !is_whole && want_next(article);
}

bool multipage_fail(struct multipage *article, const char *reason)
{
    add_note(article, NOTE_PAGE_FAILED, article->wanted, reason);
    forget_wanted(article);
    return !article->failed && article->wants_whole && want_next(article);
}

/* ---- the joined record ------------------------------------------------------------- */

static void join_texts(const struct multipage *article, struct buffer *out)
{
    for (size_t i = 0; i < article->record_count; i++) {
        const struct winnow_record *record = article->records[i];
        if (out->len && record->text_length)
            buffer_append_char(out, '\n');
        buffer_append(out, slice_of(record->text, record->text_length));
    }
}

/* NULL if the pages have no Markdown. */
static const char *join_markdown(const struct multipage *article, struct buffer *out)
{
    for (size_t i = 0; i < article->record_count; i++) {
        const char *markdown = article->records[i]->markdown;
        if (!markdown)
            return NULL;
        if (out->len && *markdown)
            buffer_append_char(out, '\n');
        buffer_append_string(out, markdown);
    }
    return out->ptr;
}

/* The notes of all pages and of this module, as one array on the heap; NULL if out of
   memory. */
static struct winnow_note *join_notes(const struct multipage *article, size_t *count)
{
    size_t all = article->note_count;
    for (size_t i = 0; i < article->record_count; i++)
        all += article->records[i]->note_count;
    struct winnow_note *notes = calloc(all + 1, sizeof *notes), *at = notes;
    *count = all;
    for (size_t i = 0; notes && i < article->record_count; i++)
        for (size_t n = 0; n < article->records[i]->note_count; n++)
            *at++ = article->records[i]->notes[n];
    for (size_t n = 0; notes && n < article->note_count; n++)
        *at++ = article->notes[n];
    return notes;
}

static struct winnow_record *join(const struct multipage *article)
{
    struct winnow_record view = *article->records[0], *record = NULL;
    char digest[HASH_HEX_SIZE];
    struct buffer text, markdown;
    struct winnow_note *notes = join_notes(article, &view.note_count);
    buffer_open(&text, NULL);
    buffer_open(&markdown, NULL);
    join_texts(article, &text);
    hash_sha256(buffer_slice(&text), digest);
    view.text = text.ptr;
    view.text_length = text.len;
    view.text_sha256 = digest;
    view.markdown = join_markdown(article, &markdown);
    view.notes = notes;
    if (article->page_count > 1) {
        view.pages = (const char *const *)article->pages;
        view.page_count = article->page_count;
    }
    if (notes && !text.failed && !markdown.failed)
        record = record_copy(&view);
    buffer_close(&text);
    buffer_close(&markdown);
    free(notes);
    return record;
}

struct winnow_record *multipage_take(struct multipage *article)
{
    struct winnow_record *record = NULL;
    if (!article->failed && !article->page_count && !article->note_count) {
        record = article->records[0]; /* a single page, as most are */
        article->record_count = 0;
    } else if (!article->failed) {
        record = join(article);
    }
    multipage_close(article);
    return record;
}

void multipage_close(struct multipage *article)
{
    for (size_t i = 0; i < article->record_count; i++)
        winnow_record_free(article->records[i]);
    for (size_t i = 0; i < article->page_count; i++)
        free(article->pages[i]);
    for (size_t i = 0; i < article->visited_count; i++)
        free(article->visited[i]);
    for (size_t i = 0; i < article->note_count; i++)
        free((char *)article->notes[i].text);
    free(article->wanted);
    *article = (struct multipage){0};
}
