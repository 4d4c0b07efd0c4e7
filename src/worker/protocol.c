#include "worker/protocol.h"

#include "marks/notes.h"
#include "write/record.h"
#include <stdlib.h>
#include <string.h>

enum {
    MAGIC = 0x776E7731, /* "wnw1": another version of the protocol has another number */
    PAGES_MAX = 64,     /* an article has 20 pages at most */
};

#define ABSENT UINT64_MAX /* the length that stands for a NULL string */

/* ---- writing ----------------------------------------------------------------------- */

static void put_number(struct buffer *out, uint64_t number)
{
    buffer_append(out, slice_of((const char *)&number, sizeof number));
}

/* With a NUL behind it, so that the reader can point at it as a string. */
static void put_bytes(struct buffer *out, struct slice bytes)
{
    put_number(out, bytes.len);
    buffer_append(out, bytes);
    buffer_append_char(out, '\0');
}

static void put_string(struct buffer *out, const char *string)
{
    if (string)
        put_bytes(out, slice_of_string(string));
    else
        put_number(out, ABSENT);
}

struct header {
    uint32_t magic, kind;
    uint64_t size;
};
_Static_assert(sizeof(struct header) == PROTOCOL_HEADER_SIZE, "the header has no holes");

static size_t begin_frame(struct buffer *out, enum protocol_kind kind)
{
    size_t start = out->len;
    struct header header = {MAGIC, (uint32_t)kind, 0};
    buffer_append(out, slice_of((const char *)&header, sizeof header));
    return start;
}

static bool end_frame(struct buffer *out, size_t start)
{
    if (out->failed)
        return false;
    uint64_t size = out->len - start - PROTOCOL_HEADER_SIZE;
    memcpy(out->ptr + start + offsetof(struct header, size), &size, sizeof size);
    return true;
}

bool protocol_put_job(struct buffer *out, const struct worker_job *job)
{
    const struct winnow_input *input = &job->input;
    size_t start = begin_frame(out, PROTOCOL_JOB);
    put_number(out, input->kind);
    put_number(out, input->is_utf8);
    put_number(out, input->form);
    put_number(out, input->width);
    put_number(out, input->links);
    put_number(out, input->images);
    put_number(out, input->favor);
    put_number(out, input->comments);
    put_number(out, input->memory_max);
    put_number(out, input->cpu_ms_max);
    put_string(out, input->url);
    put_string(out, input->content_type);
    put_string(out, input->charset);
    put_number(out, job->site.authority);
    put_bytes(out, job->site.path);
    put_bytes(out, job->site.text);
    put_bytes(out, slice_of(input->bytes, input->size));
    return end_frame(out, start);
}

bool protocol_put_record(struct buffer *out, const struct winnow_record *record)
{
    size_t start = begin_frame(out, PROTOCOL_RECORD);
    put_number(out, record->status);
    put_number(out, record->title_removed);
    put_number(out, record->form);
#define X(field) put_string(out, record->field);
    RECORD_STRINGS(X)
#undef X
    put_bytes(out, slice_of(record->text, record->text_length));
    put_number(out, record->page_count);
    for (size_t i = 0; i < record->page_count; i++)
        put_string(out, record->pages[i]);
    put_number(out, record->note_count);
    for (size_t i = 0; i < record->note_count; i++) {
        put_string(out, record->notes[i].code);
        put_string(out, record->notes[i].place);
        put_string(out, record->notes[i].text);
    }
    put_number(out, record->hit_count);
    for (size_t i = 0; i < record->hit_count; i++) {
        put_number(out, record->hits[i].count);
        put_string(out, record->hits[i].directive);
        put_string(out, record->hits[i].value);
        put_string(out, record->hits[i].place);
    }
    return end_frame(out, start);
}

/* ---- reading ----------------------------------------------------------------------- */

/* Once bad, a reader gives zeros and NULLs: read it all, ask once at the end. */
struct reader {
    struct slice rest;
    bool bad;
};

static uint64_t get_number(struct reader *r)
{
    uint64_t number = 0;
    if (r->bad || r->rest.len < sizeof number) {
        r->bad = true;
        return 0;
    }
    memcpy(&number, r->rest.ptr, sizeof number);
    r->rest = slice_after(r->rest, sizeof number);
    return number;
}

/* A number that is at most max. */
static uint64_t get_number_to(struct reader *r, uint64_t max)
{
    uint64_t number = get_number(r);
    if (number <= max)
        return number;
    r->bad = true;
    return 0;
}

static struct slice get_bytes_of(struct reader *r, uint64_t len)
{
    if (r->bad || len >= r->rest.len || r->rest.ptr[len] != '\0') {
        r->bad = true;
        return slice_of("", 0);
    }
    struct slice bytes = slice_of(r->rest.ptr, len);
    r->rest = slice_after(r->rest, len + 1);
    return bytes;
}

