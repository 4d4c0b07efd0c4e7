#include "worker/protocol.h"

#include "marks/notes.h"
#include "write/record.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAGIC = 0x776E7732, /* "wnw2": another version of the protocol has another number */
    PAGES_MAX = 64,     /* an article has 20 pages at most */
};

#define ABSENT UINT64_MAX /* the length of a NULL string */

/* The fields of struct winnow_input that are numbers, each with its type and the largest
   value that it may have; and those that are strings. Its bytes come last in a job. */
#define INPUT_NUMBERS(X)                                                                 \
    X(kind, enum winnow_kind, WINNOW_KIND_COUNT - 1)                                     \
    X(is_utf8, bool, true)                                                               \
    X(form, enum winnow_form, WINNOW_FORM_COUNT - 1)                                     \
    X(width, unsigned, UINT32_MAX)                                                       \
    X(links, bool, true)                                                                 \
    X(images, bool, true)                                                                \
    X(favor, enum winnow_favor, WINNOW_FAVOR_COUNT - 1)                                  \
    X(comments, bool, true)                                                              \
    X(no_tables, bool, true)                                                             \
    X(title, enum winnow_title, WINNOW_TITLE_COUNT - 1)                                  \
    X(markdown, bool, true)                                                              \
    X(memory_max, size_t, SIZE_MAX)                                                      \
    X(cpu_ms_max, unsigned, UINT32_MAX)
#define INPUT_STRINGS(X)                                                                 \
    X(url)                                                                               \
    X(content_type)                                                                      \
    X(charset)

/* The same of struct winnow_record, whose strings are RECORD_STRINGS. */
#define RECORD_NUMBERS(X)                                                                \
    X(status, enum winnow_status, WINNOW_STATUS_COUNT - 1)                               \
    X(http_status, long, LONG_MAX)                                                       \
    X(title_removed, bool, true)                                                         \
    X(form, enum winnow_form, WINNOW_FORM_COUNT - 1)

/* ---- writing ----------------------------------------------------------------------- */

static void put_number(struct buffer *out, uint64_t number)
{
    buffer_append(out, slice_of((const char *)&number, sizeof number));
}

/* With a NUL after it, so that the reader can point at it as a string. */
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
    uint64_t number, size;
};
_Static_assert(sizeof(struct header) == PROTOCOL_HEADER_SIZE, "the header has no holes");

static size_t begin_frame(struct buffer *out, enum protocol_kind kind, uint64_t number)
{
    size_t start = out->len;
    struct header header = {MAGIC, (uint32_t)kind, number, 0};
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

#define PUT_NUMBER(field, type, max) put_number(out, (uint64_t)from->field);
#define PUT_STRING(field)            put_string(out, from->field);

bool protocol_put_job(struct buffer *out, const struct worker_job *job, uint64_t number)
{
    const struct winnow_input *from = &job->input;
    size_t start = begin_frame(out, PROTOCOL_JOB, number);
    INPUT_NUMBERS(PUT_NUMBER)
    INPUT_STRINGS(PUT_STRING)
    put_number(out, job->site.authority);
    put_bytes(out, job->site.path);
    put_bytes(out, job->site.text);
    put_bytes(out, slice_of(from->bytes, from->size));
    return end_frame(out, start);
}

static void put_notes(struct buffer *out, const struct winnow_record *record)
{
    put_number(out, record->note_count);
    for (size_t i = 0; i < record->note_count; i++) {
        put_string(out, record->notes[i].code);
        put_string(out, record->notes[i].place);
        put_string(out, record->notes[i].text);
    }
}

static void put_hits(struct buffer *out, const struct winnow_record *record)
{
    put_number(out, record->hit_count);
    for (size_t i = 0; i < record->hit_count; i++) {
        put_number(out, record->hits[i].count);
        put_string(out, record->hits[i].directive);
        put_string(out, record->hits[i].value);
        put_string(out, record->hits[i].place);
    }
}

bool protocol_put_record(struct buffer *out, const struct winnow_record *record,
                         uint64_t number)
{
    const struct winnow_record *from = record;
    size_t start = begin_frame(out, PROTOCOL_RECORD, number);
    RECORD_NUMBERS(PUT_NUMBER)
    RECORD_STRINGS(PUT_STRING)
    put_bytes(out, slice_of(from->text, from->text_length));
    put_string(out, from->markdown);
    put_number(out, from->page_count);
    for (size_t i = 0; i < from->page_count; i++)
        put_string(out, from->pages[i]);
    put_notes(out, from);
    put_hits(out, from);
    return end_frame(out, start);
}

/* ---- reading ----------------------------------------------------------------------- */

/* Once bad, a reader returns zeros and NULLs: read everything, then check once. */
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

bool protocol_get_header(const char bytes[PROTOCOL_HEADER_SIZE], enum protocol_kind kind,
                         size_t max, struct protocol_header *out)
{
    struct header header;
    memcpy(&header, bytes, sizeof header);
    if (header.magic != MAGIC || header.kind != (uint32_t)kind || header.size > max)
        return false;
    *out = (struct protocol_header){header.number, header.size};
    return true;
}

#define GET_NUMBER(field, type, max) to->field = (type)get_number_to(r, max);
#define GET_STRING(field)            to->field = get_string(r);

bool protocol_get_job(struct slice payload, struct worker_job *job)
{
    struct reader own = {payload, false}, *r = &own;
    *job = (struct worker_job){0};
    struct winnow_input *to = &job->input;
    INPUT_NUMBERS(GET_NUMBER)
    INPUT_STRINGS(GET_STRING)
    job->site.authority = (enum authority)get_number_to(r, AUTHORITY_COMMUNITY);
    job->site.path = get_bytes(r);
    job->site.text = get_bytes(r);
    struct slice bytes = get_bytes(r);
    to->bytes = bytes.ptr;
    to->size = bytes.len;
    return !r->bad && r->rest.len == 0;
}

/* What a view points to and does not hold itself. */
struct lists {
    const char *pages[PAGES_MAX];
    struct winnow_note notes[NOTES_MAX];
    struct winnow_hit hits[HITS_MAX];
};

/* A string that must not be NULL. */
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
    struct winnow_record *to = view;
    RECORD_NUMBERS(GET_NUMBER)
    RECORD_STRINGS(GET_STRING)
    struct slice text = get_bytes(r);
    view->text = text.ptr;
    view->text_length = text.len;
    view->markdown = get_string(r);
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

/* What was fetched is for the parent to say, never for a worker. */
static void drop_what_was_fetched(struct winnow_record *view)
{
    view->final_url = view->fetched_at = NULL;
    view->http_status = 0;
}

static struct winnow_record *get_record(struct slice payload, bool is_own,
                                        const char *url)
{
    struct reader r = {payload, false};
    struct winnow_record view = {0}, *record = NULL;
    struct lists *lists = calloc(1, sizeof *lists);
    if (lists && get_view(&r, &view, lists)) {
        view.url = url;
        if (!is_own)
            drop_what_was_fetched(&view);
        record = record_copy(&view);
    }
    free(lists);
    return record;
}

struct winnow_record *protocol_get_record(struct slice payload, const char *url)
{
    return get_record(payload, false, url);
}

struct winnow_record *protocol_get_own_record(struct slice payload, const char *url)
{
    return get_record(payload, true, url);
}
