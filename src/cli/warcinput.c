#include "cli/warcinput.h"

#include "base/array.h"
#include "base/mime.h"
#include "base/rfc3339.h"
#include "base/url.h"
#include "container/wacz.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEAD_SLACK = 512 * 1024
}; /* for the response's own headers, in addition to its body */

static void fail(struct item *item, enum winnow_status status, const char *text)
{
    item->status = status;
    buffer_truncate(&item->url, 0); /* only the URL of a page is used */
    error_set(&item->error, "%s", text);
}

static void give_body(struct item *item, struct slice content_type, struct slice body)
{
    if (content_type.len && !mime_is_page(content_type)) {
        fail(item, WINNOW_UNSUPPORTED, "");
        error_set(&item->error, "%.*s is not a page", SLICE_ARG(content_type));
    } else {
        item->kind = ITEM_PAGE;
        item->page_kind = mime_is_plain_text(content_type) ? WINNOW_TEXT : WINNOW_HTML;
        buffer_append(&item->content_type, content_type);
        buffer_append(&item->bytes, body);
    }
}

/* Up to and with its blank line. */
static void take_head(struct item *item, struct slice block)
{
    size_t end = slice_find(block, SLICE("\r\n\r\n")), length = strlen("\r\n\r\n");
    if (end == SIZE_MAX) {
        end = slice_find(block, SLICE("\n\n"));
        length = strlen("\n\n");
    }
    if (end != SIZE_MAX)
        buffer_append(&item->head, slice_of(block.ptr, end + length));
}

/* Returns false for a response that is only a part of pages. */
static bool give_response(struct item *item, const struct warc_record *record,
                          size_t max_bytes)
{
    struct warc_response response;
    struct error err = {0};
    char text[64];
    bool is_read =
        warc_read_response(buffer_slice(&record->block), max_bytes, &response, &err);
    item->http_status = response.http_status;
    if (response.http_status &&
        (response.http_status < 200 || response.http_status > 299)) {
        snprintf(text, sizeof text, "HTTP %ld", response.http_status);
        fail(item, response.http_status == 410 ? WINNOW_GONE : WINNOW_HTTP, text);
    } else if (response.body.len > max_bytes) {
        fail(item, WINNOW_TOO_LARGE, "larger than --max-bytes");
    } else if (!is_read) {
        fail(item, WINNOW_PARSE, err.text);
    } else {
        give_body(item, response.content_type, buffer_slice(&response.body));
        take_head(item, buffer_slice(&record->block));
    }
    bool is_part = mime_is_part_of_page(response.content_type);
    buffer_close(&response.body);
    return !is_part;
}

/* How a record is used. */
enum use {
    USE_RESPONSE,
    USE_RESOURCE, /* a page as a file */
    USE_TEXT,     /* "conversion": the text of a page, as in WET files */
    USE_REVISIT,  /* skipped: its body is in another record, possibly in another file */
    USE_METADATA, /* skipped: metadata of a page, as in WAT files */
    USE_PART,     /* skipped: a picture, a style sheet, a script */
    USE_NONE,     /* skipped without a notice: requests, and crawlers' notes */
    USE_COUNT
};

static enum use use_of(const struct warc_record *record)
{
    static const struct {
        const char *type;
        enum use use;
    } uses[] = {
        {"response", USE_RESPONSE}, {"resource", USE_RESOURCE}, {"conversion", USE_TEXT},
        {"revisit", USE_REVISIT},   {"metadata", USE_METADATA},
    };
    struct slice type = warc_field(record, "WARC-Type");
    struct slice content = warc_field(record, "Content-Type");
    for (size_t i = 0; i < COUNT_OF(uses); i++) {
        if (!slice_equal_nocase(type, slice_of_string(uses[i].type)))
            continue;
        if (uses[i].use == USE_METADATA) /* crawlers write other metadata too */
            return slice_starts_with_nocase(content, SLICE("application/json"))
                       ? USE_METADATA
                       : USE_NONE;
        if (!url_is_web(warc_field(record, "WARC-Target-URI")))
            return USE_NONE;
        return uses[i].use != USE_REVISIT && mime_is_part_of_page(content) ? USE_PART
                                                                           : uses[i].use;
    }
    return USE_NONE;
}

/* A URI should not contain spaces; some writers leave them in, and browsers escape
   them. */
static void append_uri(struct buffer *out, struct slice uri)
{
    for (size_t i = 0; i < uri.len; i++)
        if (uri.ptr[i] == ' ')
            buffer_append(out, SLICE("%20"));
        else
            buffer_append_char(out, uri.ptr[i]);
}

/* Takes the time if it is one; damaged files may have anything there. */
static void take_date(struct item *item, struct slice date)
{
    int64_t seconds;
    if (!slice_ends_with(date, SLICE("Z")) || date.len >= sizeof item->fetched_at)
        return;
    snprintf(item->fetched_at, sizeof item->fetched_at, "%.*s", SLICE_ARG(date));
    if (!rfc3339_read(item->fetched_at, &seconds))
        item->fetched_at[0] = '\0';
}

/* Returns false for a part of pages, which makes no item. */
static bool give(struct item *item, const struct warc_record *record, enum use use,
                 size_t max_bytes)
{
    struct slice uri = warc_field(record, "WARC-Target-URI");
    append_uri(&item->name, uri);
    append_uri(&item->line, uri);
    append_uri(&item->url, uri);
    item->kind = ITEM_BROKEN;
    item->is_named = true;
    take_date(item, warc_field(record, "WARC-Date"));
    if (record->is_cut)
        fail(item, WINNOW_TOO_LARGE, "larger than --max-bytes");
    else if (use != USE_RESPONSE)
        give_body(item, warc_field(record, "Content-Type"), buffer_slice(&record->block));
    else
        return give_response(item, record, max_bytes);
    return true;
}