static struct slice get_bytes(struct reader *r)
{
    return get_bytes_of(r, get_number(r));
}

static const char *get_string(struct reader *r)
{
    uint64_t len = get_number(r);
    return len == ABSENT || r->bad ? NULL : get_bytes_of(r, len).ptr;
}

bool protocol_get_size(const char bytes[PROTOCOL_HEADER_SIZE], enum protocol_kind kind,
                       size_t max, size_t *size)
{
    struct header header;
    memcpy(&header, bytes, sizeof header);
    if (header.magic != MAGIC || header.kind != (uint32_t)kind || header.size > max)
        return false;
    *size = header.size;
    return true;
}

bool protocol_get_job(struct slice payload, struct worker_job *job)
{
    struct reader r = {payload, false};
    *job = (struct worker_job){0};
    struct winnow_input *input = &job->input;
    input->kind = (enum winnow_kind)get_number_to(&r, WINNOW_TEXT);
    input->is_utf8 = get_number_to(&r, 1) != 0;
    input->form = (enum winnow_form)get_number_to(&r, WINNOW_AS_HTML);
    input->width = (unsigned)get_number_to(&r, UINT32_MAX);
    input->links = get_number_to(&r, 1) != 0;
    input->images = get_number_to(&r, 1) != 0;
    input->favor = (enum winnow_favor)get_number_to(&r, WINNOW_FAVOR_RECALL);
    input->comments = get_number_to(&r, 1) != 0;
    input->memory_max = get_number(&r);
    input->cpu_ms_max = (unsigned)get_number_to(&r, UINT32_MAX);
    input->url = get_string(&r);
    input->content_type = get_string(&r);
    input->charset = get_string(&r);
    job->site.authority = (enum authority)get_number_to(&r, AUTHORITY_COMMUNITY);
    job->site.path = get_bytes(&r);
    job->site.text = get_bytes(&r);
    struct slice bytes = get_bytes(&r);
    input->bytes = bytes.ptr;
    input->size = bytes.len;
    return !r.bad && r.rest.len == 0;
}

/* What the view points to but does not hold itself. */
struct lists {
    const char *pages[PAGES_MAX];
    struct winnow_note notes[NOTES_MAX];
    struct winnow_hit hits[HITS_MAX];
};

/* A string that is always there. */
static const char *get_known_string(struct reader *r)
{
    const char *string = get_string(r);
    r->bad = r->bad || !string;
    return string;
}

static void get_hits(struct reader *r, struct winnow_record *view, struct lists *lists)
{
    view->hit_count = get_number_to(r, HITS_MAX);
    for (size_t i = 0; i < view->hit_count; i++) {
        struct winnow_hit *hit = &lists->hits[i];
        hit->count = get_number(r);
        hit->directive = get_known_string(r);
        hit->value = get_known_string(r);
        hit->place = get_known_string(r);
    }
    view->hits = lists->hits;
}

static bool get_view(struct reader *r, struct winnow_record *view, struct lists *lists)
{
    view->status = (enum winnow_status)get_number_to(r, WINNOW_STATUS_COUNT - 1);
    view->title_removed = get_number_to(r, 1) != 0;
    view->form = (enum winnow_form)get_number_to(r, WINNOW_AS_HTML);
#define X(field) view->field = get_string(r);
    RECORD_STRINGS(X)
#undef X
    struct slice text = get_bytes(r);
    view->text = text.ptr;
    view->text_length = text.len;
    view->page_count = get_number_to(r, PAGES_MAX);
    for (size_t i = 0; i < view->page_count; i++)
        lists->pages[i] = get_known_string(r);
    view->note_count = get_number_to(r, NOTES_MAX);
    for (size_t i = 0; i < view->note_count; i++) {
        lists->notes[i].code = get_known_string(r);
        lists->notes[i].place = get_string(r);
        lists->notes[i].text = get_known_string(r);
    }
    get_hits(r, view, lists);
    bool was_cleaned = view->status <= WINNOW_RULE_BROKEN;
    r->bad = r->bad || (was_cleaned && !view->text_sha256);
    view->pages = lists->pages;
    view->notes = lists->notes;
    return !r->bad && r->rest.len == 0;
}

struct winnow_record *protocol_get_record(struct slice payload, const char *url)
{
    struct reader r = {payload, false};
    struct winnow_record view = {0}, *record = NULL;
    struct lists *lists = calloc(1, sizeof *lists);
    if (lists && get_view(&r, &view, lists)) {
        /* A worker never knows better than its parent what was fetched. */
        view.url = url;
        view.final_url = view.fetched_at = NULL;
        record = record_copy(&view);
    }
    free(lists);
    return record;
}