/* ---- the stream -------------------------------------------------------------------- */

struct warcinput {
    struct fd_source from;
    struct wacz *wacz;          /* NULL: it is a WARC file itself */
    const char *name;           /* of the WARC file in it */
    struct warc_reader *reader; /* NULL: before a WARC file */
    struct warc_record record;  /* the current record */
    uint64_t counts[USE_COUNT];
};

struct warcinput *warcinput_open(int fd, struct slice first)
{
    struct warcinput *input = calloc(1, sizeof *input);
    if (!input)
        return NULL;
    warc_record_open(&input->record);
    fd_source_open(&input->from, fd, first);
    return input;
}

void warcinput_close(struct warcinput *input)
{
    if (!input)
        return;
    warc_reader_close(input->reader);
    wacz_close(input->wacz);
    fd_source_close(&input->from);
    warc_record_close(&input->record);
    free(input);
}

static enum input_result fail_memory(struct error *err)
{
    error_set(err, "out of memory");
    return INPUT_FAILED;
}

static enum input_result open_reader(struct warcinput *input, struct byte_source *from,
                                     struct error *err)
{
    input->reader = warc_reader_open(from);
    return input->reader ? INPUT_ITEM : fail_memory(err);
}

/* Reports what was skipped, once, at the end of the file. */
static enum input_result report(struct warcinput *input, struct error *err)
{
    uint64_t *counts = input->counts;
    if (counts[USE_REVISIT] || counts[USE_METADATA]) {
        error_set(err,
                  "%llu revisit and %llu WAT records were left out: they hold no page",
                  (unsigned long long)counts[USE_REVISIT],
                  (unsigned long long)counts[USE_METADATA]);
        counts[USE_REVISIT] = counts[USE_METADATA] = 0;
        return INPUT_NOTICE;
    }
    if (counts[USE_PART]) {
        error_set(err, "%llu images, style sheets, scripts and the like were left out",
                  (unsigned long long)counts[USE_PART]);
        counts[USE_PART] = 0;
        return INPUT_DETAIL;
    }
    return INPUT_END;
}

/* Returns true if the record has become an item. */
static bool take_record(struct warcinput *input, size_t max_bytes, struct item *item)
{
    enum use use = use_of(&input->record);
    if (use <= USE_TEXT && !give(item, &input->record, use, max_bytes)) {
        item_close(item);
        item_open(item);
        use = USE_PART;
    }
    input->counts[use]++;
    return use <= USE_TEXT;
}

/* Moves to the next WARC file of a WACZ file. */
static enum input_result begin_member(struct warcinput *input, struct error *err)
{
    switch (wacz_next(input->wacz, &input->name, err)) {
    case WACZ_MEMBER:
        return open_reader(input, wacz_member(input->wacz), err);
    case WACZ_WAIT:
        return INPUT_WAIT;
    case WACZ_END:
        return report(input, err);
    case WACZ_DAMAGED:
        return INPUT_DAMAGED;
    case WACZ_BROKEN:
        break;
    }
    return INPUT_FAILED;
}

/* Opens the reader of the next WARC file: INPUT_ITEM if it is open. */
static enum input_result begin(struct warcinput *input, struct error *err)
{
    enum { MAGIC_LENGTH = 4 };
    struct slice first;
    if (input->wacz)
        return begin_member(input, err);
    switch (fd_source_peek(&input->from, MAGIC_LENGTH, &first, err)) {
    case SOURCE_WAIT:
        return INPUT_WAIT;
    case SOURCE_BROKEN:
        return INPUT_FAILED;
    case SOURCE_BYTES:
    case SOURCE_END:
        break;
    }
    if (!wacz_is_zip(first))
        return open_reader(input, &input->from.source, err);
    input->wacz = wacz_open(&input->from);
    return input->wacz ? begin_member(input, err) : fail_memory(err);
}

/* After the last record of a WARC file, or what cannot be read of it. */
static enum input_result end_member(struct warcinput *input, bool is_broken,
                                    struct error *err)
{
    if (!input->wacz)
        return is_broken ? INPUT_FAILED : report(input, err);
    warc_reader_close(input->reader);
    input->reader = NULL;
    return is_broken ? INPUT_DAMAGED : INPUT_ITEM;
}

static void add_member_name(const struct warcinput *input, struct error *err)
{
    struct error why = *err;
    if (input->wacz)
        error_set(err, "%s: %s", input->name, why.text);
}

enum input_result warcinput_next(struct warcinput *input, size_t max_bytes,
                                 struct item *item, struct error *err)
{
    enum input_result result = INPUT_ITEM;
    while (result == INPUT_ITEM) {
        if (!input->reader && (result = begin(input, err)) != INPUT_ITEM)
            return result;
        enum warc_result got =
            warc_reader_next(input->reader, max_bytes + HEAD_SLACK, &input->record, err);
        if (got == WARC_WAIT)
            return INPUT_WAIT;
        if (got == WARC_RECORD && take_record(input, max_bytes, item))
            return INPUT_ITEM;
        if (got == WARC_DAMAGED || got == WARC_BROKEN)
            add_member_name(input, err);
        if (got == WARC_DAMAGED)
            return INPUT_DAMAGED;
        if (got != WARC_RECORD)
            result = end_member(input, got == WARC_BROKEN, err);
    }
    return result;
}
